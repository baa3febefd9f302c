import {
  answersOf,
  type LocalisedText,
  parsePeriod,
  periodsBetween,
  rollingYearOf,
  type SurveyScale,
  type WaveMethod,
  type WordingChange,
} from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import { type Geography, reservedColumns } from "../geography/areas.ts";
import { ascends } from "../hub/plan.ts";
import type { SurveyFile } from "../hub/read-hub.ts";
import type { ItemSpec, ScaleSpec, SurveySpec, WaveSpec } from "../hub/survey-schema.ts";
import { readWaveMethod } from "./wave-method.ts";

/** A question as a wave asked it. */
export interface PlannedWording {
  readonly wording: LocalisedText;
  /** From the least to the most favourable answer, whichever way round the question is put. */
  readonly scale: SurveyScale;
  readonly reversed: boolean;
  /** Of whom it is asked; null where of everybody. */
  readonly base: LocalisedText | null;
  /** Wordings of the item with the same number may be compared. */
  readonly series: number;
  /** What changed against the wording before, where this is its first wave. */
  readonly change: WordingChange | null;
}

export interface PlannedItem {
  readonly code: string;
  readonly construct: string | null;
  readonly title: LocalisedText;
  /** By the place of the wave; null where the wave did not ask it. */
  readonly wordings: readonly (PlannedWording | null)[];
}

export interface PlannedWave {
  readonly spec: WaveSpec;
  readonly code: string;
  readonly title: LocalisedText;
  readonly method: WaveMethodBeforeCounting;
  readonly sampleDesign: NonNullable<WaveSpec["sampleDesign"]>;
  /** Waves with the same number were collected alike. */
  readonly series: number;
}

/** All that must be told of a wave but how many answered, which is counted. */
export type WaveMethodBeforeCounting = Omit<WaveMethod, "completes">;

/** Waves whose answers are estimated together: one, or those of twelve months. */
export interface PlannedPeriod {
  readonly code: string;
  readonly level: string;
  /** Places of its waves. Empty where one of the twelve months was not asked, or asked otherwise: then there is no estimate. */
  readonly waves: readonly number[];
}

/** Groups that people say they belong to: one way of telling them apart. */
export interface PlannedGrouping {
  readonly name: string;
  readonly title: LocalisedText;
  readonly groups: readonly { readonly code: string; readonly label: LocalisedText }[];
}

/** A survey, checked against the hub. */
export interface SurveyPlan {
  readonly file: SurveyFile;
  readonly areaLevel: string;
  readonly groupings: readonly PlannedGrouping[];
  readonly items: readonly PlannedItem[];
  /** Oldest first. */
  readonly waves: readonly PlannedWave[];
  /** Single waves, then rolling years, each in the order of time. */
  readonly periods: readonly PlannedPeriod[];
  readonly tables: SurveySpec["tables"];
}

/** Columns of the mapped answers that no item and no grouping can be named like. */
const ownColumns = [...reservedColumns, "wave", "weight", "stratum", "cluster", "everyone", "item", "answer", "group"];

/** The answers of a scale as a question uses it. */
function scaleOf(spec: ScaleSpec, reversed: boolean): SurveyScale {
  const ordered = reversed ? [...spec.answers].reverse() : spec.answers;
  const isStated = spec.answers.some(({ favourable }) => favourable !== undefined);
  const top = spec.kind === "yesno" ? 1 : spec.kind.startsWith("likert") ? 2 : 0;
  return {
    kind: spec.kind,
    answers: ordered.map(({ code, label, favourable }, place) => ({
      code,
      label,
      score: spec.kind === "multiple" ? null : (place * 100) / (ordered.length - 1),
      favourable: isStated ? favourable === true : place >= ordered.length - top,
    })),
    nonAnswers: spec.nonAnswers.map(({ code, label }) => ({ code, label })),
  };
}

