import { getNamedType } from "graphql";
import { expect } from "vitest";
import { figures, type Oracle, type Question, type StoredCell } from "./oracle.ts";
import type { Asked } from "./walk.ts";

type Answer = Readonly<Record<string, unknown>>;

/** A page of figures, or of anything else, as a question asked for it and got it. */
export interface Page {
  readonly asked: Asked;
  readonly answer: Answer;
  /** Whether it is of figures. */
  readonly isFact: boolean;
  readonly next: string | null;
}

/** The answer to a field of a type, whatever name it was asked under. */
function told(asked: Asked, answer: Answer, name: string): { readonly asked: Asked; readonly value: unknown } {
  const found = asked.children.find((one) => one.field.name === name);
  if (found === undefined) throw new Error(`The question lacks ${name}.`);
  return { asked: found, value: answer[found.key] };
}
const value = (asked: Asked, answer: Answer, name: string) => told(asked, answer, name).value;
const column = (asked: Asked, answer: Answer, name: string) => value(asked, answer, name) as readonly unknown[];

const isFact = ({ on, field }: Asked) => on === "Dataset" && (field.name === "cells" || field.name === "table");

/** No figure, and no digit of one, stands where the status says that there is no value. */
function requireSilence(status: unknown, text: unknown, shown: readonly unknown[]): void {
  if (status === "AVAILABLE") return;
  expect(
    shown.every((figure) => figure === null),
    "a figure of a hidden cell",
  ).toBe(true);
  expect(text).not.toMatch(/\d/);
}

function estimateOf(asked: Asked, answer: Answer): Answer {
  const interval = told(asked, answer, "interval");
  const ends = interval.value as Answer | null;
  const end = (name: string) => (ends === null ? null : value(interval.asked, ends, name));
  return {
    status: value(asked, answer, "status"),
    flags: value(asked, answer, "flags"),
    ...Object.fromEntries(figures.slice(0, 5).map((name) => [name, value(asked, answer, name)])),
    lower: end("lower"),
    upper: end("upper"),
  };
}
const stored = ({ status, flags, ...cell }: StoredCell) => ({
  status,
  flags,
  ...Object.fromEntries(figures.map((name) => [name, cell[name]])),
});

function checkEstimate(asked: Asked, answer: Answer): void {
  const { status, flags: _, ...shown } = estimateOf(asked, answer);
  requireSilence(status, value(asked, answer, "text"), Object.values(shown));
  expect(shown.value === null).toBe(status !== "AVAILABLE");
  expect(value(asked, answer, "notShown") === null).toBe(status === "AVAILABLE");
}

function checkCell(asked: Asked, answer: Answer, oracle: Oracle): void {
  const estimate = told(asked, answer, "estimate");
  const cells = oracle.at(String(value(asked, answer, "release")), String(value(asked, answer, "key")));
  expect(cells.map(stored)).toContainEqual(estimateOf(estimate.asked, estimate.value as Answer));
}

/** Nothing is told of two figures where one of them is hidden, or where they cannot be compared; what is told goes the way of the verdict. */
function checkComparison(asked: Asked, answer: Answer): void {
  const isShown = ["first", "second"].every((name) => {
    const side = told(asked, answer, name);
    const estimate = told(side.asked, side.value as Answer, "estimate");
    return value(estimate.asked, estimate.value as Answer, "status") === "AVAILABLE";
  });
  const verdict = value(asked, answer, "verdict");
  if (!isShown) expect(verdict).toBe("NOT_COMPARABLE");
  expect(value(asked, answer, "reason") === null).toBe(verdict !== "NOT_COMPARABLE");
  const figures = asked.children.filter(({ field }) =>
    ["difference", "ratio", "interval", "pValue", "adjustedPValue"].includes(field.name),
  );
  if (verdict === "NOT_COMPARABLE") for (const { key } of figures) expect(answer[key]).toBe(null);
  const sign = verdict === "UP" ? 1 : verdict === "DOWN" ? -1 : undefined;
  const origins: Readonly<Record<string, number>> = { difference: 0, ratio: 1 };
  for (const { key, field } of figures) {
    const [told, origin] = [answer[key], origins[field.name]];
    if (sign !== undefined && origin !== undefined && typeof told === "number") expect(Math.sign(told - origin), field.name).toBe(sign);
  }
}

/** The rows of a table, each as the store has it. */
function rowsOf(asked: Asked, answer: Answer) {
  const keys = column(asked, answer, "key");
  const columns = figures.map((name) => [name, column(asked, answer, name)] as const);
  return keys.map((key, at) => ({
    key,
    status: column(asked, answer, "status")[at],
    flags: String(column(asked, answer, "flags")[at])
      .split(";")
      .filter((flag) => flag !== ""),
    ...Object.fromEntries(columns.map(([name, list]) => [name, list[at]])),
  }));
}

