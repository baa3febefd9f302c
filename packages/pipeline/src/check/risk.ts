import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { cellAt, type ProtectedDataset } from "../protect/publishable.ts";
import type { Marks } from "../tabulate/marks.ts";
import { nodesOf } from "../tabulate/nodes.ts";
import type { Tabulated } from "../tabulate/tabulate.ts";

/** Why a cell is hidden. Never published: which of two hidden cells is small is what a reader wants to know. */
export type WhyHidden = "small" | "contributors" | "beside";

/** A hidden cell, by its codes. */
export interface HiddenCell {
  readonly codes: readonly string[];
  readonly why: WhyHidden;
}

/** The risk of one measure in one table, before and after protection. For the steward's eyes. */
export interface TableRisk {
  readonly dataset: string;
  readonly table: string;
  readonly measure: string;
  readonly method: string;
  readonly threshold: number | null;
  readonly cells: number;
  readonly zeros: number;
  /** Cells that would tell of fewer people than the threshold, were nothing done. */
  readonly small: number;
  readonly hidden: Readonly<Record<WhyHidden, number>>;
  /** The first of them. */
  readonly named: readonly HiddenCell[];
  /** The narrowest interval that an attacker can place a hidden count in; null where nothing is hidden, or it is not known by one. */
  readonly narrowest: number | null;
}

const namedAtMost = 300;

/** The codes of a cell: the last axis changes first. */
function codesAt(axes: readonly (readonly string[])[], place: number): readonly string[] {
  let left = place;
  return [...axes]
    .reverse()
    .map((axis) => {
      const code = axis[left % axis.length] ?? "";
      left = Math.floor(left / axis.length);
      return code;
    })
    .reverse();
}

/** Sets what was counted beside what will be shown, for each counted measure of each table. */
export function riskOf(
  plan: DatasetPlan,
  geography: Geography,
  tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>,
  marks: Marks,
  data: ProtectedDataset,
): readonly TableRisk[] {
  const narrowest = new Map(
    data.certificates.map(({ measure, certificate }) => [measure, certificate.method === "suppress" ? certificate.worstWidth : null]),
  );
  return data.plan.tables.flatMap((table) => {
    // Where levels were left out the table is another one, of the same lines of the YAML.
    const counted = plan.tables.find(({ spec }) => spec === table.spec) ?? table;
    const policy = data.policies.get(table) ?? table.spec.policy;
    const threshold = policy.method === "suppress" ? policy.threshold : null;
    return [...(data.cells.get(table) ?? [])].map(([measure, groupings]): TableRisk => {
      const summand = table.measures.find(({ code }) => code === measure)?.sum ?? "records";
      const hidden = { small: 0, contributors: 0, beside: 0 };
      const named: HiddenCell[] = [];
      let [cells, zeros, small] = [0, 0, 0];
      for (const [at, shown] of groupings.entries()) {
        const levels = table.groupings[at] ?? [];
        const place = counted.groupings.findIndex((own) => own.every((level, dimension) => level === levels[dimension]));
        const counts = tabulated.get(counted)?.[place]?.values.get(summand) ?? new Float64Array();
        const unsafe = marks.get(counted)?.get(measure)?.[place]?.unsafe;
        const axes = table.dimensions.map(({ code }, dimension) =>
          nodesOf(plan, geography, code, levels[dimension] ?? "").map((node) => node.code),
        );
        for (const [cell, count] of counts.entries()) {
          cells += 1;
          const isSmall = threshold !== null && count > 0 && count < threshold;
          if (count === 0) zeros += 1;
          if (isSmall) small += 1;
          if (cellAt(shown, cell).status !== "suppressed") continue;
          const why: WhyHidden = isSmall ? "small" : unsafe?.[cell] === 1 ? "contributors" : "beside";
          hidden[why] += 1;
          if (named.length < namedAtMost) named.push({ codes: codesAt(axes, cell), why });
        }
      }
      const { dataset } = plan.file.spec;
      return {
        ...{ dataset, table: table.spec.name, measure, method: policy.method, threshold, cells, zeros, small, hidden, named },
        narrowest: narrowest.get(measure) ?? null,
      };
    });
  });
}
