import { copyLine, type Database, type Transaction } from "@openbeat/database";
import {
  inLanguage,
  type LocalisedText,
  type ObservationFlag,
  type ObservationStatus,
  type Period,
  type PublicPolicy,
  parsePeriod,
  type ReleaseManifest,
  rollingYearOf,
  type SampleDesign,
  type SurveyScale,
  type WaveMethod,
  type WaveReliability,
  type WaveWeighting,
  type WordingChange,
} from "@openbeat/schema/domain";
import type { TestDatabase } from "./databases.ts";
import type { FixtureDatabase } from "./fixture-database.ts";
import { hub, words } from "./fixture-release.ts";
import {
  get,
  newIds,
  sha256,
  text,
  write,
  writeAgency,
  writeDatasets,
  writeGeography,
  writeMeasures,
  writePeriods,
  writeReleaseRow,
  writeTable,
} from "./release-rows.ts";

// A survey of Testhaven, in a release of its own: two versions of a questionnaire, six waves, and something of every status. Its numbers come
// from formulas: nobody answered, and what is hidden is hidden by a bare threshold. It is here to be read.

const code = "trust-survey";

const areas = [
  { code: "testhaven", level: "city", name: words("Testhaven", "Testhaven"), parent: null, perWave: 400, offset: 0 },
  { code: "D1", level: "district", name: words("Harbour", "Puerto"), parent: "testhaven", perWave: 300, offset: 2 },
  { code: "D2", level: "district", name: words("Old Town", "Casco Antiguo"), parent: "testhaven", perWave: 100, offset: -6 },
] as const;
type AreaEntry = (typeof areas)[number];

const groups = [
  { code: "everyone", level: "everyone", label: words("Everyone", "Todas las personas"), share: 1, offset: 0 },
  { code: "age.18_34", level: "age", label: words("18 to 34", "De 18 a 34"), share: 0.2, offset: -10 },
  { code: "age.35_plus", level: "age", label: words("35 and older", "35 y más"), share: 0.7, offset: 3 },
  { code: "age.other", level: "age", label: words("Another age or not stated", "Otra edad o no indicada"), share: 0.1, offset: -4 },
  { code: "gender.woman", level: "gender", label: words("Women", "Mujeres"), share: 0.5, offset: 2 },
  { code: "gender.man", level: "gender", label: words("Men", "Hombres"), share: 0.5, offset: -2 },
] as const;
type GroupEntry = (typeof groups)[number];

const agreement: SurveyScale = {
  kind: "likert5",
  answers: [
    { code: "strongly_disagree", label: words("Strongly disagree", "Muy en desacuerdo"), score: 0, favourable: false },
    { code: "disagree", label: words("Disagree", "En desacuerdo"), score: 25, favourable: false },
    { code: "neither", label: words("Neither", "Ni lo uno ni lo otro"), score: 50, favourable: false },
    { code: "agree", label: words("Agree", "De acuerdo"), score: 75, favourable: true },
    { code: "strongly_agree", label: words("Strongly agree", "Muy de acuerdo"), score: 100, favourable: true },
  ],
  nonAnswers: [{ code: "dont_know", label: words("Don't know", "No sabe") }],
};
const yesNo: SurveyScale = {
  kind: "yesno",
  answers: [
    { code: "no", label: words("No", "No"), score: 0, favourable: false },
    { code: "yes", label: words("Yes", "Sí"), score: 100, favourable: true },
  ],
  nonAnswers: [{ code: "refused", label: words("Would not say", "No quiso decirlo") }],
};
/** How an answer's share follows from the share of favourable ones. */
const parts: Readonly<Record<string, number>> = {
  strongly_disagree: 0.2,
  disagree: 0.3,
  neither: 0.5,
  agree: 0.6,
  strongly_agree: 0.4,
  no: 1,
  yes: 1,
};

