import type { Grouping } from "@openbeat/database/client";
import type { Catalogue, CatalogueTable } from "./catalogue.ts";
import { type Cell, observationColumns, type Run, toCell } from "./cells.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { type Selection, wholeGrouping } from "./selection.ts";

/** A cell of one release, with the selection of its whole grouping. */
export interface PlacedCell {
  readonly selection: Selection;
  readonly cell: Cell;
}

/** What became of a cell from one release to another: at least one of the two is there. */
export interface Change {
  readonly cursor: string;
  readonly before: PlacedCell | undefined;
  readonly after: PlacedCell | undefined;
}

/** A table as two releases hold it. */
interface Pair {
  readonly place: number;
  readonly before: CatalogueTable;
  readonly after: CatalogueTable;
}

/** Tables that both releases hold and whose figures differ. The same hash, the same figures. */
function pairsOf(before: Catalogue, after: Catalogue, dataset: string | null | undefined): readonly Pair[] {
  return after.tables.flatMap((table, place) => {
    const other = before.tables.find(({ row, dataset: own }) => row.code === table.row.code && own.code === table.dataset.code);
    const isAsked = dataset == null || table.dataset.code === dataset;
    return other === undefined || !isAsked || other.row.sha256 === table.row.sha256 ? [] : [{ place, before: other, after: table }];
  });
}

/** Which entries of two releases are the same thing: ids here, ids there. */
function matches<Entry extends { readonly id: number }>(here: readonly Entry[], there: readonly Entry[], name: (entry: Entry) => string) {
  const others = new Map(there.map((entry) => [name(entry), entry.id]));
  const found = here.flatMap((entry) => {
    const other = others.get(name(entry));
    return other === undefined ? [] : [[entry.id, other] as const];
  });
  return [found.map(([own]) => own), found.map(([, other]) => other)] as const;
}

const figures = ["value", "status", "flags", "numerator", "denominator", "n", "n_effective", "lower", "upper", "interval_level"];
const differs = `(${figures.map((column) => `here.${column}`).join(", ")}) IS DISTINCT FROM (${figures.map((column) => `there.${column}`).join(", ")})`;

/**
 * The cells of `here` that `there` does not hold, or holds otherwise. One look into the index for each cell: a database without statistics,
 * as the embedded one is, would compare each cell with every other.
 * @param what Which of them: `changed or missing`, or only `missing` ones.
 */
function differenceSql(what: "changed or missing" | "missing"): string {
  const condition = what === "missing" ? "there.seq IS NULL" : `(there.seq IS NULL OR ${differs})`;
  return `FROM observation here
    LEFT JOIN unnest($3::int[], $4::int[]) AS g (own, other) ON g.own = here.grouping_id
    LEFT JOIN unnest($5::int[], $6::int[]) AS m (own, other) ON m.own = here.measure_id
    LEFT JOIN unnest($7::int[], $8::int[]) AS a (own, other) ON a.own = here.area_id
    LEFT JOIN LATERAL (SELECT * FROM observation WHERE table_id = $2 AND grouping_id = g.other AND measure_id = m.other
      AND area_id = a.other AND period_id = here.period_id AND codes = here.codes LIMIT 1) there ON true
    WHERE here.table_id = $1 AND ${condition}`;
}

function parametersFor(
  here: CatalogueTable,
  there: CatalogueTable,
  areasHere: Catalogue["areas"],
  areasThere: Catalogue["areas"],
): unknown[] {
  const groupings = matches<Grouping>(here.groupings, there.groupings, ({ levels }) => levels.join(" "));
  const measures = matches(here.measures, there.measures, ({ code }) => code);
  const areas = matches(areasHere, areasThere, ({ code }) => code);
  return [here.row.id, there.row.id, ...groupings, ...measures, ...areas];
}

async function cellsAt(
  run: Run,
  catalogue: Catalogue,
  table: CatalogueTable,
  places: readonly number[],
): Promise<ReadonlyMap<number, PlacedCell>> {
  if (places.length === 0) return new Map();
  const rows = await run(`SELECT grouping_id, ${observationColumns} FROM observation WHERE table_id = $1 AND seq = ANY($2::int[])`, [
    table.row.id,
    places,
  ]);
  return new Map(
    rows.map((row) => {
      const selection = wholeGrouping(catalogue, table, Number(row.grouping_id));
      const cell = toCell(catalogue, row);
      return [cell.seq, { selection, cell }];
    }),
  );
}

// A place in the list of changes is one number: the table, whether the row is one that is gone, and its place in its own table.
const phaseSize = 2 ** 31;
const placeOf = (table: number, isGone: boolean, seq: number) => (table * 2 + (isGone ? 1 : 0)) * phaseSize + seq;

export interface ChangePage {
  readonly changes: readonly Change[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/**
 * Reads a page of what changed from one release to another, table by table: first cells that changed or are new, in the order of
 * the newer release, then cells that are gone, in the order of the older.
 */
export async function readChanges(
  run: Run,
  before: Catalogue,
  after: Catalogue,
  page: { readonly dataset?: string | null | undefined; readonly first: number; readonly after?: string | null | undefined },
): Promise<ChangePage> {
  const list = `changes ${before.release.version} ${page.dataset ?? ""}`;
  const begin = page.after == null ? -1 : readCursor(page.after, after.release.version, list);
  const changes: Change[] = [];
  const wanted = page.first + 1;
  for (const pair of pairsOf(before, after, page.dataset)) {
    for (const isGone of [false, true]) {
      const from = placeOf(pair.place, isGone, 0);
      if (changes.length >= wanted || begin >= from + phaseSize) continue;
      const [here, there] = isGone ? [pair.before, pair.after] : [pair.after, pair.before];
      const [areasHere, areasThere] = isGone ? [before.areas, after.areas] : [after.areas, before.areas];
      const rows = await run(
        `SELECT here.seq AS here, there.seq AS there ${differenceSql(isGone ? "missing" : "changed or missing")} AND here.seq > $9 ORDER BY here.seq LIMIT $10`,
        [...parametersFor(here, there, areasHere, areasThere), Math.max(begin - from, 0), wanted - changes.length],
      );
      const own = await cellsAt(
        run,
        isGone ? before : after,
        here,
        rows.map((row) => Number(row.here)),
      );
      const others = await cellsAt(
        run,
        before,
        there,
        isGone ? [] : rows.flatMap((row) => (row.there === null ? [] : [Number(row.there)])),
      );
      for (const row of rows) {
        const seq = Number(row.here);
        changes.push({
          cursor: writeCursor({ release: after.release.version, list, at: placeOf(pair.place, isGone, seq) }),
          before: isGone ? own.get(seq) : others.get(Number(row.there)),
          after: isGone ? undefined : own.get(seq),
        });
      }
    }
  }
  return { changes: changes.slice(0, page.first), hasNextPage: changes.length > page.first, hasPreviousPage: begin >= 0 };
}

/** How many cells changed from one release to another. */
export async function countChanges(run: Run, before: Catalogue, after: Catalogue, dataset: string | null | undefined): Promise<number> {
  let changes = 0;
  for (const pair of pairsOf(before, after, dataset)) {
    const counts = await Promise.all([
      run(
        `SELECT count(*)::int AS cells ${differenceSql("changed or missing")}`,
        parametersFor(pair.after, pair.before, after.areas, before.areas),
      ),
      run(`SELECT count(*)::int AS cells ${differenceSql("missing")}`, parametersFor(pair.before, pair.after, before.areas, after.areas)),
    ]);
    for (const [row] of counts) changes += Number(row?.cells ?? 0);
  }
  return changes;
}