function planItem(spec: ItemSpec, scales: SurveySpec["scales"], waves: readonly string[], wrong: (message: string) => void): PlannedItem {
  const placeOf = (wave: string, what: string) => {
    const place = waves.indexOf(wave);
    if (place === -1) wrong(`The item ${spec.code} names in ${what} the wave ${wave}, which the survey does not have.`);
    return place;
  };
  const first = spec.since === undefined ? 0 : placeOf(spec.since, "since");
  const last = spec.until === undefined ? waves.length - 1 : placeOf(spec.until, "until");
  if (first > last) wrong(`The item ${spec.code} is dropped before it is asked.`);
  let now = { wording: spec.wording, scale: spec.scale, reversed: spec.reversed, base: spec.base ?? null };
  const stages: { readonly from: number; readonly asked: typeof now; readonly change: WordingChange | null }[] = [
    { from: first, asked: now, change: null },
  ];
  for (const { from, why, ...changed } of spec.changes) {
    const next = {
      wording: changed.wording ?? now.wording,
      scale: changed.scale ?? now.scale,
      reversed: changed.reversed ?? now.reversed,
      base: changed.base ?? now.base,
    };
    const isOther = (key: keyof typeof now) => JSON.stringify(next[key]) !== JSON.stringify(now[key]);
    const what = [
      ...(isOther("wording") ? (["wording"] as const) : []),
      ...(isOther("scale") ? (["scale"] as const) : []),
      ...(isOther("reversed") ? (["direction"] as const) : []),
      ...(isOther("base") ? (["base"] as const) : []),
    ];
    if (what.length === 0) wrong(`The item ${spec.code} has a change from ${from} that changes nothing.`);
    const place = placeOf(from, "changes");
    if (place <= (stages.at(-1)?.from ?? 0) || place > last)
      wrong(`The changes of the item ${spec.code} are not in the order of the waves that ask it.`);
    now = next;
    stages.push({ from: place, asked: now, change: { what, why } });
  }
  const alike = [...new Set(stages.map(({ asked }) => JSON.stringify(asked)))];
  const wordings = waves.map((_, wave): PlannedWording | null => {
    const stage = stages.findLast(({ from }) => from <= wave);
    if (stage === undefined || wave > last) return null;
    const series = alike.indexOf(JSON.stringify(stage.asked));
    const scale = scales[stage.asked.scale];
    if (scale === undefined) {
      if (stage.from === wave) wrong(`The item ${spec.code} has the scale ${stage.asked.scale}, which the survey does not have.`);
      return null;
    }
    const { wording, reversed, base } = stage.asked;
    return { wording, scale: scaleOf(scale, reversed), reversed, base, series, change: stage.from === wave ? stage.change : null };
  });
  return { code: spec.code, construct: spec.construct ?? null, title: spec.title, wordings };
}

function checkScales(scales: SurveySpec["scales"], wrong: (message: string) => void): void {
  for (const [name, { kind, answers, nonAnswers }] of Object.entries(scales)) {
    const wanted = answersOf[kind];
    if (wanted !== null && answers.length !== wanted)
      wrong(`The scale ${name} is a ${kind}, which has ${wanted} answers; it lists ${answers.length}.`);
    const codes = [...answers, ...nonAnswers].map(({ code }) => code);
    if (new Set(codes).size < codes.length) wrong(`The scale ${name} lists a code twice.`);
    if (codes.length > 200) wrong(`The scale ${name} has more than 200 answers.`);
    if (kind !== "multiple" && answers.every(({ favourable }) => favourable === true))
      wrong(`Every answer of the scale ${name} is favourable.`);
  }
}

function planWaves(
  spec: SurveySpec,
  file: string,
  today: string,
  problems: Problem[],
  wrong: (message: string) => void,
): readonly PlannedWave[] {
  const ordered = spec.waves.toSorted((a, b) => ((parsePeriod(a.wave)?.start ?? "") < (parsePeriod(b.wave)?.start ?? "") ? -1 : 1));
  const alike: string[] = [];
  return ordered.flatMap((wave, place): PlannedWave[] => {
    const { wave: code, field } = wave;
    const period = parsePeriod(code);
    if (period?.grain !== spec.every) wrong(`The wave ${code} is not named by a ${spec.every}, as the waves of this survey are.`);
    if (place > 0 && ordered[place - 1]?.wave === code) wrong(`The wave ${code} is listed twice.`);
    if (field.from > field.to) wrong(`The wave ${code} ends before it begins.`);
    if (field.to > today) wrong(`The wave ${code} ends later than today: publish it when it is over.`);
    const { method, sampleDesign, problems: found } = readWaveMethod(spec, wave, file);
    problems.push(...found);
    if (method === undefined || sampleDesign === undefined) return [];
    const how = JSON.stringify([sampleDesign, method.modes.map((mode) => JSON.stringify(mode)).sort()]);
    if (!alike.includes(how)) alike.push(how);
    return [{ spec: wave, code, title: wave.title ?? spec.title, method, sampleDesign, series: alike.indexOf(how) + 1 }];
  });
}

