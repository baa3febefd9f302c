import { type LocalisedText, type Measure, type SurveyMeasure, surveyMeasureCatalogue, surveyMeasures } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { CodeEntry } from "../hub/code-list.ts";
import { product } from "../hub/plan.ts";
import { type ReadyCodeList, type ReadyTable, readyTable } from "../release/content.ts";
import type { Observation } from "../release/observations.ts";
import type { SurveyCell } from "./cells.ts";
import type { Figure, SurveyFigures } from "./figures.ts";
import { groupsOf } from "./groups.ts";
import type { SurveyPlan } from "./plan.ts";
import { surveyPolicyOf } from "./public-policy.ts";
import { everyone } from "./sums.ts";

const everybody: LocalisedText = { en: "Everyone", es: "Todas las personas", ar: "الجميع" };

/** The answers, items and constructs that figures are of, and the groups that they are by. */
export function codeLists(plan: SurveyPlan, folded: ReadonlySet<string>): readonly ReadyCodeList[] {
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
export function tablesOf(
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
