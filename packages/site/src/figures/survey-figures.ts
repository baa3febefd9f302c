import { type PeriodGrain, parsePeriod } from "@openbeat/schema/domain";
import { answersExtent } from "../chart/diverging.ts";
import type { ChartSpec, Series, Side, SurveyChart } from "../chart/spec.ts";
import type { Area } from "../data/hub.ts";
import type { Construct, Grouping, Item, Pool, Question, Survey, Wave } from "../data/surveys.ts";
import { favourable, keyOf, rollingYear } from "../data/surveys.ts";
import { anchor, type Edition } from "../edition.ts";
import { type Parts, say } from "../headlines/say.ts";
import { surveyChange, surveyHeadline } from "../headlines/survey.ts";
import { capitalised, listText, periodText } from "../words/formats.ts";
import { groupPoolsText, quotedText } from "../words/survey-text.ts";
import { percentText, valueText } from "../words/values.ts";
import type { Words } from "../words/words.ts";
import { altText } from "./alt.ts";
import type { Figure } from "./figure.ts";
import { aboutMeasure, measureOf } from "./over-time.ts";
import { namedPositions, periodPositions } from "./positions.ts";
import { addsUp, type CellAddress, everyone, type SurveyCell, surveyCell } from "./survey-cells.ts";

const share = "TRU.SHARE";
const index = "TRU.INDEX";
const wholeScale: readonly [number, number] = [0, 100];

export const latestWave = ({ waves }: Survey): Wave | undefined => waves[0];

/** How a wave put an item; nothing where it did not ask it. */
export const questionIn = (item: Item, wave: Wave | undefined): Question | undefined =>
  item.questions.find(({ instrument }) => instrument.version === wave?.instrument.version);

/** How headlines call the share of favourable answers to an item: where these are to disagree, it says so. */
export const favourableTitle = (item: Item, wave: Wave | undefined, { trust }: Words): string =>
  questionIn(item, wave)?.reversed ? trust.disagreed(item.title) : item.title;
const reversedNotes = (item: Item, wave: Wave | undefined, { trust }: Words): readonly string[] =>
  questionIn(item, wave)?.reversed ? [trust.reversedNote] : [];

/** The cell of a survey at an address. */
export const cellOf = ({ hub }: Edition, survey: Survey, address: CellAddress): SurveyCell | undefined =>
  surveyCell(hub.tables, survey.code, address);

/** The item whose figure stands for the survey: of confidence overall, where that is asked. */
export function headlineItem(survey: Survey): Item | undefined {
  const kindOf = (item: Item) => survey.constructs.find(({ code }) => code === item.construct?.code)?.kind;
  const asked = survey.items.filter((item) => isFavourable(item, latestWave(survey)));
  return asked.find((item) => kindOf(item) === "CONFIDENCE") ?? asked[0];
}

/** The name of a demographic: its code in words, where it has none. */
export const groupingTitle = ({ code, title }: Grouping): string => (title === code ? code.replaceAll("_", " ") : title);

/** Whether some of an item's answers are favourable: else it has shares of its answers, and nothing more. */
export const isFavourable = (item: Item, wave: Wave | undefined): boolean =>
  questionIn(item, wave)?.scale.answers.some((answer) => answer.favourable) === true;

const sideOf = ({ favourable: isGood, score }: Question["scale"]["answers"][number]): Side =>
  isGood ? "favourable" : score != null && score < 50 ? "unfavourable" : "middle";

/** A chart is finished: its picture in words is added. */
function finished(edition: Edition, spec: Omit<ChartSpec, "alt">, table: string): Figure {
  const { words, language } = edition;
  const breaks = (spec.survey?.breaks ?? []).map(({ before }) => words.trust.altBreak(spec.positions[before]?.label ?? ""));
  return { table, spec: { ...spec, alt: [altText(spec, words, language), ...breaks].join(" ") } };
}

/** What a wave asked, word for word, in the language of the page where it was asked in that. */
function askedIn(item: Item, wave: Wave | undefined, language: string): Pick<SurveyChart, "asked"> {
  const question = questionIn(item, wave);
  if (question === undefined) return {};
  const spoken = question.languages.includes(language) ? language : (question.languages[0] ?? language);
  return { asked: { wording: question.wording, language: spoken } };
}

interface About {
  readonly survey: SurveyChart;
  readonly measure: ChartSpec["measure"];
}

/** What all charts of a measure of a survey have in common. */
function about({ hub }: Edition, code: string): About | undefined {
  const measure = measureOf(hub, code);
  if (measure === undefined) return undefined;
  return {
    measure: aboutMeasure(measure),
    survey: { percent: measure.kind === "PROPORTION", notes: [], breaks: [], apart: [], span: wholeScale },
  };
}

