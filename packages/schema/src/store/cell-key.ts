import { QueryError } from "../errors.ts";
import type { CellQuestion } from "./selection.ts";

/** What a cell's key says. */
export interface CellKey {
  readonly dataset: string;
  readonly question: CellQuestion;
}

const part = /^(?<dimension>[^.=]+)\.(?<level>[^=]+)=(?<member>.+)$/;

/**
 * Reads the key of a cell: `dataset/measure/dimension.level=code;…`.
 * @throws {QueryError} `BAD_USER_INPUT` where it is none.
 */
export function readCellKey(key: string): CellKey {
  const [dataset, measure, ...rest] = key.split("/");
  const parts = rest
    .join("/")
    .split(";")
    .map((text) => part.exec(text)?.groups);
  if (!dataset || !measure || parts.some((found) => found === undefined)) {
    throw new QueryError("BAD_USER_INPUT", "This is not the key of a cell.", {
      hint: "Take the `key` of a cell from another answer, unchanged.",
    });
  }
  const known = parts.filter((found) => found !== undefined);
  return {
    dataset,
    question: {
      measures: [measure],
      by: known.map(({ dimension = "", level = "" }) => `${dimension}.${level}`),
      where: known.map(({ dimension = "", member = "" }) => ({ dimension, is: { in: [member] } })),
    },
  };
}
