import { expect } from "vitest";
import { readCsv } from "../../../../test/support/read-csv.ts";
import { figures, type StoredCell } from "./oracle.ts";

function rowsOfCsv(text: string): readonly Readonly<Record<string, unknown>>[] {
  const [header = [], ...records] = readCsv(text);
  const numbers = new Set(["value", "numerator", "denominator", "n", "n_effective", "lower", "upper"]);
  return records.map((record) =>
    Object.fromEntries(header.map((name, at) => [name, numbers.has(name) ? (record[at] === "" ? null : Number(record[at])) : record[at]])),
  );
}

const columnOf = (figure: (typeof figures)[number]) => (figure === "nEffective" ? "n_effective" : figure);

/** The rows that stand at an address are these cells, in this order. */
export async function checkFile(address: string, wanted: readonly StoredCell[]): Promise<void> {
  const answer = await fetch(address);
  const text = await answer.text();
  expect(answer.status, `${address}\n${text}`).toBe(200);
  const rows = address.includes("query.csv")
    ? rowsOfCsv(text)
    : address.includes("query.json")
      ? (JSON.parse(text) as { rows: Readonly<Record<string, unknown>>[] }).rows
      : text
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const told = rows.map((row) => ({
    measure: row.measure,
    status: row.status,
    ...Object.fromEntries(figures.map((figure) => [figure, row[columnOf(figure)]])),
    members: Object.keys(row).length === 0 ? [] : wanted[0]?.dimensions.map((dimension) => row[dimension]),
  }));
  const stored = wanted.map((cell) => ({
    measure: cell.measure,
    status: cell.status,
    ...Object.fromEntries(figures.map((figure) => [figure, cell[figure]])),
    members: cell.members,
  }));
  expect(told).toEqual(stored);
}
