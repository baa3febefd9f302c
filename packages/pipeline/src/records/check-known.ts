import { parsePeriod } from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import { isMissing, isState, unitKey } from "../hub/reporting.ts";
import type { PublicRecord, PublicRecords } from "./record.ts";

const text = ({ values }: PublicRecord, column: string): string => {
  const value = values[column];
  return typeof value === "string" ? value : "";
};

/**
 * Checks that the figures reckon with what the hub's own public records tell everybody: a list of activities says where there were none, and nobody came; a
 * statement of coverage says where nothing was counted. Protection that does not know of it would be found out by reading both.
 */
export function checkKnown(plans: readonly DatasetPlan[], records: PublicRecords): readonly Problem[] {
  return plans.flatMap((plan): readonly Problem[] => {
    const { path: file, spec } = plan.file;
    const problem = (message: string): Problem => ({ code: "HUB_INVALID", file, dataset: spec.dataset, message });
    return [
      ...(listsActivities(plan, records)
        ? plan.tables.flatMap(({ spec: { name, policy } }) =>
            policy.method === "suppress" && policy.emptyCombinations === "unknown"
              ? [
                  problem(
                    `The table ${name} hides figures of activities, and records/engagement.csv lists activities of the same days: everybody knows where there were none. Say emptyCombinations: public in its policy.`,
                  ),
                ]
              : [],
          )
        : []),
      ...(isSaidMissing(plan, records)
        ? [
            problem(
              "records/coverage.csv says of areas and periods of the dataset that nothing was reported, and the dataset does not. Name the file under reporting, so that they are no zeros.",
            ),
          ]
        : []),
    ];
  });
}

/** Whether activities are listed one by one of the days that the records of the dataset `engagement` cover. */
const listsActivities = ({ file: { spec } }: DatasetPlan, records: PublicRecords): boolean =>
  spec.dataset === "engagement" &&
  (records.get("engagement") ?? []).some((record) => {
    const day = text(record, "start").slice(0, 10);
    return text(record, "status") !== "cancelled" && day >= spec.coverage.from && day <= spec.coverage.to;
  });

/** Whether the public statement of coverage has more gaps than the dataset's own. */
const isSaidMissing = ({ file: { spec }, reporting }: DatasetPlan, records: PublicRecords): boolean =>
  (records.get("coverage") ?? []).some((record) => {
    const [area, period, state] = ["area", "period", "reporting"].map((column) => text(record, column));
    const { start = "", end = "" } = parsePeriod(period ?? "") ?? {};
    const isCovered = start <= spec.coverage.to && end >= spec.coverage.from;
    if (text(record, "kind") !== spec.dataset || !isCovered || !isState(state) || !isMissing(state)) return false;
    return !isMissing(reporting?.states.get(unitKey(area ?? "", period ?? "")));
  });
