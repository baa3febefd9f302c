import { engine } from "@openbeat/disclosure";
import { type LocalisedText, type Measure, type SurveyMeasure, surveyMeasureCatalogue, surveyMeasures } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { PastDataset } from "../history/past.ts";
import type { CodeEntry } from "../hub/code-list.ts";
import { product } from "../hub/plan.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { quoted } from "../read/workbench.ts";
import { type ReadyCodeList, type ReadyDataset, type ReadyTable, readyTable, toldLeftOut } from "../release/content.ts";
import { hashOf } from "../release/hash.ts";
import type { Observation } from "../release/observations.ts";
import type { ReadySurvey } from "../release/survey.ts";
import { earlierFigures, estimate, type Figure, type SurveyCell, type SurveyFigures } from "./figures.ts";
import { foldedGroups, groupsOf } from "./groups.ts";
import type { PopulationMargin } from "./margins.ts";
import type { SurveyPlan } from "./plan.ts";
import { surveyPolicyOf } from "./public-policy.ts";
import { type PublishedWaves, toldOfTheSame, wavesAsPublished } from "./published-waves.ts";
import type { SurveyAnswers } from "./read-answers.ts";
import { reliabilityOf } from "./reliability.ts";
import { everyone, sumAnswers } from "./sums.ts";
import { weighAnswers } from "./weigh.ts";

/** A survey made ready for release, and what the next release must know of it. */
export interface PreparedSurvey {
  readonly ready: ReadyDataset;
  readonly past: PastDataset;
  /** What is worth knowing: design effects, folded groups, how many figures have which status. */
  readonly notes: readonly string[];
}

type Past = readonly { readonly version: string; readonly dataset: PastDataset }[];

/**
 * Takes the answers of a survey to estimates that may be released: weighs, adds up, hides small bases and proves it, estimates, and decides what is
 * reliable.
 * @throws {PipelineError} `UNPROTECTABLE`, `WAVE_CHANGED`, or what weighing refuses.
 */
export async function prepareSurvey(
  hub: HubFolder,
  plan: SurveyPlan,
  answers: SurveyAnswers,
  geography: Geography,
  margins: readonly PopulationMargin[],
  past: Past,
  progress: (what: string) => void,
): Promise<PreparedSurvey> {
  const { spec } = plan.file;
  const before = past.flatMap(({ dataset }) => dataset.survey ?? []);
  // A wave or a grouping may have been left out of a release in between.
  const published: PublishedWaves = Object.assign({}, ...before.map((release) => release.waves));
  const waves = await wavesAsPublished(plan, answers, published);
  const folded = foldedGroups(plan, await largestGroups(plan, answers), new Set(before.flatMap((release) => release.folded)));
  const weightings = await weighAnswers(plan, answers, geography, margins, progress);
  progress(`${spec.survey}: adding up the answers`);
  const reliability = await reliabilityOf(plan, answers);
  const sums = await sumAnswers(plan, answers, geography, folded);
  progress(`${spec.survey}: estimating and protecting`);
  const earlier = earlierFigures(before.map((release) => toldOfTheSame(plan, release, waves)));
  const { figures, told } = estimate(plan, geography, sums, folded, earlier);
  const completes = await completesOf(plan, answers);
  const survey = readySurvey(hub, plan, completes, weightings, reliability);
  const lists = codeLists(plan, folded);
  const tables = plan.tables.flatMap((table) => tablesOf(plan, geography, table, lists, figures));
  const counts: Record<string, number> = {};
  const byMeasure = new Map<string, { cells: number; withheld: number }>();
  for (const table of tables) {
    for (const observation of table.observations()) {
      counts[observation.status] = (counts[observation.status] ?? 0) + 1;
      const code = table.measures[observation.measure]?.code ?? "";
      const own = byMeasure.get(code) ?? { cells: 0, withheld: 0 };
      byMeasure.set(code, { cells: own.cells + 1, withheld: own.withheld + (observation.status === "AVAILABLE" ? 0 : 1) });
    }
  }
  const policySha256 = hashOf(spec.policy);
  const ready: ReadyDataset = {
    code: spec.survey,
    title: spec.title,
    description: spec.description,
    theme: "trust",
    coverage: { from: plan.waves[0]?.spec.field.from ?? "", to: plan.waves.at(-1)?.spec.field.to ?? "" },
    codeLists: lists,
    source: {
      publisher: spec.source.publisher ?? hub.spec.publisher,
      recordsRead: null,
      recordsUsed: answers.used,
      leftOut: answers.leftOut.map(toldLeftOut),
      notes: [],
    },
    tables,
    certificates: [...byMeasure].map(([measure, { cells, withheld }]) => ({
      measure,
      policySha256,
      certificate: certificateOf(plan, policySha256, cells, withheld),
    })),
    drawings: [],
    survey,
  };
  return {
    ready,
    past: {
      ...{ format: 1, dataset: spec.survey, keys: [], codes: [], values: {}, nodes: {}, tables: [] },
      survey: { waves, folded: [...folded].sort(), figures: told },
    },
    notes: [
      ...plan.waves.map(({ code }, place) => `${spec.survey} ${code}: design effect ${weightings[place]?.designEffect.toFixed(2)}`),
      `${spec.survey}: ${counts.AVAILABLE ?? 0} figures are shown, ${counts.UNRELIABLE ?? 0} rest on too few answers to be reliable, ${counts.SUPPRESSED ?? 0} are hidden to protect people`,
      ...(folded.size === 0 ? [] : [`${spec.survey}: ${folded.size} groups are folded into “another group or not stated”`]),
    ],
  };
}

