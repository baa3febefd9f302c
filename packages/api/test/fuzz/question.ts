import type { Choose } from "./choose.ts";
import type { Filter, Oracle, Question, StoredCell } from "./oracle.ts";

const calendar = ["2023", "2024", "2025", "2026", "2024-Q2", "2025-Q4", "2026-Q1", "2024-03", "2025-11", "2026-06"];

/** A combination of levels of a table, with its cells. */
interface Grouping {
  readonly cells: readonly StoredCell[];
  readonly members: readonly (readonly string[])[];
}

const groupings = new WeakMap<Oracle, ReadonlyMap<string, readonly Grouping[]>>();

/** The published groupings of every dataset of every release. */
function groupingsOf(oracle: Oracle, version: string, dataset: string): readonly Grouping[] {
  const known = groupings.get(oracle);
  if (known !== undefined) return known.get(`${version} ${dataset}`) ?? [];
  const made = new Map<string, Grouping[]>();
  for (const cells of Map.groupBy(oracle.cells, ({ release, table, levels }) => `${release} ${table} ${levels.join()}`).values()) {
    const [first] = cells;
    if (first === undefined) continue;
    const members = first.dimensions.map((_, place) => [...new Set(cells.map((cell) => cell.members[place] ?? ""))]);
    const list = made.get(`${first.release} ${first.dataset}`) ?? [];
    made.set(`${first.release} ${first.dataset}`, list);
    list.push({ cells, members });
  }
  groupings.set(oracle, made);
  return made.get(`${version} ${dataset}`) ?? [];
}

function chooseFilter(choose: Choose, oracle: Oracle, version: string, { cells, members }: Grouping): Filter {
  const dimensions = cells[0]?.dimensions ?? [];
  const place = choose.number(dimensions.length - 1);
  const dimension = dimensions[place] ?? "";
  const own = members[place] ?? [];
  const named = (): Filter => ({ dimension, is: { [choose.once(3) ? "notIn" : "in"]: choose.some(own, 4) } });
  if (choose.once(2)) return named();
  if (dimension === "period") {
    if (choose.once(2)) return { dimension, is: { under: choose.one(calendar) } };
    const [from, to] = [choose.one(calendar), choose.one(calendar)];
    const ends = choose.number(2);
    const isForward = from.slice(0, 4) <= to.slice(0, 4) && (from.slice(0, 4) < to.slice(0, 4) || from === to);
    if (ends === 0 || !isForward) return { dimension, is: { range: { from } } };
    return { dimension, is: { range: ends === 1 ? { to } : { from, to } } };
  }
  const known = new Set([...oracle.codes("area", version), ...oracle.codes("code", version)]);
  const tops = own.flatMap((member) => oracle.above(dimension, member)).filter((top) => known.has(top));
  return tops.length === 0 ? named() : { dimension, is: { under: choose.one([...new Set(tops)]) } };
}

/** A question to a dataset that has an answer, made of what is published. */
export function chooseQuestion(choose: Choose, oracle: Oracle, version: string, dataset: string): Question & { readonly table?: string } {
  const grouping = choose.one(groupingsOf(oracle, version, dataset));
  const [first] = grouping.cells;
  if (first === undefined) throw new Error("A grouping has no cells.");
  const measures = choose.shuffled(choose.some([...new Set(grouping.cells.map(({ measure }) => measure))]));
  const by = choose.shuffled(first.dimensions.map((dimension, at) => `${dimension}.${first.levels[at]}`));
  const where = Array.from({ length: choose.one([0, 0, 1, 1, 2, 3]) }, () => chooseFilter(choose, oracle, version, grouping));
  return {
    measures,
    by,
    ...(where.length === 0 && choose.once(2) ? {} : { where }),
    ...(choose.once(3) ? { status: choose.some(["AVAILABLE", "SUPPRESSED", "UNRELIABLE", "NOT_REPORTED", "NOT_APPLICABLE"]) } : {}),
    ...(choose.once(2) ? { table: first.table } : {}),
    ...(measures.length === 1 && choose.once(2) ? { orderBy: choose.one(["PUBLISHED", "HIGHEST_FIRST", "LOWEST_FIRST"]) } : {}),
  };
}