/** Single waves, and the twelve months that end with each where they lie within the survey's time. */
function periodsOf(every: SurveySpec["every"], rolling: boolean, waves: readonly PlannedWave[]): readonly PlannedPeriod[] {
  const single = waves.map(({ code }, place) => ({ code, level: every as string, waves: [place] }));
  if (!rolling || every === "year") return single;
  const first = parsePeriod(waves[0]?.code ?? "")?.start ?? "";
  const windows = waves.flatMap(({ code }): PlannedPeriod[] => {
    const window = parsePeriod(rollingYearOf(code));
    if (window === undefined || window.start < first) return [];
    const places = periodsBetween(window.start, window.end, every).map((period) => waves.findIndex((wave) => wave.code === period.code));
    const isWhole = places.every((place) => place !== -1 && waves[place]?.series === waves[places[0] ?? -1]?.series);
    return [{ code: window.code, level: "rolling_year", waves: isWhole ? places : [] }];
  });
  return [...single, ...windows];
}

/**
 * Checks a survey against the hub's geography and itself.
 * @param today The day it is where the agency is.
 */
export function planSurvey(
  file: SurveyFile,
  geography: Geography,
  today: string,
): { readonly plan: SurveyPlan; readonly problems: readonly Problem[] } {
  const { spec, path } = file;
  const problems: Problem[] = [];
  const wrong = (message: string) => problems.push({ code: "HUB_INVALID", file: path, dataset: spec.survey, message });
  checkScales(spec.scales, wrong);
  const waves = planWaves(spec, path, today, problems, wrong);
  const waveCodes = waves.length === spec.waves.length ? waves.map(({ code }) => code) : spec.waves.map(({ wave }) => wave).toSorted();
  const items = spec.items.map((item) => planItem(item, spec.scales, waveCodes, wrong));
  const constructs = new Set(spec.constructs.map(({ code }) => code));
  for (const { code, construct } of spec.items)
    if (construct !== undefined && !constructs.has(construct))
      wrong(`The item ${code} measures ${construct}, which is none of the constructs.`);
  const named = [...spec.constructs.map(({ code }) => code), ...spec.items.map(({ code }) => code)];
  for (const code of new Set(named.filter((one, place) => named.indexOf(one) !== place)))
    wrong(`Two items or constructs are called ${code}.`);
  const groupings = Object.entries(spec.groupings).map(([name, { title, codes }]): PlannedGrouping => {
    if (codes.some(({ code }) => code === "other"))
      wrong(`The grouping ${name} has a group called other, which is kept for what is folded. Rename it.`);
    if (new Set(codes.map(({ code }) => code)).size < codes.length) wrong(`The grouping ${name} lists a group twice.`);
    return { name, title, groups: codes };
  });
  for (const name of [...groupings.map((grouping) => grouping.name), ...spec.items.map(({ code }) => code)]) {
    if (ownColumns.includes(name) || geography.levels.some(({ code }) => code === name))
      wrong(`An item or a grouping cannot be named ${name}: answers have a column of that name, or the geography a level. Rename it.`);
  }
  for (const { code } of spec.items)
    if (groupings.some(({ name }) => name === code)) wrong(`An item and a grouping are both called ${code}.`);
  const finest = spec.tables.map(({ area }) => area[0] ?? "").toSorted((a, b) => geography.chain(b).length - geography.chain(a).length);
  const areaLevel = spec.areaLevel ?? finest[0] ?? "";
  for (const { name, area, groups } of spec.tables) {
    if (!geography.levels.some(({ code }) => code === areaLevel)) wrong(`The level ${areaLevel} is none of the hub's geography.`);
    else if (!ascends(area, geography.chain(areaLevel)))
      wrong(`The table ${name} lists area levels that do not nest above ${areaLevel}, finest first.`);
    for (const group of groups)
      if (!groupings.some((own) => own.name === group)) wrong(`The table ${name} is by ${group}, which is none of the groupings.`);
    if (new Set(groups).size < groups.length) wrong(`The table ${name} lists a grouping twice.`);
  }
  checkWeighting(spec, wrong);
  const plan = { file, areaLevel, groupings, items, waves, periods: periodsOf(spec.every, spec.rolling, waves), tables: spec.tables };
  return { plan, problems };
}

function checkWeighting({ weighting, groupings }: SurveySpec, wrong: (message: string) => void): void {
  if (weighting.method !== "raked") return;
  for (const { name, by } of weighting.margins) {
    for (const column of by)
      if (column !== "area" && groupings[column] === undefined)
        wrong(`The margin ${name} is by ${column}, which is none of the groupings nor area.`);
    if (new Set(by).size < by.length) wrong(`The margin ${name} lists a grouping twice.`);
  }
  const names = weighting.margins.map(({ name }) => name);
  if (new Set(names).size < names.length) wrong("Two margins have the same name.");
}