/** How many people each group has in the wave that has most of them. */
async function largestGroups(plan: SurveyPlan, { workbench }: SurveyAnswers): Promise<ReadonlyMap<string, number>> {
  const largest = new Map<string, number>();
  for (const { name, groups } of plan.groupings) {
    const rows = await workbench.rows(
      `SELECT place, max(n)::INT AS n FROM (SELECT wave, ${quoted(name)}::INT AS place, count(*) AS n FROM answers WHERE ${quoted(name)} IS NOT NULL GROUP BY ALL) GROUP BY place`,
    );
    for (const { place, n } of rows) largest.set(`${name}.${groups[Number(place)]?.code ?? ""}`, Number(n));
  }
  return largest;
}

async function completesOf(plan: SurveyPlan, { workbench }: SurveyAnswers): Promise<readonly number[]> {
  const rows = await workbench.rows("SELECT wave::INT AS wave, count(*)::INT AS n FROM answers GROUP BY wave");
  const counts = new Map(rows.map(({ wave, n }) => [Number(wave), Number(n)]));
  return plan.waves.map((_, wave) => counts.get(wave) ?? 0);
}

const everybody: LocalisedText = { en: "Everyone", es: "Todas las personas", ar: "الجميع" };
const askedOfEverybody: LocalisedText = { en: "Everyone who took part", es: "Todas las personas participantes", ar: "جميع المشاركين" };

/** The answers, items and constructs that figures are of, and the groups that they are by. */
function codeLists(plan: SurveyPlan, folded: ReadonlySet<string>): readonly ReadyCodeList[] {
  const { constructs } = plan.file.spec;
  const answersOf = (item: SurveyPlan["items"][number]): CodeEntry[] => {
    const labels = new Map(
      item.wordings.flatMap((wording) => (wording?.scale.answers ?? []).map(({ code, label }) => [code, label] as const)),
    );
    return [...labels].map(([code, label]) => ({ code: `${item.code}.${code}`, level: "answer", parent: item.code, label }));
  };
  const used = plan.groupings.filter(({ name }) => plan.tables.some(({ groups }) => groups.includes(name)));
  const listOf = (code: string, title: LocalisedText, entries: readonly CodeEntry[]): ReadyCodeList => ({
    code,
    title,
    codes: new Map(entries.map((entry) => [entry.code, entry])),
  });
  return [
    listOf("item", { en: "Question", es: "Pregunta", ar: "السؤال" }, [
      ...plan.items.flatMap(answersOf),
      ...plan.items.map(({ code, construct, title }): CodeEntry => ({ code, level: "item", parent: construct ?? undefined, label: title })),
      ...constructs.map(({ code, title }): CodeEntry => ({ code, level: "construct", parent: undefined, label: title })),
    ]),
    listOf("group", { en: "Group", es: "Grupo", ar: "الفئة" }, [
      ...used.flatMap(({ name }) =>
        groupsOf(plan, name, folded).published.map(({ code, label }): CodeEntry => ({ code, level: name, parent: everyone, label })),
      ),
      { code: everyone, level: everyone, parent: undefined, label: everybody },
      // A grouping has no figures of its own: its name stands beside its groups.
      ...used.map(({ name, title }): CodeEntry => ({ code: name, level: "grouping", parent: undefined, label: title })),
    ]),
  ];
}