interface Wording {
  readonly wording: LocalisedText;
  readonly series: number;
  readonly change: WordingChange | null;
}
interface ItemEntry {
  readonly code: string;
  readonly construct: string | null;
  readonly title: LocalisedText;
  readonly scale: SurveyScale;
  /** By version of the questionnaire; what a version did not ask is not there. */
  readonly wordings: Readonly<Record<string, Wording>>;
  /** Percent favourable, wave by wave. */
  readonly course: readonly number[];
}
const items: readonly ItemEntry[] = [
  {
    code: "respect",
    construct: "fairness",
    title: words("Treats people with respect", "Trata a la gente con respeto"),
    scale: agreement,
    wordings: {
      "1": { wording: words("The police treat people with respect.", "La policía trata a la gente con respeto."), series: 1, change: null },
      "2": {
        wording: words("Officers in Testhaven treat people with respect.", "Los agentes de Testhaven tratan a la gente con respeto."),
        series: 2,
        change: { what: ["wording"], why: words("People asked which police was meant.", "La gente preguntaba de qué policía se trataba.") },
      },
    },
    course: [60, 61, 61, 52, 53, 66],
  },
  {
    code: "listen",
    construct: "fairness",
    title: words("Listens", "Escucha"),
    scale: agreement,
    wordings: Object.fromEntries(
      ["1", "2"].map((version) => [
        version,
        { wording: words("The police listen to people like me.", "La policía escucha a personas como yo."), series: 1, change: null },
      ]),
    ),
    course: [50, 50, 51, 52, 53, 62],
  },
  {
    code: "safe_night",
    construct: null,
    title: words("Feels safe at night", "Se siente a salvo de noche"),
    scale: yesNo,
    wordings: {
      "2": {
        wording: words("Do you feel safe in your street at night?", "¿Se siente a salvo en su calle de noche?"),
        series: 1,
        change: null,
      },
    },
    course: [70, 70, 70, 70, 71, 72],
  },
];
const constructs = [
  {
    code: "fairness",
    kind: "procedural_justice",
    title: words("Fair treatment", "Trato justo"),
    description: words("Whether people are treated and heard as they should be.", "Si se trata y se escucha a la gente como se debe."),
  },
] as const;

interface WaveEntry {
  readonly code: string;
  readonly version: string;
  readonly design: SampleDesign;
  readonly series: number;
}
const waves: readonly WaveEntry[] = [
  { code: "2025-Q1", version: "1", design: "opt_in", series: 1 },
  { code: "2025-Q2", version: "1", design: "probability", series: 2 },
  { code: "2025-Q3", version: "1", design: "probability", series: 2 },
  { code: "2025-Q4", version: "2", design: "probability", series: 2 },
  { code: "2026-Q1", version: "2", design: "probability", series: 2 },
  { code: "2026-Q2", version: "2", design: "probability", series: 2 },
];
const period = (of: string): Period => {
  const found = parsePeriod(of);
  if (found === undefined) throw new Error(`${of} is no period.`);
  return found;
};
const periods = [...waves.map((wave) => period(wave.code)), ...waves.map((wave) => period(rollingYearOf(wave.code)))];
const wavesIn = ({ start, end }: Period) => waves.filter((wave) => period(wave.code).start >= start && period(wave.code).end <= end);

