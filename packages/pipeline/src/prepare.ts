import { randomBytes } from "node:crypto";
import { deriveFrom } from "./derived/derive.ts";
import { derivedPrefix } from "./derived/derived-table.ts";
import { estimateAreas } from "./derived/estimate-areas.ts";
import { PipelineError, type Problem } from "./errors.ts";
import { type Geography, readGeography } from "./geography/areas.ts";
import { readCrosswalks } from "./geography/crosswalks.ts";
import { readPopulation } from "./geography/population.ts";
import { restsOnKeys } from "./history/hold-back.ts";
import type { PastDataset, PastRelease } from "./history/past.ts";
import { pastOf } from "./history/write-past.ts";
import { checkRatios } from "./hub/check-ratios.ts";
import { type DatasetPlan, planDataset, type TablePlan } from "./hub/plan.ts";
import { readHub } from "./hub/read-hub.ts";
import { asPublished } from "./hub/reporting.ts";
import { todayIn } from "./hub/today.ts";
import { type Notice, newNotices, readNotices } from "./notices/notice.ts";
import { protectDataset } from "./protect/protect-dataset.ts";
import type { ProtectedDataset } from "./protect/publishable.ts";
import { checkKnown } from "./records/check-known.ts";
import { readPublicRecords } from "./records/read-records.ts";
import { type ReadyDataset, type ReleaseContent, readyDataset, releaseContent } from "./release/content.ts";
import { basesOf } from "./release/figures/ratio.ts";
import { recordSecret } from "./release/record-secret.ts";
import { readMargins } from "./survey/margins.ts";
import { planSurvey } from "./survey/plan.ts";
import { prepareSurvey } from "./survey/prepare-survey.ts";
import { readAnswers } from "./survey/read-answers.ts";
import type { Marks } from "./tabulate/marks.ts";
import { finestGrain } from "./tabulate/nodes.ts";
import type { Tabulated } from "./tabulate/tabulate.ts";
import { tabulateRecords } from "./tabulate/tabulate-records.ts";
import { type ControlTotal, checkControl, unusedControl } from "./validate/control.ts";
import { type Counted, readRecords, type ValidRecords } from "./validate/records.ts";

/** What a run tells while it works. */
export type Progress = (what: string) => void;

/** What was read of a dataset, for the steward's eyes. */
export interface DatasetReport {
  readonly dataset: string;
  readonly read: number;
  readonly used: number;
  readonly leftOut: readonly Counted[];
  readonly notes: readonly Counted[];
  /** Published periods that stay as they were: their late changes are too few to show. */
  readonly held: readonly string[];
  /** Records of persons who had more of them in a period than the policy counts, which were left out. */
  readonly bounded: number;
  /** What became of tables that could not be proved safe. */
  readonly protection: readonly string[];
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly suppressed: number }[];
}

/** Looks at a run from within, while the records are there. What it is shown was not protected: it goes into no release. */
export interface Inspector {
  /** The valid records of a dataset, and the totals they were compared with. */
  records(plan: DatasetPlan, geography: Geography, records: ValidRecords, totals: readonly ControlTotal[]): Promise<void>;
  /** What was counted of a dataset, and what will be shown of it. */
  protection(
    plan: DatasetPlan,
    geography: Geography,
    tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>,
    marks: Marks,
    data: ProtectedDataset,
  ): void;
}

/** A hub folder made ready for release, and what is worth knowing about it. */
export interface Prepared {
  readonly content: ReleaseContent;
  readonly datasets: readonly DatasetReport[];
  /** What the next release must know of this one. Private. */
  readonly history: readonly PastDataset[];
  readonly warnings: readonly Problem[];
}

const refuse = (problems: readonly Problem[]): never => {
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  throw new PipelineError("HUB_HAS_PROBLEMS", `The hub has ${count}. Nothing was published.`, { problems });
};

/**
 * Takes a hub folder to a protected release, in memory: reads, validates, tabulates and protects.
 * @param past What earlier releases were made of, oldest first: what they told is known, and what they hid stays hidden.
 * @param now The clock: records cannot cover days that have not come.
 * @param told What earlier releases said already of those before them.
 * @param inspector Who looks on, such as a check for its steward.
 * @throws {PipelineError} `HUB_HAS_PROBLEMS` with every problem found, `UNPROTECTABLE`, or `HISTORY_UNUSABLE`.
 */