const measuresNamed = (...codes: readonly SurveyMeasure[]): readonly Measure[] =>
  codes.flatMap((code) => surveyMeasureCatalogue.find((measure) => measure.code === code) ?? []);

/** The three tables of a cut: of answers, of items and of constructs. */
function tablesOf(
  plan: SurveyPlan,
  geography: Geography,
  { name, title, area, groups }: SurveyPlan["tables"][number],
  lists: readonly ReadyCodeList[],
  figures: SurveyFigures,
): readonly ReadyTable[] {
  const periodLevels = [...new Set(plan.periods.map(({ level }) => level))];
  const itemOf = new Map(plan.items.map(({ code }, place) => [code, place]));
  const make = (
    kind: "answers" | "items" | "constructs",
    level: string,
    measures: readonly Measure[],
    figureOf: (measure: string, cell: SurveyCell, code: string, parent: string | undefined) => Figure,
  ): ReadyTable => {
    const dimensions = [
      { code: "area", levels: area },
      { code: "period", levels: periodLevels },
      { code: "item", levels: [level] },
      { code: "group", levels: [...groups, everyone] },
    ];
    const groupings = product(dimensions.map(({ levels }) => levels));
    const entries = (list: string, at: string) =>
      [...(lists.find(({ code }) => code === list)?.codes.values() ?? [])].filter((entry) => entry.level === at);
    const items = entries("item", level);
    function* observations(): Generator<Observation> {
      for (const [grouping, levels] of groupings.entries()) {
        const [areaLevel = "", periodLevel = "", , groupLevel = ""] = levels;
        const periods = plan.periods.filter((period) => period.level === periodLevel);
        const own = entries("group", groupLevel);
        for (const [measure, { code: measureCode }] of measures.entries())
          for (const { code: areaCode } of geography.atLevel(areaLevel))
            for (const { code: period } of periods)
              for (const { code, parent } of items)
                for (const { code: group } of own) {
                  const cell = { area: areaCode, period, grouping: groupLevel, group };
                  yield observationOf(grouping, measure, cell, [code, group], figureOf(measureCode, cell, code, parent));
                }
      }
    }
    return readyTable(
      {
        code: `${name}-${kind}`,
        title: titleOf(title, kind),
        dimensions,
        measures,
        policy: surveyPolicyOf(plan.file.spec.policy),
        groupings,
      },
      observations,
    );
  };
  const place = (code: string | undefined) => itemOf.get(code ?? "") ?? -1;
  const answers = make("answers", "answer", measuresNamed(surveyMeasures.share), (_, cell, code, parent) =>
    figures.share(cell, place(parent), code.slice((parent ?? "").length + 1)),
  );
  const perItem: Readonly<Record<string, (cell: SurveyCell, item: number) => Figure>> = {
    [surveyMeasures.favourable]: figures.favourable,
    [surveyMeasures.unfavourable]: figures.unfavourable,
    [surveyMeasures.index]: figures.index,
    [surveyMeasures.nonAnswer]: figures.nonAnswer,
  };
  const ofItems = measuresNamed(surveyMeasures.favourable, surveyMeasures.unfavourable, surveyMeasures.index, surveyMeasures.nonAnswer);
  const items = make("items", "item", ofItems, (measure, cell, code) => perItem[measure]?.(cell, place(code)) ?? notApplicable);
  if (plan.file.spec.constructs.length === 0) return [answers, items];
  return [
    answers,
    items,
    make("constructs", "construct", measuresNamed(surveyMeasures.index), (_, cell, code) => figures.construct(cell, code)),
  ];
}

