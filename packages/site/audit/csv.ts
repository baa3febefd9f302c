/** The rows of a CSV file without line breaks in its fields, each by the names of its columns. */
export const parseCsv = (csv: string): Record<string, string>[] => {
  const [head = [], ...lines] = csv
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/(?<=^|,)("(?:[^"]|"")*"|[^,]*)(?=,|$)/g)].map(([field]) => field.replace(/^"|"$/g, "").replaceAll('""', '"')),
    );
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ""])));
};