/** Which cells an answer must hold, and how many there are in all. @param from How many stood on the pages before. */
export function expectedOf({ asked, answer }: Page, oracle: Oracle, from: number) {
  const source = told(asked, answer, "source");
  const [release, table] = ["release", "table"].map((name) => String(value(source.asked, source.value as Answer, name)));
  if (asked.args.table !== undefined) expect(table).toBe(asked.args.table);
  const all = oracle.expected(release ?? "", table ?? "", asked.args as unknown as Question);
  const size = Number(asked.args.first ?? asked.args.limit);
  return { all, page: all.slice(from, from + size) };
}

/** A page of figures is exactly what the store holds: these cells, in this order, and no others. */
export function checkFacts(page: Page, oracle: Oracle, from: number): void {
  const { asked, answer } = page;
  const { all, page: wanted } = expectedOf(page, oracle, from);
  if (asked.field.name === "table") {
    expect(rowsOf(asked, answer)).toEqual(wanted.map((cell) => ({ key: cell.key, ...stored(cell) })));
    column(asked, answer, "status").forEach((status, at) => {
      requireSilence(
        status,
        column(asked, answer, "text")[at],
        figures.map((name) => column(asked, answer, name)[at]),
      );
    });
    const dimensions = told(asked, answer, "dimensions");
    const by = asked.args.by as readonly string[];
    for (const [at, one] of (dimensions.value as readonly Answer[]).entries()) {
      const code = String(value(dimensions.asked, one, "code"));
      expect(by[at]).toMatch(new RegExp(`^${code}\\.`));
      expect(value(dimensions.asked, one, "members")).toEqual(wanted.map((cell) => cell.members[cell.dimensions.indexOf(code)]));
    }
    expect(value(asked, answer, "truncated")).toBe(from + wanted.length < all.length);
    return;
  }
  const nodes = told(asked, answer, "nodes");
  const cells = nodes.value as readonly Answer[];
  expect(cells.map((cell) => value(nodes.asked, cell, "key"))).toEqual(wanted.map(({ key }) => key));
  for (const [at, cell] of cells.entries()) {
    const estimate = told(nodes.asked, cell, "estimate");
    expect(estimateOf(estimate.asked, estimate.value as Answer)).toEqual(stored(wanted[at] as StoredCell));
  }
  expect(value(asked, answer, "totalCount")).toBe(all.length);
}

function nextOf(asked: Asked, answer: Answer): string | null {
  if (asked.field.name === "table") return value(asked, answer, "truncated") === true ? String(value(asked, answer, "endCursor")) : null;
  const info = told(asked, answer, "pageInfo");
  const page = info.value as Answer;
  return value(info.asked, page, "hasNextPage") === true ? String(value(info.asked, page, "endCursor")) : null;
}

/** What an answer leads to. */
export interface Found {
  readonly pages: readonly Page[];
  readonly ids: readonly { readonly type: string; readonly id: string }[];
}

/** Checks every cell, estimate and comparison wherever it stands in an answer, and finds pages and objects to go on with. */
export function check(root: readonly Asked[], data: Answer, oracle: Oracle): Found {
  const pages: Page[] = [];
  const ids: Found["ids"][number][] = [];
  const visit = (asked: Asked, answer: unknown, isAlone: boolean): void => {
    if (answer === null || answer === undefined || asked.children.length === 0) return;
    if (Array.isArray(answer)) {
      for (const one of answer) visit(asked, one, false);
      return;
    }
    const own = answer as Answer;
    const type = getNamedType(asked.field.type).name;
    if (type === "Estimate") checkEstimate(asked, own);
    if (type === "Cell" || type === "SurveyEstimate") checkCell(asked, own, oracle);
    if (isAlone && (type === "Table" || type.endsWith("Connection"))) {
      pages.push({ asked, answer: own, isFact: isFact(asked), next: nextOf(asked, own) });
    }
    if (type.endsWith("Comparison")) checkComparison(asked, own);
    const id = asked.children.find(({ field }) => field.name === "id");
    if (id !== undefined && type !== "Node") ids.push({ type, id: String(own[id.key]) });
    for (const child of asked.children) visit(child, own[child.key], isAlone);
  };
  for (const asked of root) visit(asked, data[asked.key], true);
  return { pages, ids };
}

/** Where the rows of a page stand as files, and where the whole question can be asked again. */
export function addressesOf({ asked, answer }: Page) {
  const source = told(asked, answer, "source");
  const at = (name: string) => value(source.asked, source.value as Answer, name) as string | null;
  return { csv: at("csv"), json: at("json"), ndjson: at("ndjson"), permalink: at("permalink") };
}

/** The cursors of a page that is not of figures. */
export function cursorsOf({ asked, answer }: Page): readonly unknown[] {
  const edges = told(asked, answer, "edges");
  return (edges.value as readonly Answer[]).map((edge) => value(edges.asked, edge, "cursor"));
}