const notApplicable: Figure = { status: "NOT_APPLICABLE", flags: [] };

const kinds: Readonly<Record<"answers" | "items" | "constructs", LocalisedText>> = {
  answers: { en: "each answer", es: "cada respuesta", ar: "كل إجابة" },
  items: { en: "each question", es: "cada pregunta", ar: "كل سؤال" },
  constructs: { en: "what questions measure together", es: "lo que las preguntas miden juntas", ar: "ما تقيسه الأسئلة معًا" },
};
const titleOf = (title: LocalisedText, kind: keyof typeof kinds): LocalisedText =>
  Object.fromEntries(Object.entries(title).map(([language, words]) => [language, `${words}: ${kinds[kind][language] ?? kinds[kind].en}`]));

function observationOf(
  grouping: number,
  measure: number,
  { area, period }: SurveyCell,
  codes: readonly string[],
  figure: Figure,
): Observation {
  const place = { grouping, measure, area, period, codes, flags: figure.flags, numerator: null, denominator: null };
  if (figure.status !== "AVAILABLE") return { ...place, status: figure.status, value: null, n: null, nEffective: null, interval: null };
  const { status, value, n, nEffective, interval } = figure;
  return { ...place, status, value, n, nEffective, interval };
}

function readySurvey(
  hub: HubFolder,
  plan: SurveyPlan,
  completes: readonly number[],
  weightings: Awaited<ReturnType<typeof weighAnswers>>,
  reliability: Awaited<ReturnType<typeof reliabilityOf>>,
): ReadySurvey {
  const { spec } = plan.file;
  // A new version of the questionnaire begins with each wave that asks something else, or otherwise.
  const asked = (wave: number) => JSON.stringify(plan.items.map(({ wordings }) => wordings[wave]?.series ?? null));
  const begins = plan.waves.flatMap((_, wave) => (wave === 0 || asked(wave) !== asked(wave - 1) ? [wave] : []));
  const versionOf = (wave: number) => String(begins.findLastIndex((begin) => begin <= wave) + 1);
  return {
    constructs: spec.constructs,
    items: plan.items.map(({ code, construct, title, wordings }) => ({
      code,
      construct,
      title,
      base: { text: wordings.findLast((wording) => wording !== null)?.base ?? askedOfEverybody },
    })),
    instruments: begins.map((wave) => ({
      code: versionOf(wave),
      title: Object.fromEntries(
        hub.spec.languages.map((language) => [language, `${questionnaire[language] ?? questionnaire.en} ${versionOf(wave)}`]),
      ),
      permission: spec.permission,
      wordings: plan.items.flatMap(({ code, wordings }) => {
        const own = wordings[wave];
        if (own == null) return [];
        const { wording, scale, reversed, series, change } = own;
        return [{ item: code, wording, scale, reversed, series: series + 1, change }];
      }),
    })),
    waves: plan.waves.map((wave, place) => ({
      code: wave.code,
      title: wave.title,
      instrument: versionOf(place),
      period: wave.code,
      field: wave.spec.field,
      sampleDesign: wave.sampleDesign,
      series: wave.series,
      method: { ...wave.method, completes: completes[place] ?? 0 },
      weighting: weightings[place] as ReadySurvey["waves"][number]["weighting"],
      reliability: reliability[place] ?? { constructs: [] },
    })),
  };
}

const questionnaire: LocalisedText = { en: "Questionnaire", es: "Cuestionario", ar: "الاستبيان" };

function certificateOf(
  plan: SurveyPlan,
  policyHash: string,
  cells: number,
  withheld: number,
): ReadyDataset["certificates"][number]["certificate"] {
  const { smallestBase, width, smallestAnswer, roundPercentTo, roundBaseTo, reliability } = plan.file.spec.policy;
  return {
    method: "survey",
    engine,
    policyHash,
    groupings: plan.tables.length,
    cells,
    suppressed: withheld,
    attacker: "knows every published figure and works others out from them by sums and differences, over any number of steps",
    attacks: [],
    ...{ smallestBase, width, smallestAnswer, roundPercentTo, roundBaseTo, reliability },
  };
}
