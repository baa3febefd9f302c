/** Rows of fields of a CSV text by RFC 4180, its header among them; nothing where it is not one, or a row has another number of fields. */
export function readCsv(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) return undefined;
    const [, quoted, plain, end] = found;
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === ",") {
      if (field.lastIndex === text.length) return undefined;
      continue;
    }
    rows.push(row);
    row = [];
  }
  const [header] = rows;
  return header === undefined || rows.some(({ length }) => length !== header.length) ? undefined : rows;
}
