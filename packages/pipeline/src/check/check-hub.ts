import { PipelineError, type Problem, toleratedCodes } from "../errors.ts";
import { readPasts } from "../history/past.ts";
import { nextSteps } from "../hub/next-steps.ts";
import { type HubFolder, readHub } from "../hub/read-hub.ts";
import { type DatasetReport, type Prepared, type Progress, prepare } from "../prepare.ts";
import type { ControlTotal } from "../validate/control.ts";
import { type CountFindings, countWarnings, inspectCounts } from "./counts.ts";
import { type PersonalFinding, personalWarnings, scanForPersons } from "./personal-scan.ts";
import { riskOf, type TableRisk } from "./risk.ts";

/** All that a check found out. It tells of unprotected records: for the steward's eyes, and never for the public. */
export interface CheckReport {
  readonly hub: string;
  readonly checkedAt: string;
  /** Whether the hub can be published, and whether there is something to know of it. */
  readonly outcome: "fine" | "to know" | "refused";
  /** Why it cannot be published; null where it can. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly steps: readonly string[];
  readonly datasets: readonly DatasetReport[];
  readonly totals: readonly ControlTotal[];
  readonly counts: readonly CountFindings[];
  readonly persons: readonly PersonalFinding[];
  readonly risks: readonly TableRisk[];
}

/** What a check takes besides its folder. */
export interface CheckEffects {
  readonly progress: Progress;
  readonly now: () => Date;
}

/** What to do about records that are wrong, where nothing else is left to do. */
function stepsAfter(folder: string, problems: readonly Problem[], hub: HubFolder | undefined): readonly string[] {
  const codes = new Set(problems.map(({ code }) => code));
  const named = new Set(problems.map(({ dataset }) => dataset));
  const own = [
    ...(hub?.datasets ?? []).map(({ spec, path }) => ({ code: spec.dataset, path })),
    ...(hub?.surveys ?? []).map(({ spec, path }) => ({ code: spec.survey, path })),
  ];
  const files = own.filter(({ code }) => named.has(code)).map(({ path }) => path);
  const accepted = toleratedCodes.filter((code) => codes.has(code));
  if (files.length === 0 || accepted.length === 0) return [];
  return [
    "Mend the records, or the mapping that reads them, where they are wrong.",
    `Where they are as they should be left, accept how many you say: tolerate: { ${accepted.map((code) => `${code}: N`).join(", ")} } in ${files.join(", ")}. Such records are left out and counted.`,
    `Then again: openbeat check ${folder}`,
  ];
}

/**
 * Does everything that `publish` does but the writing, and looks besides at what the steward should know: gaps and months that are far from the usual,
 * columns with what may stand for persons, and the risk before and after protection.
 * @returns The report, also of a hub that is refused; `prepared` where it is not.
 * @throws What is neither a refusal nor a problem: a bug.
 */
export async function checkHub(
  folder: string,
  { progress, now }: CheckEffects,
): Promise<{ readonly report: CheckReport; readonly prepared: Prepared | undefined; readonly error: PipelineError | undefined }> {
  const { hub } = readHub(folder);
  const totals: ControlTotal[] = [];
  const counts: CountFindings[] = [];
  const persons: PersonalFinding[] = [];
  const risks: TableRisk[] = [];
  const warnings: Problem[] = [];
  const told = { hub: hub?.spec.hub ?? folder, checkedAt: now().toISOString(), totals, counts, persons, risks };
  try {
    const prepared = await prepare(folder, progress, readPasts(folder), now, undefined, {
      records: async (plan, geography, records, compared) => {
        const { path, spec } = plan.file;
        totals.push(...compared);
        const found = await inspectCounts(records.workbench, plan, geography);
        counts.push(found);
        progress(`${spec.dataset}: looking for persons`);
        const personal = await scanForPersons(records, plan);
        persons.push(...personal.findings);
        warnings.push(...countWarnings(found, path), ...personal.unread, ...personalWarnings(personal.findings, path));
      },
      protection: (plan, geography, tabulated, marks, data) => {
        risks.push(...riskOf(plan, geography, tabulated, marks, data));
      },
    });
    const all = [...prepared.warnings, ...warnings];
    const outcome = all.length > 0 ? "to know" : "fine";
    return {
      report: { ...told, outcome, refusal: null, problems: [], warnings: all, steps: [], datasets: prepared.datasets },
      prepared,
      error: undefined,
    };
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const { code, message, problems } = error;
    const left = nextSteps(folder);
    const steps = left.length > 0 ? left : stepsAfter(folder, problems, hub);
    return {
      report: { ...told, outcome: "refused", refusal: { code, message }, problems, warnings, steps, datasets: [] },
      prepared: undefined,
      error: new PipelineError(code, message, { cause: error, problems, steps }),
    };
  }
}