export async function prepare(
  folder: string,
  progress: Progress,
  past: readonly PastRelease[] = [],
  now: () => Date = () => new Date(),
  told: readonly Notice[] = [],
  inspector?: Inspector,
): Promise<Prepared> {
  const { hub, problems: hubProblems } = readHub(folder);
  if (hub === undefined) return refuse(hubProblems);
  progress("reading the geography");
  const { geography, problems: geographyProblems } = await readGeography(folder, hub.spec);
  const { population, problems: populationProblems, outside } = await readPopulation(folder, hub.spec, geography);
  const { crosswalks, problems: crosswalkProblems } = await readCrosswalks(folder, hub.spec, geography);
  const problems: Problem[] = [...geographyProblems, ...populationProblems, ...crosswalkProblems];
  const warnings: Problem[] = [];
  if (outside > 0)
    warnings.push({
      code: "POPULATION_INVALID",
      file: "hub.yaml",
      message: `${outside} population shapes lie in no area. Their residents are not counted.`,
    });
  const today = todayIn(hub.spec.timezone, now());
  const plans = await Promise.all(hub.datasets.map((file) => planDataset(hub, file, geography, today)));
  problems.push(...plans.flatMap((planned) => planned.problems));
  const { records: publicRecords, problems: recordProblems } = await readPublicRecords(hub, geography, today);
  problems.push(...recordProblems);
  const { notices, problems: noticeProblems } = readNotices(folder);
  problems.push(...noticeProblems);
  const surveys = hub.surveys.map((file) => planSurvey(file, geography, today));
  problems.push(...surveys.flatMap((planned) => planned.problems));
  const datasetPlans = plans.map(({ plan }) => plan);
  problems.push(...checkRatios(datasetPlans, geography), ...checkKnown(datasetPlans, publicRecords));
  const names = [...hub.datasets.map(({ spec }) => spec.dataset), ...hub.surveys.map(({ spec }) => spec.survey)];
  const tables = [...hub.datasets, ...hub.surveys].flatMap(({ spec }) => spec.tables.map(({ name }) => name));
  for (const [what, list] of [
    ["dataset", names],
    ["table", tables],
  ] as const) {
    if (new Set(list).size < list.length)
      problems.push({ code: "HUB_INVALID", file: "datasets", message: `Two of the hub's ${what}s have the same name. Rename one.` });
    if (list.some((name) => name.startsWith(derivedPrefix))) {
      const message = `One of the hub's ${what}s has a name that begins with ${derivedPrefix}: those are worked out by Openbeat. Rename it.`;
      problems.push({ code: "HUB_INVALID", file: "datasets", message });
    }
  }
  problems.push(
    ...unusedControl(
      folder,
      hub.datasets.map(({ spec }) => spec.dataset),
    ),
  );
  if (problems.length > 0) refuse(problems);

  const ready: ReadyDataset[] = [];
  const reports: DatasetReport[] = [];
  const history: PastDataset[] = [];
  const earlierOf = (dataset: string) =>
    past.flatMap(({ version, datasets }) => {
      const own = datasets.get(dataset);
      return own === undefined ? [] : [{ version, dataset: own }];
    });
  // Every dataset is read before any is protected: a steward hears of all wrong records at once. Each is counted and put away when it was read,
  // so that there is never more than one dataset's records at hand.
  const all = [];
  for (const { plan } of plans) {
    const { records, problems: wrong } = await readRecords(hub, plan, geography, progress);
    problems.push(...wrong);
    if (records === undefined) continue;
    const { workbench, ...told } = records;
    try {
      const { totals, problems: differing } = await checkControl(folder, hub.spec.timezone, plan, geography, workbench);
      problems.push(...differing);
      await inspector?.records(plan, geography, records, totals);
      if (problems.length > 0) continue;
      const { dataset } = plan.file.spec;
      progress(`${dataset}: tabulating`);
      const secret = plan.hasKeys ? recordSecret(folder, !past.some(usesKeys)) : null;
      const earlier = earlierOf(dataset).map((release) => release.dataset);
      all.push({ plan, records: told, ...(await tabulateRecords(workbench, plan, geography, secret, earlier)) });
    } finally {
      workbench.close();
    }
  }
  const answered = [];
  try {
    for (const { plan } of surveys) {
      const margins = await readMargins(hub, plan, geography);
      const read = await readAnswers(hub, plan, geography, progress);
      problems.push(...margins.problems, ...read.problems);
      if (read.answers !== undefined) answered.push({ plan, answers: read.answers, margins: margins.margins });
    }
    if (problems.length > 0) refuse(problems);
    const finished = [];
    for (const { plan, records, atoms, held, tabulated, marks, largest, bounded } of all) {
      const { dataset } = plan.file.spec;
      const earlier = earlierOf(dataset);
      progress(`${dataset}: protecting`);
      const finest = finestGrain(plan);
      const told = { ...plan, reporting: asPublished(plan.reporting, held, finest, earlier.at(-1)?.dataset.reporting ?? null) };
      const data = await protectDataset({
        plan: told,
        geography,
        tabulated,
        atoms,
        marks,
        held,
        past: earlier,
        random: randomBytes,
        progress,
      });
      inspector?.protection(plan, geography, tabulated, marks, data);
      const counted = atoms.values.get("records")?.reduce((sum, value) => sum + value, 0) ?? 0;
      history.push(pastOf(geography, atoms, data, largest));
      warnings.push(...records.warnings);
      finished.push({ data, records, counted, held, bounded });
    }
    // Rates may divide by figures of another dataset, so all are protected before any is put into words.
    const beside = {
      geography,
      population,
      bases: basesOf(
        finished.map(({ data }) => data),
        geography,
      ),
    };
    for (const { data, records, counted, held, bounded } of finished) {
      const prepared = readyDataset(hub, data, { ...records, used: counted, waiting: held.length > 0 }, beside);
      ready.push(prepared);
      const { read, used, leftOut, notes } = records;
      const { dataset } = data.plan.file.spec;
      reports.push({
        dataset,
        read,
        used,
        leftOut,
        notes,
        held,
        bounded,
        protection: data.notes,
        tables: prepared.tables.map(({ code, rows, suppressed }) => ({ name: code, rows, suppressed })),
      });
    }
    for (const { plan, answers, margins } of answered) {
      const { survey } = plan.file.spec;
      const prepared = await prepareSurvey(hub, plan, answers, geography, margins, earlierOf(survey), progress);
      ready.push(prepared.ready);
      history.push(prepared.past);
      reports.push({
        dataset: survey,
        read: answers.read,
        used: answers.used,
        leftOut: answers.leftOut,
        notes: [],
        held: [],
        bounded: 0,
        protection: prepared.notes,
        tables: prepared.ready.tables.map(({ code, rows, suppressed }) => ({ name: code, rows, suppressed })),
      });
    }
  } finally {
    for (const { answers } of answered) answers.workbench.close();
  }
  if (ready.length === 0 && publicRecords.size === 0)
    throw new PipelineError(
      "NOTHING_TO_PUBLISH",
      "The hub has no dataset, no survey and no public record. Add one under datasets/, surveys/ or records/.",
    );
  progress("working out what the figures tell");
  const derived = deriveFrom({ datasets: ready, records: publicRecords, geography, population, publisher: hub.spec.publisher });
  const estimated = estimateAreas(ready, crosswalks, geography);
  const findings = Map.groupBy(derived.findings, ({ kind }) => kind);
  const content = releaseContent(
    hub,
    geography,
    population,
    [...ready, ...estimated, ...derived.datasets],
    new Map([...publicRecords, ...findings]),
    newNotices(notices, told),
  );
  return { content, datasets: reports, history, warnings };
}

/** Whether an earlier release has figures of any dataset that rest on the keys of its records: all have one secret. */
const usesKeys = ({ datasets }: PastRelease): boolean => [...datasets.values()].some(restsOnKeys);
