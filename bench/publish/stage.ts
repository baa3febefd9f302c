/** The stages of a publication, in their order. */
export const stages = [
  ...["hash the inputs", "read the hub", "read", "validate", "surveys", "tabulate", "protect"],
  ...["derive", "write", "read back", "seal"],
] as const;

/** The stage that a line of progress of `publish` begins; undefined where it goes on with the one before. */
export function stageOf(line: string, surveys: readonly string[]): string | undefined {
  if (surveys.some((code) => line.startsWith(`${code}: `))) return "surveys";
  const begins: readonly (readonly [RegExp, string])[] = [
    [/^hashing /, "hash the inputs"],
    [/^reading the geography/, "read the hub"],
    [/: reading \d+ file/, "read"],
    [/: checking the records/, "validate"],
    [/: tabulating/, "tabulate"],
    [/: protecting/, "protect"],
    [/^working out/, "derive"],
    [/^writing /, "write"],
    [/^reading .* back/, "read back"],
    [/^sealing /, "seal"],
  ];
  return begins.find(([pattern]) => pattern.test(line))?.[1];
}
