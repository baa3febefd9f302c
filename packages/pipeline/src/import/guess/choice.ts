import { PipelineError } from "../../errors.ts";

/** What a column of the mapping becomes: decided, or left to do; and what that goes by, in sentences without a value of the data. */
export interface Choice {
  /** The column of the mapping: id, date, area, a category. */
  readonly name: string;
  /** SQL; begins with TODO where it was not decided. */
  readonly sql: string;
  /** The file's column, where one was decided on. */
  readonly column: string | undefined;
  readonly because: readonly string[];
}

export const isOpen = ({ column }: Choice): boolean => column === undefined;

/** A choice that a steward has to make. */
export const open = (name: string, candidates: readonly string[], because: readonly string[]): Choice => ({
  name,
  sql: `TODO /* ${candidates.length === 0 ? "no column of the file looks like it" : candidates.join(" or ")} */`,
  column: undefined,
  because,
});

export const many = (rows: number): string => rows.toLocaleString("en-US");

/** "all 12 rows", "11 of 12 rows". */
export const ofRows = (rows: number, all: number): string =>
  rows === all ? `all ${many(all)} rows` : `${many(rows)} of ${many(all)} rows`;

/**
 * The columns that the steward decides on: `--column id=objectid`.
 * @throws {PipelineError} `COMMAND_INVALID` where one is not NAME=COLUMN, or the file has no such column.
 */
export function columnsSaid(words: readonly string[], columns: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const [, name, column] = /^([a-z_]+)=(.+)$/.exec(word) ?? [];
      if (name === undefined || column === undefined)
        throw new PipelineError("COMMAND_INVALID", "--column takes NAME=COLUMN, such as id=objectid.");
      // Areas can be found by coordinates, which are no one column.
      if (!columns.includes(column) && word !== "area=point")
        throw new PipelineError(
          "COMMAND_INVALID",
          `--column ${name}=…: the file has no column of that name. It has: ${columns.join(", ")}.`,
        );
      return [name, column] as const;
    }),
  );
}