/** The value of a cell with its range as a headline has it, or nothing where it is not shown. */
function rangeWords(cell: SurveyCell | undefined, own: About, language: string): Parts | undefined {
  const observation = cell?.row.observation;
  if (observation?.status !== "AVAILABLE" || observation.lower === null || observation.upper === null) return undefined;
  const text = (value: number) => valueText(value, own, language);
  return { now: text(observation.value), low: text(observation.lower), high: text(observation.upper) };
}

/** How the answers to an item were shared out in a wave, in an area; for a part of the whole, with the whole beside it. */
export function answersFigure(edition: Edition, survey: Survey, item: Item, area: Area, whole: Area): Figure | undefined {
  const { words, language } = edition;
  const wave = latestWave(survey);
  const question = questionIn(item, wave);
  const own = about(edition, share);
  if (wave === undefined || question === undefined || own === undefined) return undefined;
  const period = wave.period.code;
  const cellAt = (answer: string, place: Area, when: string) =>
    cellOf(edition, survey, { measure: share, area: place.code, period: when, item: `${item.code}.${answer}` });
  const codes = question.scale.answers.map(({ code }) => code);
  const hiddenOf = (when: string) => codes.filter((code) => cellAt(code, area, when)?.row.observation.status !== "AVAILABLE").length;
  const longer = rollingYear(period);
  // Where some answers are not shown, twelve months may show them.
  const bars = [
    { place: area, when: period },
    ...(hiddenOf(period) > hiddenOf(longer) ? [{ place: area, when: longer }] : []),
    ...(area.code === whole.code ? [] : [{ place: whole, when: period }]),
  ];
  const answers = question.scale.answers.map((answer) => ({
    ...answer,
    cells: bars.map((bar) => cellAt(answer.code, bar.place, bar.when)),
  }));
  const cells = answers.flatMap((answer) => answer.cells);
  const [first] = cells;
  if (first === undefined || cells.some((cell) => cell === undefined)) return undefined;
  const rows = (found: readonly (SurveyCell | undefined)[]) => found.flatMap((cell) => cell?.row ?? []);
  const when = periodText(period, language);
  const base = {
    id: `${anchor(item.code)}-answers`,
    subtitle: words.trust.subtitleAnswers([...new Set(bars.map(({ place }) => place.name))].join(words.comma), when),
    measure: own.measure,
  };
  if (!isFavourable(item, wave)) {
    const spec = {
      ...base,
      kind: "bars" as const,
      headline: say(words, "chosen", { title: item.title }),
      axis: words.trust.answer,
      positions: namedPositions(answers),
      series: [{ label: area.name, rows: rows(answers.map((answer) => answer.cells[0])) }],
      survey: {
        ...own.survey,
        ...askedIn(item, wave, language),
        notes: [
          words.trust.rangeNote(wave.precisionName),
          ...groupPoolsText(
            answers.flatMap(({ code, label, cells: [cell] }) =>
              isHidden(cell)
                ? [{ code: everyone, label, pool: poolOf(edition, area, period, (place, when) => cellAt(code, place, when)) }]
                : [],
            ),
            area.code,
            words,
            language,
          ),
        ],
      },
    };
    return finished(edition, { ...spec, subtitle: words.trust.subtitleAnswers(area.name, when) }, first.table);
  }
  const series: readonly Series[] = answers.map((answer) => ({ label: answer.label, rows: rows(answer.cells), side: sideOf(answer) }));
  const isSomeHidden = series.some((one) => one.rows.some(({ observation }) => observation.status !== "AVAILABLE"));
  const good = answers.filter((answer) => answer.favourable).map(({ label }) => quotedText(label, language));
  const cell = cellOf(edition, survey, { measure: favourable, area: area.code, period, item: item.code });
  const told = rangeWords(cell, own, language);
  const isRounded =
    bars.some((_, bar) => !addsUp(answers.map(({ cells: own }) => own[bar]))) ||
    (cell?.row.observation.status === "AVAILABLE" &&
      !addsUp(
        answers.filter((answer) => answer.favourable).map(({ cells: own }) => own[0]),
        cell.row.observation.value,
      ));
  return finished(
    edition,
    {
      ...base,
      kind: "diverging",
      headline: surveyHeadline(
        edition,
        { title: favourableTitle(item, wave, words), row: cell?.row, period: when, parts: told },
        "favourable",
      ),
      axis: words.trust.area,
      positions: namedPositions(
        bars.map((bar) => ({
          code: bar.place.code,
          label: bar.when === period ? bar.place.name : `${bar.place.name}, ${periodText(bar.when, language)}`,
        })),
      ),
      series,
      survey: {
        ...own.survey,
        ...askedIn(item, wave, language),
        notes: [
          words.trust.sidesNote(listText(good, language)),
          ...(isRounded ? [words.trust.roundedNote(percentText(100, language))] : []),
          ...(isSomeHidden ? [words.trust.hiddenPieceNote] : []),
        ],
        span: answerScale(edition, survey, whole),
      },
    },
    first.table,
  );
}

