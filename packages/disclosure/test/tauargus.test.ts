import { complementarySuppression, dominance, feasibleIntervals, incrementalSuppression, minimumFrequency } from "@openbeat/disclosure";
import { beforeAll, describe, expect, it } from "vitest";
import { casesAbsent, readCase, readCaseText } from "./cases.ts";

type Row = Readonly<Record<string, string>>;

const names = ["act_size", "act_cj", "nuts_size", "nuts_cj"] as const;
const columnOf: Readonly<Record<string, string>> = { act: "ACTIVITY", nuts: "NUTS", size: "SIZE", cj: "CJ" };
const percent = 10;

function readRows(file: string): Row[] {
  const [header = [], ...lines] = readCaseText(`tauargus/${file}`)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map((field) => field.replaceAll('"', "")));
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i] ?? ""])));
}

/** The children of each node of the four variables. */
function readTrees(): Map<string, Set<string>> {
  const children = new Map<string, Set<string>>();
  const add = (parent: string, child: string) => {
    if (parent !== child) children.set(parent, (children.get(parent) ?? new Set()).add(child));
  };
  for (const { A10, A21, A88 } of readRows("activity_corr_table.csv")) {
    add("act/Total", `act/${A10}`);
    add(`act/${A10}`, `act/${A21}`);
    add(`act/${A21}`, `act/${A88}`);
  }
  for (const { NUTS2, NUTS3 } of readRows("nuts23_fr_corr_table.csv")) {
    add("nuts/Total", `nuts/${NUTS2}`);
    add(`nuts/${NUTS2}`, `nuts/${NUTS3}`);
  }
  for (const size of ["tr1", "tr2", "tr3"]) add("size/Total", `size/${size}`);
  for (const form of ["LL", "PA", "SP"]) add("cj/Total", `cj/${form}`);
  return children;
}

/**
 * The tables as cells over common atoms. Each table has the finest cells of its own as atoms. A margin that two tables share is one cell; that
 * both say the same of it is written with one more atom, what the margin lacks to a known bound: with it, either table adds up to the bound.
 */
function readTables(wanted: readonly string[]) {
  const trees = readTrees();
  const atoms: number[] = [];
  const sums: { readonly total: number; readonly parts: readonly number[] }[] = [];
  const places = new Map<string, number>();
  const place = (key: string) => {
    const known = places.get(key) ?? places.size;
    places.set(key, known);
    return known;
  };
  const cells = new Map<string, { columns: number[][]; rule: "none" | "frequency" | "dominance"; value: number; tables: string[] }>();
  for (const table of wanted) {
    const [one = "", other = ""] = table.split("_");
    const rows = readRows(`turnover_${table}.csv`).map((row) => ({
      nodes: [`${one}/${row[columnOf[one] ?? ""]}`, `${other}/${row[columnOf[other] ?? ""]}`] as readonly [string, string],
      count: Number(row.N_OBS),
      value: Number(row.TOT),
      largest: Number(row.MAX),
    }));
    const atomOf = new Map<string, number>();
    for (const { nodes, value } of rows) if (!nodes.some((node) => trees.has(node))) atomOf.set(nodes.join("|"), atoms.push(value) - 1);
    const leaves = (node: string): string[] => [...(trees.get(node) ?? [])].flatMap(leaves).concat(trees.has(node) ? [] : [node]);
    const atomsOf = ([a, b]: readonly [string, string]) =>
      leaves(a).flatMap((x) => leaves(b).flatMap((y) => atomOf.get(`${x}|${y}`) ?? []));
    const few = minimumFrequency(
      rows.map(({ count }) => count),
      3,
    );
    const dominated = dominance(
      rows.map(({ count, value, largest }) => [
        { value: largest },
        ...Array.from({ length: count - 1 }, () => ({ value: Math.max(0, value - largest) / (count - 1) })),
      ]),
      [{ n: 1, k: 85 }],
    );
    const own = new Set(rows.map(({ nodes }) => keyOf(nodes)));
    rows.forEach(({ nodes, value }, i) => {
      const key = keyOf(nodes);
      nodes.forEach((node, side) => {
        const parts = [...(trees.get(node) ?? [])].map((child) => keyOf(nodes.with(side, child))).filter((part) => own.has(part));
        if (parts.length > 0) sums.push({ total: place(key), parts: parts.map(place) });
      });
      const rule = few[i] ? "frequency" : dominated[i] ? "dominance" : "none";
      const cell = cells.get(key) ?? { columns: [], rule, value, tables: [] };
      cells.set(key, { ...cell, columns: [...cell.columns, atomsOf(nodes)], tables: [...cell.tables, table] });
    });
  }
  const list = [...places.keys()].flatMap((key) => cells.get(key) ?? []);
  const columns = list.map(({ columns: [first = []] }) => first);
  const bound = 2 * Math.max(...list.map(({ value }) => value));
  const links = list.flatMap(({ columns: same, value }) => {
    if (same.length < 2) return [];
    const lack = atoms.push(bound - value) - 1;
    return same.map((column) => [...column, lack]);
  });
  return { atoms, cells: list, columns: [...columns, ...links], sums };
}

/** A total is left out, so that a margin has the same name in every table. */
const keyOf = (nodes: readonly string[]) => nodes.filter((node) => !node.endsWith("/Total")).join("|");