const methodOf = ({ design }: WaveEntry): WaveMethod => ({
  sponsor: words("The City of Testhaven", "La ciudad de Testhaven"),
  conductor: words("Testhaven University", "Universidad de Testhaven"),
  population: words("Residents aged 18 and older", "Residentes de 18 años y más"),
  geography: words("The city of Testhaven", "La ciudad de Testhaven"),
  frame:
    design === "opt_in"
      ? words("Whoever saw the invitation", "Quien vio la invitación")
      : words("The register of addresses", "El registro de direcciones"),
  recruitment:
    design === "opt_in"
      ? words("An invitation on the city's pages.", "Una invitación en las páginas de la ciudad.")
      : words("A letter to addresses drawn at random.", "Una carta a direcciones elegidas al azar."),
  modes: [words("online", "en línea"), words("by post", "por correo")],
  languages: ["en", "es"],
  invited: design === "opt_in" ? null : 2400,
  completes: 400,
  responseRate:
    design === "opt_in"
      ? {
          rate: null,
          definition: words("Nobody was asked by name, so there is none.", "No se invitó a nadie por su nombre, así que no hay."),
        }
      : { rate: 0.167, definition: words("AAPOR RR1", "AAPOR RR1") },
  processing: words("Answers given twice were left out.", "Se descartaron las respuestas repetidas."),
  limitations: words("People without an address could not be asked.", "No se pudo preguntar a personas sin dirección."),
  questionnaireUrl: null,
});
const weighting: WaveWeighting = {
  method: "raked",
  statement: words("Weighted to age and gender of the residents.", "Ponderadas por edad y género de los residentes."),
  margins: [
    {
      name: "age",
      by: ["age"],
      source: words("Testhaven Census, fictional", "Censo de Testhaven, ficticio"),
      categories: [
        { code: "18_34", target: 0.28, unweighted: 0.2, weighted: 0.28, mergedInto: null },
        { code: "35_plus", target: 0.72, unweighted: 0.8, weighted: 0.72, mergedInto: null },
      ],
      largestDifference: 0.0004,
    },
  ],
  trim: { lowest: 0.2, highest: 5 },
  iterations: 7,
  designEffect: 1.2,
  nEffective: 330,
};
const reliability: WaveReliability = { constructs: [{ code: "fairness", items: ["respect", "listen"], alpha: 0.81, n: 390 }] };

const measures = {
  "TRU.SHARE": {
    title: words("Share of an answer", "Porcentaje de una respuesta"),
    kind: "PROPORTION",
    unit: words("percent", "por ciento"),
  },
  "TRU.FAV": { title: words("Favourable answers", "Respuestas favorables"), kind: "PROPORTION", unit: words("percent", "por ciento") },
  "TRU.FAV.C": { title: words("Other answers", "Otras respuestas"), kind: "PROPORTION", unit: words("percent", "por ciento") },
  "TRU.INDEX": { title: words("Index", "Índice"), kind: "INDEX", unit: words("points from 0 to 100", "puntos de 0 a 100") },
  "TRU.DK": { title: words("No answer", "Sin respuesta"), kind: "PROPORTION", unit: words("percent", "por ciento") },
} as const;
type MeasureCode = keyof typeof measures;

type Level = "answer" | "item" | "construct";
interface ItemCode {
  readonly code: string;
  readonly level: Level;
  readonly label: LocalisedText;
  readonly parent: string | null;
  /** The items that its figures are of. */
  readonly items: readonly ItemEntry[];
}
const itemCodes: readonly ItemCode[] = [
  ...constructs.map(
    (construct): ItemCode => ({
      code: construct.code,
      level: "construct",
      label: construct.title,
      parent: null,
      items: items.filter((item) => item.construct === construct.code),
    }),
  ),
  ...items.map((item): ItemCode => ({ code: item.code, level: "item", label: item.title, parent: item.construct, items: [item] })),
  ...items.flatMap((item) =>
    item.scale.answers.map(
      (answer): ItemCode => ({
        code: `${item.code}.${answer.code}`,
        level: "answer",
        label: answer.label,
        parent: item.code,
        items: [item],
      }),
    ),
  ),
];

const kinds: readonly { readonly name: string; readonly level: Level; readonly measures: readonly MeasureCode[] }[] = [
  { name: "answers", level: "answer", measures: ["TRU.SHARE"] },
  { name: "items", level: "item", measures: ["TRU.FAV", "TRU.FAV.C", "TRU.INDEX", "TRU.DK"] },
  { name: "constructs", level: "construct", measures: ["TRU.INDEX"] },
];
const cuts = [
  { name: "city", title: words("The city", "La ciudad"), areas: ["city"], groups: ["age", "gender", "everyone"] },
  { name: "district", title: words("By district", "Por distrito"), areas: ["district", "city"], groups: ["age", "everyone"] },
] as const;
const grains = ["quarter", "rolling_year"] as const;