/** Not shown, though there are answers. */
const isHidden = (cell: SurveyCell | undefined): boolean => ["SUPPRESSED", "UNRELIABLE"].includes(cell?.row.observation.status ?? "");

/** The nearest cell that is shown in the place of everyone's in a wave: of twelve months, then of the wider areas. */
function poolOf(
  { hub }: Edition,
  area: Area,
  period: string,
  cellAt: (place: Area, when: string) => SurveyCell | undefined,
): Pool | undefined {
  for (let place: Area | undefined = area; place !== undefined; place = hub.areas.get(place.parent ?? "")) {
    for (const when of place === area ? [rollingYear(period)] : [period, rollingYear(period)]) {
      const observation = cellAt(place, when)?.row.observation;
      if (observation?.status !== "AVAILABLE" || observation.lower === null || observation.upper === null) continue;
      const { value, n, lower, upper } = observation;
      return {
        area: place,
        period: { code: when },
        group: { code: everyone, label: "" },
        estimate: { value, n, interval: { lower, upper } },
      };
    }
  }
  return undefined;
}

const scales = new WeakMap<Survey, readonly [number, number]>();

/** The ends of the axis of all bars of answers of a survey: on every page and in every area the middle stands at the same place. */
function answerScale(edition: Edition, survey: Survey, whole: Area): readonly [number, number] {
  const known = scales.get(survey);
  if (known !== undefined) return known;
  const wave = latestWave(survey);
  const period = wave?.period.code ?? "";
  const ends = survey.items.flatMap((item) => {
    const answers = questionIn(item, wave)?.scale.answers ?? [];
    if (!isFavourable(item, wave)) return [];
    return [...new Set([whole.code, ...survey.areas])].map((area) =>
      answersExtent(
        answers.map((answer) => {
          const observation = cellOf(edition, survey, { measure: share, area, period, item: `${item.code}.${answer.code}` })?.row
            .observation;
          const point =
            observation?.status === "AVAILABLE"
              ? { value: observation.value, text: "", soft: false, lower: null, upper: null }
              : { mark: "" };
          return { points: [point] };
        }),
        { sides: answers.map(sideOf) },
      ),
    );
  });
  const scale = [Math.min(-50, ...ends.map(([low]) => low)) - 2, Math.max(50, ...ends.map(([, high]) => high)) + 2] as const;
  scales.set(survey, scale);
  return scale;
}

/** Which waves a series may not be joined over: where the question or the way of asking changed, and where people chose themselves. */
function breaksOf(edition: Edition, survey: Survey, waves: readonly Wave[], items: readonly Item[]) {
  const { words, language } = edition;
  const isMixed = survey.waves.some(({ sampleDesign }) => sampleDesign !== "OPT_IN");
  const isApart = ({ sampleDesign }: Wave) => isMixed && sampleDesign === "OPT_IN";
  const wordings = (wave: Wave) => items.map((item) => questionIn(item, wave)?.series ?? "").join(" ");
  const breaks: { before: number; label: string }[] = [];
  const notes: string[] = [];
  waves.forEach((wave, at) => {
    const before = waves[at - 1];
    if (before === undefined) return;
    const held = isApart(wave) ? undefined : waves.slice(0, at).findLast((one) => !isApart(one));
    const isReworded = wordings(wave) !== wordings(before);
    const isHeldOtherwise = held !== undefined && held.series !== wave.series;
    if (!isReworded && !isHeldOtherwise) return;
    breaks.push({ before: at, label: words.trust.breakWord });
    const reasons = [...(isReworded ? [words.trust.breakQuestion] : []), ...(isHeldOtherwise ? [words.trust.breakWave] : [])];
    notes.push(words.trust.breakNote(periodText(wave.period.code, language), reasons.join(" ")));
  });
  const apart = waves.flatMap((wave, at) => (isApart(wave) ? [at] : []));
  const names = apart.flatMap((at) => periodText(waves[at]?.period.code ?? "", language));
  const called = precisionNames(
    waves.filter((_, at) => apart.includes(at)),
    language,
  );
  if (names.length > 0) notes.push(words.trust.apartNote(listText(names, language), called));
  return { breaks, apart, notes };
}