type Tables = ReturnType<typeof readTables>;
const isPrimary = ({ cells }: Tables, cell: number) => cells[cell]?.rule !== "none";
const valuesOf = ({ atoms, columns }: Tables) => columns.map((cell) => cell.reduce((sum, atom) => sum + (atoms[atom] as number), 0));

const requiredOf = (tables: Tables) =>
  tables.cells.flatMap(({ value }, cell) =>
    isPrimary(tables, cell) ? [{ cell, up: (value * percent) / 100, down: (value * percent) / 100 }] : [],
  );

/** As few cells as can be, and of these the smaller: a cell that stands in two tables counts in both. */
const suppressed = (tables: Tables) =>
  incrementalSuppression({
    values: tables.cells.map(({ value }) => value),
    sums: tables.sums,
    weights: tables.cells.map((cell) => cell.tables.length * (1 + 0.02 * Math.log1p(cell.value))),
    required: requiredOf(tables),
    seconds: 200,
  });

/** Secondary cells of one table: how many, and their share of the values of all its cells, in percent. */
function secondaryOf(tables: Tables, hidden: ReadonlySet<number>, table: string) {
  const own = [...tables.cells.entries()].filter(([, cell]) => cell.tables.includes(table));
  const sum = (list: typeof own) => list.reduce((total, [, { value }]) => total + value, 0);
  const secondary = own.filter(([j]) => hidden.has(j) && !isPrimary(tables, j));
  const primary = own.filter(([j]) => isPrimary(tables, j));
  return {
    cells: own.length,
    primary: primary.length,
    secondary: secondary.length,
    primaryValue: (100 * sum(primary)) / sum(own),
    secondaryValue: (100 * sum(secondary)) / sum(own),
  };
}

/** The primary cells that a reader can place within less than ten percent above or below. */
async function narrow(tables: Tables, hidden: readonly number[]): Promise<number> {
  const scale = 1_000; // thousands: the solver's tolerances are absolute
  const values = valuesOf(tables).map((value) => value / scale);
  const intervals = await feasibleIntervals({
    atomCount: tables.atoms.length,
    columns: tables.columns,
    values,
    suppressed: hidden,
    least: 0,
    seconds: 60,
  });
  return intervals.filter(({ cell, low, high }) => {
    const value = values[cell] as number;
    return isPrimary(tables, cell) && (low > value * (1 - percent / 100) + 1e-6 || high < value * (1 + percent / 100) - 1e-6);
  }).length;
}

const published = casesAbsent ? [] : readCase("tauargus/published_results.json").results;
const modular = (name: string) =>
  published.find(({ table, method }: Row) => table?.startsWith(`turnover_${name}`) && method?.startsWith("Modular"));

/** What docs/methodology.md states: secondary cells, and the percentage of the table's values that primary and secondary cells hide. */
const documented: Readonly<Record<(typeof names)[number], readonly [number, number, number]>> = {
  act_size: [67, 4.1, 4.6],
  act_cj: [78, 3.2, 16.3],
  nuts_size: [75, 6.0, 3.6],
  nuts_cj: [79, 4.2, 14.3],
};

describe.skipIf(casesAbsent)("the four linked tables of turnover published with Tau-Argus results", () => {
  const tables = casesAbsent ? undefined : readTables(names);
  let hidden: number[] = [];
  beforeAll(async () => {
    hidden = await suppressed(tables as Tables);
  }, 300_000);

  it.each(names)("have the published primary cells: %s", (name) => {
    const own = (tables as Tables).cells.filter((cell) => cell.tables.includes(name));
    expect(own.filter(({ rule }) => rule === "frequency").length).toBe(modular(name).A);
    expect(own.filter(({ rule }) => rule === "dominance").length).toBe(modular(name).B);
  });

  it.each(names)("need no more secondary cells than Modular, all four protected together: %s", (name) => {
    const found = secondaryOf(tables as Tables, new Set(hidden), name);
    expect(found.secondary).toBeLessThanOrEqual(modular(name).D_secondary);
    expect([found.secondary, Number(found.primaryValue.toFixed(1)), Number(found.secondaryValue.toFixed(1))]).toEqual(documented[name]);
  });

  it("leave no primary cell within ten percent for a reader of all four", async () => {
    expect(await narrow(tables as Tables, hidden)).toBe(0);
  }, 300_000);

  it("are not protected by elimination alone, which guards against exact disclosure only", async () => {
    const { atoms, columns, cells } = tables as Tables;
    const values = valuesOf(tables as Tables);
    const primary = [...cells.keys()].filter((cell) => isPrimary(tables as Tables, cell));
    const links = [...columns.keys()].slice(cells.length);
    const candidates = [...cells.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
    const secondary = complementarySuppression({ atomCount: atoms.length, columns, candidates: [...links, ...candidates], primary });
    const both = [...primary, ...secondary].sort((a, b) => a - b);
    expect(names.map((name) => secondaryOf(tables as Tables, new Set(both), name).secondary)).toEqual([64, 68, 71, 67]);
    expect(await narrow(tables as Tables, both)).toBe(84);
  }, 300_000);

  it("need no more than the published optimum where one is protected alone", async () => {
    const alone = readTables(["act_size"]);
    const cells = await suppressed(alone);
    const { D_secondary } = published.find(({ method }: Row) => method?.includes("Optimal"));
    expect(cells.length - requiredOf(alone).length).toBeLessThanOrEqual(D_secondary);
    expect(await narrow(alone, cells)).toBe(0);
  }, 120_000);
});
