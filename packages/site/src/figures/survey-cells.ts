import type { Cube, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";

/** A figure of a survey: what it is of. What is left out is everyone. */
export interface CellAddress {
  readonly measure: string;
  readonly area: string;
  readonly period: string;
  /** Code of the item, construct or answer. */
  readonly item: string;
  readonly group?: string;
}

/** A figure of a survey, with the table that it stands in. */
export interface SurveyCell {
  readonly row: Row;
  readonly table: string;
}

export const everyone = "everyone";
const nameOf = ({ measure, area, period, item, group = everyone }: CellAddress) => `${measure} ${area} ${period} ${item} ${group}`;

const known = new WeakMap<readonly Cube[], ReadonlyMap<string, Row>>();

/** The cells of a table by what they are of. The tables of a survey have two categories: what was asked, and of whom. */
function indexOf({ cubes }: Pick<PublishedTable, "cubes">): ReadonlyMap<string, Row> {
  const found = known.get(cubes);
  if (found !== undefined) return found;
  const index = new Map(
    cubes.flatMap(({ rows }) =>
      rows.map((row) => {
        const [item = "", group = everyone] = row.codes;
        return [nameOf({ ...row, item, group }), row] as const;
      }),
    ),
  );
  known.set(cubes, index);
  return index;
}

/** The figure of a survey at an address; nothing where none is published. */
export function surveyCell(tables: readonly PublishedTable[], dataset: string, address: CellAddress): SurveyCell | undefined {
  const name = nameOf(address);
  for (const table of tables) {
    if (table.dataset !== dataset) continue;
    const row = indexOf(table).get(name);
    if (row !== undefined) return { row, table: table.code };
  }
  return undefined;
}

/** Whether shares add up to a whole as they are printed; where some are not shown, whether the others leave room for these. */
export function addsUp(cells: readonly (Pick<SurveyCell, "row"> | undefined)[], whole = 100): boolean {
  const shown = cells.flatMap((cell) => (cell?.row.observation.status === "AVAILABLE" ? [cell.row.observation.value] : []));
  const sum = shown.reduce((total, value) => total + value, 0);
  return shown.length === cells.length ? sum === whole : sum < whole;
}