interface Figure {
  readonly status: ObservationStatus;
  readonly flags: readonly ObservationFlag[];
  readonly figures: readonly [value: number, n: number, nEffective: number, lower: number, upper: number] | null;
}
const hidden = (status: ObservationStatus): Figure => ({ status, flags: [], figures: null });
const versionsIn = (item: ItemEntry, own: readonly WaveEntry[]) =>
  own.flatMap(({ version }) => item.wordings[version] ?? []).map(({ series }) => series);

function figure(measure: MeasureCode, area: AreaEntry, when: Period, asked: ItemCode, group: GroupEntry): Figure {
  const own = wavesIn(when).filter(({ version }) => asked.items.every((item) => item.wordings[version] !== undefined));
  if (own.length === 0) return hidden("NOT_COLLECTED");
  const isChanged =
    asked.items.some((item) => new Set(versionsIn(item, own)).size > 1) || new Set(own.map(({ series }) => series)).size > 1;
  if (isChanged) return hidden("NOT_APPLICABLE");
  if (area.code === "D2" && when.code === "2025-Q2") return hidden("NOT_REPORTED");
  if (group.code === "gender.man" && when.code === "2025-Q2") return hidden("WITHDRAWN");
  if (group.code === "gender.woman" && when.code === "2025-Q2") return hidden("NOT_YET_PUBLISHED");
  // The question about the night went to few people in its first wave.
  const asMany = (wave: WaveEntry) => (asked.items[0]?.code === "safe_night" && wave.code === "2025-Q4" ? 0.05 : 1);
  const n = 10 * Math.round(own.reduce((sum, wave) => sum + area.perWave * group.share * asMany(wave), 0) / 10);
  const nEffective = Math.floor(n / weighting.designEffect);
  if (n < 30) return hidden("SUPPRESSED");
  if (nEffective < 47) return hidden("UNRELIABLE");
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const course = asked.items.flatMap((item) => own.map((wave) => item.course[waves.indexOf(wave)] ?? 0));
  const favourable = Math.round(mean(course)) + area.offset + group.offset;
  const answer = asked.code.split(".")[1] ?? "";
  const isFavourable = asked.items.some(({ scale }) => scale.answers.some((one) => one.code === answer && one.favourable));
  const value = {
    "TRU.SHARE": Math.round((parts[answer] ?? 0) * (isFavourable ? favourable : 100 - favourable)),
    "TRU.FAV": favourable,
    "TRU.FAV.C": 100 - favourable,
    "TRU.INDEX": Math.round(favourable * 0.9 + 5),
    "TRU.DK": 6,
  }[measure];
  const half = Math.ceil(196 * Math.sqrt(((value / 100) * (1 - value / 100)) / nEffective));
  const flags: ObservationFlag[] = ["ESTIMATED"];
  if (nEffective < 60) flags.push("LOW_RELIABILITY");
  if (when.code === "2025-Q2" || (when.code === "2025-Q4" && asked.items.some(({ code }) => code === "respect")))
    flags.push("BREAK_IN_SERIES");
  if (value > 90) flags.push("COMPLEMENT_UNRELIABLE");
  return { status: "AVAILABLE", flags, figures: [value, n, nEffective, Math.max(0, value - half), Math.min(100, value + half)] };
}

const policy: PublicPolicy = {
  method: "survey",
  explanation: words("Figures that too few answers bear are not shown.", "No se muestran cifras con muy pocas respuestas."),
  threshold: null,
  width: null,
  roundedTo: 1,
};

/** Publishes the survey of Testhaven. Before any other release, where it is not to be the latest one. */
export async function publishSurveyFixture(database: Database, version: string, publishedAt = "2026-07-20T12:00:00Z"): Promise<void> {
  await database.transaction((transaction) => writeSurvey(transaction, version, publishedAt));
}