/** What the ranges of some waves may be called: one name for each way in which people were chosen. */
const precisionNames = (waves: readonly Wave[], language: string) =>
  listText([...new Set(waves.map(({ precisionName }) => precisionName))], language);

/** Twelve months as places on an axis: each under the period with which they end. */
const pooledPositions = (waves: readonly Wave[], grain: PeriodGrain, language: string) =>
  periodPositions(
    waves.map(({ period }) => period.code),
    grain,
    language,
  ).map((position) => ({
    ...position,
    code: rollingYear(position.code),
    label: periodText(rollingYear(position.code), language),
  }));

interface WaveSeries {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly measure: string;
  readonly items: readonly Item[];
}

/** Something that every wave asked, wave by wave. */
function wavesFigure(edition: Edition, survey: Survey, area: Area, { id, code, title, measure, items }: WaveSeries): Figure | undefined {
  const { words, language } = edition;
  const own = about(edition, measure);
  const oldestFirst = survey.waves.toReversed();
  const cells = (periodOf: (wave: Wave) => string) =>
    oldestFirst.flatMap((wave) => {
      const cell = cellOf(edition, survey, { measure, area: area.code, period: periodOf(wave), item: code });
      return cell === undefined ? [] : [{ wave, cell }];
    });
  const hiddenShare = (all: ReturnType<typeof cells>) =>
    all.filter(({ cell }) => cell.row.observation.status !== "AVAILABLE").length / Math.max(all.length, 1);
  const single = cells(({ period }) => period.code);
  const pooled = cells(({ period }) => rollingYear(period.code));
  // Where most waves cannot be shown by themselves, twelve months together may be; not over a break, which they would hide.
  const isPooled =
    hiddenShare(single) > 0.5 &&
    pooled.length >= 2 &&
    hiddenShare(pooled) < hiddenShare(single) &&
    breaksOf(edition, survey, oldestFirst, items).breaks.length === 0;
  const found = isPooled ? pooled : single;
  const [first] = found;
  const last = found.at(-1);
  if (own === undefined || first === undefined || last === undefined || found.length < 2) return undefined;
  const waves = found.map(({ wave }) => wave);
  const grain = (parsePeriod(first.wave.period.code)?.grain ?? "quarter") as PeriodGrain;
  const positions = isPooled
    ? pooledPositions(waves, grain, language)
    : periodPositions(
        waves.map(({ period }) => period.code),
        grain,
        language,
      );
  const singly = breaksOf(edition, survey, waves, items);
  const { breaks, apart, notes } = isPooled ? { breaks: [], apart: [], notes: [words.trust.pooledNote] } : singly;
  const joined = waves.filter((_, at) => !singly.apart.includes(at));
  const told = rangeWords(last.cell, own, language);
  const when = positions.at(-1)?.label ?? "";
  const between = words.trust.periodRange(positions[0]?.label ?? "", when);
  const change =
    isPooled || !own.survey.percent || told === undefined
      ? { kind: own.survey.percent ? ("waves" as const) : ("index" as const) }
      : surveyChange(edition, survey, { area: area.code, item: code, wave: last.wave.period.code });
  const { kind, ...reading } = change;
  return finished(
    edition,
    {
      id,
      kind: "line",
      headline: surveyHeadline(
        edition,
        {
          title: own.survey.percent && items[0] ? favourableTitle(items[0], last.wave, words) : title,
          row: last.cell.row,
          period: when,
          parts: told,
        },
        kind,
      ),
      ...reading,
      subtitle: own.survey.percent ? words.trust.subtitleFavourable(area.name, between) : words.trust.subtitleIndex(area.name, between),
      measure: own.measure,
      axis: words.trust.wave,
      positions,
      series: [{ label: area.name, rows: found.map(({ cell }) => cell.row) }],
      survey: {
        ...own.survey,
        ...(own.survey.percent && items[0] ? askedIn(items[0], last.wave, language) : {}),
        breaks,
        apart,
        notes: [
          ...(own.survey.percent && items[0] ? reversedNotes(items[0], last.wave, words) : []),
          words.trust.rangeNote(precisionNames(joined, language)),
          ...notes,
        ],
      },
    },
    last.cell.table,
  );
}

