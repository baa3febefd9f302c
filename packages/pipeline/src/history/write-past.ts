import { periodsBetween } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Contributions } from "../hub/least-change.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import type { PolicySpec } from "../hub/policy-schema.ts";
import type { ProtectedDataset, PublishableCells } from "../protect/publishable.ts";
import { finestGrain, nodesOf } from "../tabulate/nodes.ts";
import { type Atoms, columnFor, rollUp } from "../tabulate/tabulate.ts";
import type { PastDataset, PastNode } from "./past.ts";

type CellKeySpec = PolicySpec & { readonly method: "cellKey" };

/** The level of a dimension that holds everything. */
export const everything = "*";

/** The finest codes of a mapped column that occur in a dataset's geography, calendar or code list. */
export function finestCodes(plan: DatasetPlan, geography: Geography, column: string): readonly string[] {
  const area = plan.areaColumns.find((own) => own.column === column);
  if (area !== undefined) return geography.atLevel(area.level).map(({ code }) => code);
  if (column === "period") {
    const { from, to } = plan.file.spec.coverage;
    return periodsBetween(from, to, finestGrain(plan)).map(({ code }) => code);
  }
  const list = plan.categories.get(column);
  return (list?.atLevel(list.levels[0] ?? "") ?? []).map(({ code }) => code);
}

/** Every node of every level that the tables use, as a set of finest codes. */
export function nodesByLevel(plan: DatasetPlan, geography: Geography): PastDataset["nodes"] {
  const dimensions = [...new Set(plan.tables.flatMap((table) => table.dimensions.map(({ code }) => code)))];
  return Object.fromEntries(
    dimensions.map((dimension) => {
      const levels = [...new Set(plan.tables.flatMap((table) => table.dimensions.find(({ code }) => code === dimension)?.levels ?? []))];
      const mainColumn = dimension === "area" ? (plan.areaColumns[0]?.column ?? "area") : dimension;
      const byLevel = levels.map((level): [string, PastNode[]] => {
        const column = columnFor(plan, geography, dimension, level);
        const leaves = new Map<string, string[]>();
        for (const code of finestCodes(plan, geography, column)) {
          const above = rollUp(plan, geography, dimension, level, code);
          if (above !== undefined) leaves.set(above, [...(leaves.get(above) ?? []), code]);
        }
        return [level, nodesOf(plan, geography, dimension, level).map(({ code }) => ({ code, column, leaves: leaves.get(code) ?? [] }))];
      });
      const all: PastNode = { code: everything, column: mainColumn, leaves: [...finestCodes(plan, geography, mainColumn)] };
      return [dimension, Object.fromEntries([...byLevel, [everything, [all]]])];
    }),
  );
}

const hiddenIn = (cells: PublishableCells) =>
  cells.kind === "protected" ? cells.cells.flatMap(({ status }, at) => (status === "suppressed" ? [at] : [])) : [];

const widthsIn = (cells: PublishableCells) =>
  hiddenIn(cells).map((at) => Math.max(1, cells.kind === "protected" ? (cells.widths?.[at] ?? 1) : 1));

/** The terms of cell keys on which the change of a figure rests. */
export const changingTerms = ({
  most,
  variance,
  blocked,
  monotone,
}: Pick<CellKeySpec, "most" | "variance" | "blocked" | "monotone">): Readonly<Record<string, number | boolean>> => ({
  most,
  variance,
  blocked,
  monotone,
});

/**
 * What the next release must know of this one.
 * @param largest By summand, what the largest contributor adds to the whole dataset; null where no policy looks at contributors.
 */
export function pastOf(geography: Geography, atoms: Atoms, data: ProtectedDataset, largest: Contributions | null): PastDataset {
  const { plan } = data;
  const certificates = new Map(data.certificates.map(({ measure, certificate }) => [measure, certificate]));
  const tables = plan.tables.map((table) => {
    const policy = data.policies.get(table);
    const method = policy?.method;
    return {
      dimensions: table.dimensions.map(({ code }) => code),
      groupings: table.groupings.map((levels) => [...levels]),
      // Also what is of nobody: a later policy may protect it, and then it is known.
      measures: [...(data.cells.get(table) ?? [])].map(([code, groupings]) => ({
        code,
        hidden: groupings.map(hiddenIn),
        ...(groupings.some((cells) => cells.kind === "protected" && cells.widths !== null) ? { widths: groupings.map(widthsIn) } : {}),
        ...(method === undefined || method === "suppress" || method === "none"
          ? {}
          : {
              method,
              ...(policy?.method === "cellKey" ? { terms: changingTerms(policy) } : {}),
              figures: groupings.map((cells) =>
                cells.kind === "changed" ? Array.from(cells.figures, (figure) => (Number.isNaN(figure) ? null : figure)) : [],
              ),
              certificate: (certificates.get(code) ?? null) as Record<string, unknown> | null,
            }),
      })),
    };
  });
  // The number of all records is told beside the tables, where they are exact; no sum is.
  const sums = new Set(plan.tables.flatMap(({ measures }) => measures.flatMap(({ code, sum }) => (sum === undefined ? [] : [code]))));
  const counted = tables.flatMap(({ measures }) =>
    measures.flatMap(({ code, method }) => (method === undefined && !sums.has(code) ? [code] : [])),
  );
  const total = {
    dimensions: [],
    groupings: [[]],
    measures: [...new Set(counted)].map((code) => ({ code, hidden: data.totalIsShown ? [[]] : [[0]] })),
  };
  return {
    format: 1,
    dataset: plan.file.spec.dataset,
    keys: [...atoms.keys],
    codes: atoms.codes.map((column) => column.map((code) => code ?? "")),
    values: Object.fromEntries([...atoms.values].map(([name, values]) => [name, [...values]])),
    nodes: nodesByLevel(plan, geography),
    ...(largest === null ? {} : { largest: Object.fromEntries(largest) }),
    ...(plan.reporting === null ? {} : { reporting: Object.fromEntries(plan.reporting.states) }),
    ...(data.final.length === 0 ? {} : { final: [...data.final] }),
    ...(data.drawings.length === 0
      ? {}
      : {
          drawings: data.drawings.map(({ dataset: _, rhoBillionths, budgetBillionths, ...drawing }) => ({
            ...drawing,
            rhoBillionths: String(rhoBillionths),
            budgetBillionths: String(budgetBillionths),
          })),
        }),
    tables: counted.length === 0 ? tables : [...tables, total],
  };
}