async function writeSurvey(transaction: Transaction, version: string, publishedAt: string): Promise<void> {
  const [release = 0] = await newIds(transaction, "release", 1);
  const periodIds = await writePeriods(transaction, periods);
  await writeAgency(transaction, release, hub);
  const levels = [
    { code: "city", name: words("City", "Ciudad"), plural: words("Cities", "Ciudades") },
    { code: "district", name: words("District", "Distrito"), plural: words("Districts", "Distritos"), parent: "city" },
  ];
  const areaIds = await writeGeography(transaction, release, levels, areas);
  const lists = [`${code}.item`, `${code}.group`] as const;
  const listIds = await write(
    transaction,
    "code_list",
    ["release_id", "code", "title"],
    lists,
    (list) => list,
    (list) => [release, list, text(list === lists[0] ? words("Question", "Pregunta") : words("Group", "Grupo"))],
  );
  const codeColumns = ["code_list_id", "code", "level", "label", "parent_id", "position"];
  await write(
    transaction,
    "code",
    codeColumns,
    itemCodes,
    (one) => one.code,
    (one, ids, at) => [get(listIds, lists[0]), one.code, one.level, text(one.label), one.parent === null ? null : get(ids, one.parent), at],
  );
  await write(
    transaction,
    "code",
    codeColumns,
    groups,
    (group) => group.code,
    (group, ids, at) => [
      get(listIds, lists[1]),
      group.code,
      group.level,
      text(group.label),
      group.level === "everyone" ? null : get(ids, "everyone"),
      at,
    ],
  );
  const datasetIds = await writeDatasets(transaction, release, [
    {
      code,
      title: words("Trust survey", "Encuesta de confianza"),
      description: words("What residents think of the police.", "Lo que los residentes piensan de la policía."),
      theme: "trust",
      from: "2025-01-01",
      to: "2026-06-30",
      source: { publisher: hub.publisher, recordsRead: null, recordsUsed: null, leftOut: [], notes: [] },
    },
  ]);
  const dataset = get(datasetIds, code);
  const measureIds = await writeMeasures(
    transaction,
    release,
    Object.entries(measures).map(([measure, { title, kind, unit }]) => ({
      ...{ code: measure, title, description: title, kind, unit, higherIs: "NEUTRAL", decimals: 0, method: title },
    })),
  );
  const instrumentIds = await write(
    transaction,
    "survey_instrument",
    ["release_id", "dataset_id", "code", "title", "permission", "position"],
    ["1", "2"],
    (instrument) => instrument,
    (instrument, _, at) => [
      release,
      dataset,
      instrument,
      text(words(`Version ${instrument}`, `Versión ${instrument}`)),
      text(words("The city's own words, free to use.", "Palabras de la propia ciudad, de uso libre.")),
      at,
    ],
  );
  const constructIds = await write(
    transaction,
    "survey_construct",
    ["release_id", "dataset_id", "code", "kind", "title", "description", "position"],
    constructs,
    (construct) => construct.code,
    (construct, _, at) => [release, dataset, construct.code, construct.kind, text(construct.title), text(construct.description), at],
  );
  const itemIds = await write(
    transaction,
    "survey_item",
    ["release_id", "dataset_id", "construct_id", "code", "title", "base", "position"],
    items,
    (item) => item.code,
    (item, _, at) => [
      release,
      dataset,
      item.construct === null ? null : get(constructIds, item.construct),
      item.code,
      text(item.title),
      text({ text: words("All residents aged 18 and older", "Todos los residentes de 18 años y más") }),
      at,
    ],
  );
  await transaction.copy(
    "survey_wording",
    ["item_id", "instrument_id", "wording", "scale", "reversed", "series", "change", "position"],
    items.flatMap((item, position) =>
      Object.entries(item.wordings).map(([version, { wording, series, change }]) =>
        copyLine([
          get(itemIds, item.code),
          get(instrumentIds, version),
          text(wording),
          text(item.scale),
          false,
          series,
          change === null ? null : text(change),
          position + 1,
        ]),
      ),
    ),
  );
  await write(
    transaction,
    "survey_wave",
    [
      "release_id",
      "dataset_id",
      "instrument_id",
      "period_id",
      "code",
      "title",
      "field_from",
      "field_to",
      "sample_design",
      "series",
      "method",
      "weighting",
      "reliability",
      "position",
    ],
    waves,
    (wave) => wave.code,
    (wave, _, at) => [
      release,
      dataset,
      get(instrumentIds, wave.version),
      get(periodIds, wave.code),
      wave.code,
      text(words(`Wave of ${wave.code}`, `Ola de ${wave.code}`)),
      period(wave.code).start,
      period(wave.code).end,
      wave.design,
      wave.series,
      text(methodOf(wave)),
      text(weighting),
      text(reliability),
      at,
    ],
  );

  const manifest: ReleaseManifest["tables"] = [];
  for (const cut of cuts) {
    for (const kind of kinds) {
      const tableCode = `${cut.name}-${kind.name}`;
      const dimensions = [
        { code: "area", title: words("Area", "Área"), kind: "geography", levels: cut.areas, list: null },
        { code: "period", title: words("Period", "Período"), kind: "time", levels: grains, list: null },
        { code: "item", title: words("Question", "Pregunta"), kind: "category", levels: [kind.level], list: get(listIds, lists[0]) },
        { code: "group", title: words("Group", "Grupo"), kind: "category", levels: cut.groups, list: get(listIds, lists[1]) },
      ];
      const groupings = cut.areas.flatMap((area) =>
        grains.flatMap((grain) => cut.groups.map((group) => ({ levels: [area, grain, kind.level, group] as const }))),
      );
      const observations = groupings.flatMap(({ levels: [areaLevel, grain, , groupLevel] }, grouping) =>
        kind.measures.flatMap((measure) =>
          areas
            .filter(({ level }) => level === areaLevel)
            .flatMap((area) =>
              periods
                .filter((one) => one.grain === grain)
                .flatMap((when) =>
                  itemCodes
                    .filter(({ level }) => level === kind.level)
                    .flatMap((asked) =>
                      groups
                        .filter(({ level }) => level === groupLevel)
                        .map((group) => ({
                          grouping,
                          measure,
                          area,
                          when,
                          asked,
                          group,
                          figure: figure(measure, area, when, asked, group),
                        })),
                    ),
                ),
            ),
        ),
      );
      const told = await writeTable(
        transaction,
        release,
        {
          dataset: code,
          code: tableCode,
          title: cut.title,
          policy,
          sha256: sha256(text(observations.map(({ asked, ...rest }) => ({ ...rest, item: asked.code })))),
          position: manifest.length,
          measures: kind.measures,
          dimensions,
          groupings: groupings.map(({ levels: own }) => own),
          observations: observations.map(({ grouping, measure, area, when, asked, group, figure: { status, flags, figures } }) => {
            const [value, n, nEffective, lower, upper] = figures ?? [null, null, null, null, null];
            const isShown = figures !== null;
            return {
              ...{ grouping, measure, area: area.code, period: when.code, codes: [asked.code, group.code], status, flags },
              figures: {
                value,
                n,
                n_effective: nEffective,
                lower,
                upper,
                interval_level: isShown ? 0.95 : null,
                interval_method: isShown ? "Korn–Graubard" : null,
              },
            };
          }),
        },
        { datasets: datasetIds, measures: measureIds, areas: areaIds, periods: periodIds },
      );
      manifest.push(told);
    }
  }
  const whole: ReleaseManifest = {
    format: 1,
    tables: manifest,
    codes: {
      area: areas.map((area) => area.code),
      [lists[0]]: itemCodes.map((one) => one.code),
      [lists[1]]: groups.map((group) => group.code),
    },
    wordsSha256: sha256(inLanguage(hub.title, "en")),
    referenceSha256: sha256(text(areas)),
    certificateSha256: sha256(version),
  };
  await writeReleaseRow(transaction, { release, version, publishedAt, hub }, whole);
}

/** A database that holds the survey of Testhaven, as release 1.0.0 and nothing else, opened as reader. */
export async function openSurveyFixture(create: () => Promise<TestDatabase>): Promise<FixtureDatabase> {
  const test = await create();
  const publisher: Database = await test.open("publisher");
  await publishSurveyFixture(publisher, "1.0.0");
  await publisher.close();
  const reader = await test.open("reader");
  return {
    url: test.url,
    reader,
    async drop() {
      await reader.close();
      await test.drop();
    },
  };
}