/** The share of favourable answers to an item, wave by wave. */
export const itemWaves = (edition: Edition, survey: Survey, item: Item, area: Area): Figure | undefined =>
  wavesFigure(edition, survey, area, {
    id: `${anchor(item.code)}-waves`,
    code: item.code,
    title: item.title,
    measure: favourable,
    items: [item],
  });

/** The index of a construct, wave by wave. */
export function constructWaves(edition: Edition, survey: Survey, construct: Construct, area: Area): Figure | undefined {
  const items = survey.items.filter((item) => construct.items.some(({ code }) => code === item.code));
  const { code, title } = construct;
  return wavesFigure(edition, survey, area, { id: `${anchor(code)}-index`, code, title, measure: index, items });
}

interface DotRow {
  readonly code: string;
  readonly label: string;
  readonly cell: SurveyCell;
}

function dotsFigure(
  edition: Edition,
  own: About,
  parts: Pick<ChartSpec, "id" | "headline" | "subtitle" | "axis">,
  rows: readonly DotRow[],
  survey: Partial<SurveyChart>,
  reference = -1,
): Figure | undefined {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return undefined;
  return finished(
    edition,
    {
      ...parts,
      kind: "dots",
      measure: own.measure,
      positions: namedPositions(rows),
      series: [{ label: parts.subtitle, rows: rows.map(({ cell }) => cell.row) }],
      ...(reference < 0 ? {} : { reference }),
      survey: { ...own.survey, ...survey },
    },
    first.cell.table,
  );
}

/** The share of favourable answers to an item in each group of a demographic. */
export function groupsFigure(edition: Edition, survey: Survey, item: Item, grouping: Grouping, whole: Area): Figure | undefined {
  const { words, language } = edition;
  const own = about(edition, favourable);
  const compared = survey.betweenGroups.get(keyOf(item.code, grouping.code));
  if (own === undefined || compared === undefined) return undefined;
  const { period } = compared;
  const rows = grouping.groups.flatMap(({ code, label }): DotRow[] => {
    const cell = cellOf(edition, survey, { measure: favourable, area: whole.code, period, item: item.code, group: code });
    return cell === undefined ? [] : [{ code, label, cell }];
  });
  const hidden = rows.flatMap(({ code, label, cell }) =>
    isHidden(cell) ? [{ code, label, pool: survey.groupPools.get(keyOf(item.code, code, period)) }] : [],
  );
  return dotsFigure(
    edition,
    own,
    {
      id: `${anchor(item.code)}-by-${anchor(grouping.code)}`,
      headline: say(words, "groups", {
        title: favourableTitle(item, latestWave(survey), words),
        by: groupingTitle(grouping).toLocaleLowerCase(language),
      }),
      subtitle: `${groupingTitle(grouping)}: ${words.trust.subtitleFavourable(whole.name, periodText(period, language))}`,
      axis: words.trust.group,
    },
    rows,
    {
      ...askedIn(item, latestWave(survey), language),
      notes: [
        ...reversedNotes(item, latestWave(survey), words),
        words.trust.rangeNote(precisionNames(survey.waves.slice(0, 1), language)),
        ...(grouping.groups.some(({ folded }) => folded) ? [words.trust.foldedNote] : []),
        ...groupPoolsText(hidden, whole.code, words, language),
      ],
    },
  );
}

/** The share of favourable answers to an item in the whole and in each of its areas. It ranks nobody. */
export function areasFigure(edition: Edition, survey: Survey, item: Item, whole: Area): Figure | undefined {
  const { hub, words, language } = edition;
  const own = about(edition, favourable);
  const wave = latestWave(survey);
  if (own === undefined || wave === undefined) return undefined;
  const rows = survey.areas.flatMap((code): DotRow[] => {
    const cell = cellOf(edition, survey, { measure: favourable, area: code, period: wave.period.code, item: item.code });
    return cell === undefined ? [] : [{ code, label: hub.areas.get(code)?.name ?? code, cell }];
  });
  const reference = rows.findIndex(({ code }) => code === whole.code);
  return dotsFigure(
    edition,
    own,
    {
      id: `${anchor(item.code)}-by-area`,
      headline: say(words, "surveyAreas", { title: favourableTitle(item, wave, words) }),
      subtitle: words.trust.subtitleFavourable(whole.name, periodText(wave.period.code, language)),
      axis: capitalised(words.trust.area, language),
    },
    rows,
    {
      ...askedIn(item, wave, language),
      notes: [
        ...reversedNotes(item, wave, words),
        words.trust.rangeNote(wave.precisionName),
        ...(reference < 0 ? [] : [words.trust.referenceNote(whole.name)]),
      ],
    },
    reference,
  );
}
