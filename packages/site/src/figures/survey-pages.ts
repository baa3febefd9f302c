import type { Area, Hub } from "../data/hub.ts";
import type { Construct, Grouping, Item, Survey, Wave } from "../data/surveys.ts";
import { type Edition, slug } from "../edition.ts";
import type { Figure } from "./figure.ts";
import {
  answersFigure,
  areasFigure,
  constructWaves,
  groupsFigure,
  headlineItem,
  isFavourable,
  itemWaves,
  latestWave,
  questionIn,
} from "./survey-figures.ts";

/** An item on the page of an area. */
export interface ItemSection {
  readonly item: Item;
  readonly answers: Figure | undefined;
  readonly waves: Figure | undefined;
}

/** What several items measure, or one that stands alone. */
export interface ConstructSection {
  readonly construct: Construct | undefined;
  /** Of a construct that several items measure. */
  readonly index: Figure | undefined;
  readonly items: readonly ItemSection[];
}

/** An item by group and by area. */
export interface ItemDetail {
  readonly item: Item;
  readonly groups: readonly { readonly grouping: Grouping; readonly figure: Figure }[];
  readonly areas: Figure | undefined;
}

/** A page about a survey, with everything that it shows. */
export type SurveyPage = { readonly survey: Survey; readonly path: string } & (
  | { readonly kind: "area"; readonly area: Area; readonly sections: readonly ConstructSection[]; readonly detail: ItemDetail | undefined }
  | { readonly kind: "question"; readonly item: Item; readonly detail: ItemDetail }
  | { readonly kind: "wave"; readonly wave: Wave }
  | { readonly kind: "waves" }
);

/** Where the pages of a survey stand: those of the first at `trust/`. */
export const surveyPath = ({ surveys }: Hub, survey: Survey): string =>
  surveys[0]?.code === survey.code ? "trust/" : `trust/${slug(survey.code)}/`;

/** The widest area that a survey has figures for. */
export const wholeOfSurvey = ({ areas }: Hub, survey: Survey): Area | undefined => areas.get(survey.areas[0] ?? "");

export const areaPath = (hub: Hub, survey: Survey, area: string): string =>
  surveyPath(hub, survey) + (area === survey.areas[0] ? "" : `${slug(area)}/`);
export const questionPath = (hub: Hub, survey: Survey, item: string): string => `${surveyPath(hub, survey)}questions/${slug(item)}/`;
export const wavePath = (hub: Hub, survey: Survey, wave?: string): string =>
  `${surveyPath(hub, survey)}waves/${wave === undefined ? "" : `${slug(wave)}/`}`;

function sectionsOf(edition: Edition, survey: Survey, area: Area, whole: Area): readonly ConstructSection[] {
  const asked = survey.items.filter((item) => questionIn(item, latestWave(survey)) !== undefined);
  const seen = new Set<string>();
  return asked.flatMap((item): ConstructSection[] => {
    const construct = survey.constructs.find(({ code }) => code === item.construct?.code);
    const key = construct?.code ?? `item ${item.code}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const items = construct === undefined ? [item] : asked.filter((one) => one.construct?.code === construct.code);
    return [
      {
        construct,
        index: construct === undefined || items.length < 2 ? undefined : constructWaves(edition, survey, construct, area),
        items: items.map((one) => ({
          item: one,
          answers: answersFigure(edition, survey, one, area, whole),
          waves: isFavourable(one, latestWave(survey)) ? itemWaves(edition, survey, one, area) : undefined,
        })),
      },
    ];
  });
}

const detailOf = (edition: Edition, survey: Survey, item: Item, whole: Area): ItemDetail => ({
  item,
  groups: survey.groupings.flatMap((grouping) => {
    const figure = groupsFigure(edition, survey, item, grouping, whole);
    return figure === undefined ? [] : [{ grouping, figure }];
  }),
  areas: areasFigure(edition, survey, item, whole),
});

function makePages(edition: Edition): readonly SurveyPage[] {
  const { hub } = edition;
  return hub.surveys.flatMap((survey): SurveyPage[] => {
    const whole = wholeOfSurvey(hub, survey);
    if (whole === undefined) return [];
    const headline = headlineItem(survey);
    const areas = survey.areas.flatMap((code): SurveyPage[] => {
      const area = hub.areas.get(code);
      if (area === undefined) return [];
      const sections = sectionsOf(edition, survey, area, whole);
      const detail = area.code === whole.code && headline !== undefined ? detailOf(edition, survey, headline, whole) : undefined;
      return [{ kind: "area", survey, path: areaPath(hub, survey, code), area, sections, detail }];
    });
    const questions = survey.items
      .filter((item) => item.code !== headline?.code && isFavourable(item, latestWave(survey)))
      .map((item) => ({ item, detail: detailOf(edition, survey, item, whole) }))
      .filter(({ detail }) => detail.groups.length > 0 || detail.areas !== undefined)
      .map(({ item, detail }): SurveyPage => ({ kind: "question", survey, path: questionPath(hub, survey, item.code), item, detail }));
    return [
      ...areas,
      ...questions,
      { kind: "waves", survey, path: wavePath(hub, survey) },
      ...survey.waves.map((wave): SurveyPage => ({ kind: "wave", survey, path: wavePath(hub, survey, wave.code), wave })),
    ];
  });
}

const known = new WeakMap<Hub, readonly SurveyPage[]>();

/** Every page about the surveys of a release. */
export function surveyPages(edition: Edition): readonly SurveyPage[] {
  const pages = known.get(edition.hub) ?? makePages(edition);
  known.set(edition.hub, pages);
  return pages;
}

/** The charts of a page about a survey, in their order. */
export function figuresOf(page: SurveyPage): readonly Figure[] {
  const detail = (one: ItemDetail | undefined) => [...(one?.groups.map(({ figure }) => figure) ?? []), one?.areas];
  const figures =
    page.kind === "area"
      ? [
          ...page.sections.flatMap(({ index, items }) => [index, ...items.flatMap(({ answers, waves }) => [answers, waves])]),
          ...detail(page.detail),
        ]
      : page.kind === "question"
        ? detail(page.detail)
        : [];
  return figures.filter((figure) => figure !== undefined);
}

/** What stands for a survey on the pages of themes and places: how its headline item was answered, and wave by wave. */
export function headlineFigures(edition: Edition, survey: Survey, area: Area): readonly Figure[] {
  const page = surveyPages(edition).find((one) => one.kind === "area" && one.survey.code === survey.code && one.area.code === area.code);
  const item = headlineItem(survey)?.code;
  if (page?.kind !== "area") return [];
  const section = page.sections.flatMap(({ items }) => items).find((one) => one.item.code === item);
  return [section?.waves, section?.answers].filter((figure) => figure !== undefined);
}
