import type { Database, Transaction } from "@openbeat/database";
import {
  type CalendarGrain,
  type HubDescription,
  inLanguage,
  type LocalisedText,
  measureByCode,
  type ObservationFlag,
  type ObservationStatus,
  type Period,
  type PublicPolicy,
  periodsBetween,
  type ReleaseManifest,
  recordLine,
} from "@openbeat/schema/domain";
import { findingKinds, publicKinds } from "@openbeat/standard";
import { fixtureRecords } from "./fixture-records.ts";
import {
  type Box,
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

// The fictional city of Testhaven: one small release with something of everything that the public store can hold.
// Its numbers come from a formula, not from records, and its hidden cells from a bare threshold: it is here to be read, not attacked.

export const words = (en: string, es: string): LocalisedText => ({ en, es });

export const hub: HubDescription = {
  code: "testhaven",
  title: words("Testhaven Open Beat", "Testhaven Open Beat"),
  description: words("What the police of Testhaven do, in figures.", "Lo que hace la policía de Testhaven, en cifras."),
  publisher: words("Testhaven Police Department", "Departamento de Policía de Testhaven"),
  languages: ["en", "es"],
  timezone: "America/Chicago",
  licence: { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
  contact: "data@testhaven.example",
  fictional: true,
  url: "https://testhaven.example",
  nextRelease: "2026-04-15",
};

interface AreaEntry {
  readonly code: string;
  readonly level: string;
  readonly name: LocalisedText;
  readonly parent?: string;
  /** West, south, east and north edge of its square. */
  readonly box: Box;
  readonly residents: number;
}

const levels = [
  { code: "city", name: words("City", "Ciudad"), plural: words("Cities", "Ciudades") },
  { code: "district", parent: "city", name: words("District", "Distrito"), plural: words("Districts", "Distritos") },
  { code: "beat", parent: "district", name: words("Beat", "Sector"), plural: words("Beats", "Sectores") },
  {
    code: "council_district",
    parent: "city",
    name: words("Council district", "Distrito del concejo"),
    plural: words("Council districts", "Distritos del concejo"),
  },
];

const districts = [
  { code: "D1", name: words("Harbour", "Puerto"), residents: 21_400 },
  { code: "D2", name: words("Old Town", "Casco Antiguo"), residents: 18_250 },
  { code: "D3", name: words("Hillside", "Ladera"), residents: 9_120 },
];
const cityResidents = districts.reduce((sum, { residents }) => sum + residents, 0);

const areas: readonly AreaEntry[] = [
  { code: "testhaven", level: "city", name: words("Testhaven", "Testhaven"), box: [-100, 40, -99.7, 40.2], residents: cityResidents },
  ...districts.map(({ code, name, residents }, at) => ({
    code,
    level: "district",
    name,
    parent: "testhaven",
    box: [-100 + at / 10, 40, -99.9 + at / 10, 40.2] as const,
    residents,
  })),
  ...districts.flatMap(({ code, residents }, at) =>
    (["A", "B"] as const).map((letter, half) => ({
      code: `${code}${letter}`,
      level: "beat",
      name: words(`Beat ${at + 1}${letter}`, `Sector ${at + 1}${letter}`),
      parent: code,
      box: [-100 + at / 10, 40 + half / 10, -99.9 + at / 10, 40.1 + half / 10] as const,
      residents: half === 0 ? Math.ceil(residents * 0.6) : residents - Math.ceil(residents * 0.6),
    })),
  ),
  {
    code: "W1",
    level: "council_district",
    name: words("Council District 1", "Distrito del Concejo 1"),
    parent: "testhaven",
    box: [-100, 40, -99.85, 40.2],
    residents: 30_000,
  },
  {
    code: "W2",
    level: "council_district",
    name: words("Council District 2", "Distrito del Concejo 2"),
    parent: "testhaven",
    box: [-99.85, 40, -99.7, 40.2],
    residents: cityResidents - 30_000,
  },
];

interface CodeEntry {
  readonly code: string;
  readonly level: string;
  readonly label: LocalisedText;
  readonly parent?: string;
}
const codeLists: Readonly<Record<string, { readonly title: LocalisedText; readonly codes: readonly CodeEntry[] }>> = {
  offence: {
    title: words("Offence", "Delito"),
    codes: [
      { code: "all", level: "all", label: words("All offences", "Todos los delitos") },
      { code: "person", level: "class", parent: "all", label: words("Against persons", "Contra las personas") },
      { code: "property", level: "class", parent: "all", label: words("Against property", "Contra la propiedad") },
      { code: "assault", level: "category", parent: "person", label: words("Assault", "Agresión") },
      { code: "robbery", level: "category", parent: "person", label: words("Robbery", "Robo con violencia") },
      { code: "burglary", level: "category", parent: "property", label: words("Burglary", "Robo en vivienda") },
      { code: "theft", level: "category", parent: "property", label: words("Theft, all kinds", "Hurto, de todo tipo") },
    ],
  },
  activity: {
    title: words("Kind of activity", "Tipo de actividad"),
    codes: [
      { code: "all", level: "all", label: words("All activities", "Todas las actividades") },
      { code: "meeting", level: "kind", parent: "all", label: words("Meeting", "Reunión") },
      { code: "event", level: "kind", parent: "all", label: words("Event", "Evento") },
      { code: "youth", level: "kind", parent: "all", label: words("Youth programme", "Programa juvenil") },
    ],
  },
  theme: {
    title: words("Theme", "Tema"),
    codes: [
      { code: "all", level: "all", label: words("All themes", "Todos los temas") },
      { code: "traffic", level: "theme", parent: "all", label: words("Traffic", "Tráfico") },
      { code: "noise", level: "theme", parent: "all", label: words("Noise", "Ruido") },
    ],
  },
};

interface DatasetEntry {
  readonly code: string;
  readonly theme: string;
  readonly title: LocalisedText;
  readonly description: LocalisedText;
  readonly to: string;
}
const from = "2024-01-01";
const datasets: readonly DatasetEntry[] = [
  {
    code: "incidents",
    theme: "outcomes",
    title: words("Recorded incidents", "Incidentes registrados"),
    description: words("Incidents that the police recorded.", "Incidentes que la policía registró."),
    to: "2025-12-20",
  },
  {
    code: "engagement",
    theme: "trust",
    title: words("Community engagement", "Participación comunitaria"),
    description: words("Activities that are not enforcement.", "Actividades que no son de vigilancia."),
    to: "2025-12-31",
  },
  {
    code: "concerns",
    theme: "communication",
    title: words("Concerns raised by residents", "Preocupaciones de los residentes"),
    description: words("What residents raised, and what became of it.", "Lo que los residentes plantearon, y qué fue de ello."),
    to: "2025-12-31",
  },
];

interface TableEntry {
  readonly code: string;
  readonly dataset: string;
  readonly title: LocalisedText;
  readonly area: readonly string[];
  readonly period: readonly CalendarGrain[];
  readonly category: { readonly code: string; readonly title: LocalisedText; readonly levels: readonly string[] };
  readonly measures: readonly string[];
  /** Counts above zero and below it are hidden. */
  readonly threshold: number;
}
const offence = { code: "offence", title: words("Offence", "Delito") };
const tables: readonly TableEntry[] = [
  {
    code: "incidents-by-district",
    dataset: "incidents",
    title: words("Incidents by district", "Incidentes por distrito"),
    area: ["district", "city"],
    period: ["month", "quarter", "year"],
    category: { ...offence, levels: ["category", "class", "all"] },
    measures: ["OUT.01", "OUT.01.R"],
    threshold: 5,
  },
  {
    code: "incidents-by-beat",
    dataset: "incidents",
    title: words("Incidents by beat", "Incidentes por sector"),
    area: ["beat", "district", "city"],
    period: ["year"],
    category: { ...offence, levels: ["class", "all"] },
    measures: ["OUT.01"],
    threshold: 5,
  },
  {
    code: "incidents-by-council-district",
    dataset: "incidents",
    title: words("Incidents by council district", "Incidentes por distrito del concejo"),
    area: ["council_district", "city"],
    period: ["quarter", "year"],
    category: { ...offence, levels: ["all"] },
    measures: ["OUT.01"],
    threshold: 5,
  },
  {
    code: "engagement-by-district",
    dataset: "engagement",
    title: words("Activities by district", "Actividades por distrito"),
    area: ["district", "city"],
    period: ["quarter", "year"],
    category: { code: "activity", title: words("Kind of activity", "Tipo de actividad"), levels: ["kind", "all"] },
    measures: ["ENG.01", "ENG.02"],
    threshold: 0,
  },
  {
    code: "concerns-by-district",
    dataset: "concerns",
    title: words("Concerns by district", "Preocupaciones por distrito"),
    area: ["district", "city"],
    period: ["quarter", "year"],
    category: { code: "theme", title: words("Theme", "Tema"), levels: ["theme", "all"] },
    measures: ["DLG.01"],
    threshold: 3,
  },
];

const policyOf = ({ threshold }: TableEntry): PublicPolicy =>
  threshold === 0
    ? {
        method: "none",
        explanation: words("These figures count activities, not people.", "Estas cifras cuentan actividades, no personas."),
        threshold: null,
        width: null,
      }
    : {
        method: "suppress",
        explanation: words(
          "Small counts, and some others that would give them away, are not shown.",
          "No se muestran los recuentos pequeños ni otros que permitirían deducirlos.",
        ),
        threshold,
        width: threshold,
      };

/** Months of a period, counted from January 2024. */
function months({ start, end }: Period): readonly number[] {
  const index = (day: string) => (Number(day.slice(0, 4)) - 2024) * 12 + Number(day.slice(5, 7)) - 1;
  return Array.from({ length: index(end) - index(start) + 1 }, (_, at) => index(start) + at);
}
const isWithin = (code: string, above: string, parents: ReadonlyMap<string, string | undefined>): boolean => {
  for (let at: string | undefined = code; at !== undefined; at = parents.get(at)) if (at === above) return true;
  return false;
};

// How often each thing happens in a beat in a month, times 10: the beats are in order, D1A to D3B.
const pace: Readonly<Record<string, readonly number[]>> = {
  assault: [90, 60, 75, 70, 12, 30],
  robbery: [25, 20, 30, 15, 0, 0],
  burglary: [60, 35, 45, 40, 25, 10],
  theft: [220, 180, 260, 140, 60, 55],
  meeting: [10, 10, 10, 10, 10, 10],
  event: [12, 4, 8, 3, 3, 0],
  youth: [6, 3, 7, 5, 0, 0],
  traffic: [30, 25, 18, 20, 15, 11],
  noise: [12, 9, 22, 14, 2, 1],
};
/** What the second release mends: nine thefts in Old Town in March 2025 that came late. */
const mended = { category: "theft", beat: "D2A", month: 14, added: 9 };
/** How often it happened: a formula with a season and something that looks like chance, and no random number. */
function times(category: string, beat: number, month: number, corrected: boolean): number {
  const tenths = pace[category]?.[beat] ?? 0;
  const wobble = (month * 7 + beat * 13 + category.length * 5) % 11;
  const late = corrected && category === mended.category && beats[beat]?.code === mended.beat && month === mended.month ? mended.added : 0;
  return Math.floor((tenths * (10 + 2 * Math.sin((month / 6) * Math.PI) + wobble / 3)) / 110) + late;
}
const beats = areas.filter(({ level }) => level === "beat");
const areaParents = new Map<string, string | undefined>(areas.map(({ code, parent }) => [code, parent]));
/** Which beats an area takes its figures from. Council districts do not nest: the beats of D2 are shared out between the two. */
const beatsOf = (area: AreaEntry): readonly number[] =>
  area.level === "council_district"
    ? area.code === "W1"
      ? [0, 1, 2]
      : [3, 4, 5]
    : beats.flatMap(({ code }, at) => (isWithin(code, area.code, areaParents) ? [at] : []));

function count(list: readonly CodeEntry[], code: string, area: AreaEntry, period: Period, corrected: boolean): number {
  const parents = new Map<string, string | undefined>(list.map(({ code, parent }) => [code, parent]));
  const leaves = list.filter((one) => !list.some(({ parent }) => parent === one.code) && isWithin(one.code, code, parents));
  let sum = 0;
  for (const leaf of leaves)
    for (const beat of beatsOf(area)) for (const month of months(period)) sum += times(leaf.code, beat, month, corrected);
  return sum;
}

interface Figure {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
}
const hidden = (status: ObservationStatus): Figure => ({ value: null, numerator: null, denominator: null, status });

function figure(table: TableEntry, measure: string, area: AreaEntry, period: Period, code: string, corrected: boolean): Figure {
  // The third district did not report its concerns of the first quarter of 2024, and so neither the year nor the city is known.
  if (table.dataset === "concerns" && area.code !== "D1" && area.code !== "D2" && ["2024-Q1", "2024"].includes(period.code)) {
    return hidden("NOT_REPORTED");
  }
  const events = count(codeLists[table.category.code]?.codes ?? [], code, area, period, corrected);
  if (events > 0 && events < table.threshold) return hidden("SUPPRESSED");
  if (measure === "OUT.01.R") {
    return { value: (1000 * events) / area.residents, numerator: events, denominator: area.residents, status: "AVAILABLE" };
  }
  return { value: measure === "ENG.02" ? events * 17 : events, numerator: null, denominator: null, status: "AVAILABLE" };
}

function crossProduct(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);
}

interface Observation {
  readonly grouping: number;
  readonly measure: string;
  readonly area: AreaEntry;
  readonly period: Period;
  readonly code: string;
  readonly figure: Figure;
  readonly flags: readonly ObservationFlag[];
}

function observationsOf(table: TableEntry, corrected: boolean): readonly Observation[] {
  const dataset = datasets.find(({ code }) => code === table.dataset);
  const to = dataset?.to ?? "2025-12-31";
  const observations: Observation[] = [];
  for (const [grouping, [areaLevel, grain, level]] of crossProduct([table.area, table.period, table.category.levels]).entries()) {
    for (const measure of table.measures) {
      for (const area of areas.filter((one) => one.level === areaLevel)) {
        for (const period of periodsBetween(from, "2025-12-31", grain as CalendarGrain)) {
          for (const { code } of (codeLists[table.category.code]?.codes ?? []).filter((one) => one.level === level)) {
            const own = figure(table, measure, area, period, code, corrected);
            const flags: ObservationFlag[] = [];
            if (own.status === "AVAILABLE" && period.end > to) flags.push("PARTIAL_COVERAGE");
            if (corrected && own.value !== figure(table, measure, area, period, code, false).value) flags.push("REVISED");
            observations.push({ grouping, measure, area, period, code, figure: own, flags });
          }
        }
      }
    }
  }
  return observations;
}

/** What is other in a release than in the usual ones. */
interface Unlike {
  /** What an area's code is. */
  readonly codeOf?: (code: string) => string;
  /** The version that it withdraws, in place of correcting 1.0.0. */
  readonly withdraws?: string;
  /** Only these tables. */
  readonly tables?: readonly string[];
}

async function writeRelease(
  transaction: Transaction,
  version: string,
  publishedAt: string,
  { codeOf = (code) => code, withdraws, tables: wanted }: Unlike = {},
): Promise<void> {
  const corrected = version !== "1.0.0";
  const own = tables.filter(({ code }) => wanted?.includes(code) ?? true);
  const ownAreas = (codes: readonly string[]) => codes.map(codeOf);
  const ownCodes = (json: string) => json.replaceAll(/"(D\d[AB]?)"/g, (_, code: string) => `"${codeOf(code)}"`);
  const [release = 0] = await newIds(transaction, "release", 1);
  const grains = ["month", "quarter", "year"] as const;
  const periods = await writePeriods(
    transaction,
    grains.flatMap((grain) => periodsBetween(from, "2025-12-31", grain)),
  );
  await writeAgency(transaction, release, hub);
  const areaIds = await writeGeography(transaction, release, levels, areas, codeOf);
  await write(
    transaction,
    "population",
    ["release_id", "area_id", "group", "year", "residents", "source"],
    areas.flatMap(({ code, residents }) => [
      { code, group: "all", residents },
      { code, group: "under-18", residents: Math.floor(residents / 5) },
    ]),
    ({ code, group }) => `${code} ${group}`,
    ({ code, group, residents }) => [release, get(areaIds, code), group, 2024, residents, "Testhaven Census, fictional"],
  );
  const lists = Object.entries(codeLists);
  const listIds = await write(
    transaction,
    "code_list",
    ["release_id", "code", "title"],
    lists,
    ([code]) => code,
    ([code, { title }]) => [release, code, text(title)],
  );
  for (const [list, { codes }] of lists) {
    await write(
      transaction,
      "code",
      ["code_list_id", "code", "level", "label", "parent_id", "position"],
      codes,
      ({ code }) => code,
      (code, ids, at) => [
        get(listIds, list),
        code.code,
        code.level,
        text(code.label),
        code.parent === undefined ? null : get(ids, code.parent),
        at,
      ],
    );
  }
  const source = {
    publisher: hub.publisher,
    recordsRead: 12_345,
    recordsUsed: 12_310,
    leftOut: [
      { code: "AREA_UNKNOWN", records: 35 },
      { code: "DATE_UNREADABLE", records: "fewer than 10" },
    ],
    notes: [
      {
        code: "NO_COORDINATES",
        title: words("Records without a place on the map", "Registros sin lugar en el mapa"),
        records: "hundreds",
      },
    ],
  };
  const datasetIds = await writeDatasets(
    transaction,
    release,
    datasets.map((dataset) => ({ ...dataset, from, source })),
  );
  const measures = [...new Set(own.flatMap((table) => table.measures))].map((code) => {
    const measure = measureByCode(code);
    if (measure === undefined) throw new Error(`The catalogue has no measure ${code}.`);
    return measure;
  });
  const known = { datasets: datasetIds, measures: await writeMeasures(transaction, release, measures), areas: areaIds, periods };

  const manifest: ReleaseManifest["tables"] = [];
  for (const [position, table] of own.entries()) {
    const observations = observationsOf(table, corrected);
    const told = await writeTable(
      transaction,
      release,
      {
        ...table,
        policy: policyOf(table),
        sha256: sha256(text(observations)),
        position,
        dimensions: [
          { code: "area", title: words("Area", "Área"), kind: "geography", levels: table.area, list: null },
          { code: "period", title: words("Period", "Período"), kind: "time", levels: table.period, list: null },
          { ...table.category, kind: "category", list: get(listIds, table.category.code) },
        ],
        groupings: crossProduct([table.area, table.period, table.category.levels]),
        observations: observations.map(({ grouping, measure, area, period, code, figure: { status, ...figures }, flags }) => ({
          ...{ grouping, measure, area: area.code, period: period.code, codes: [code], status, flags },
          figures: { value: figures.value, numerator: figures.numerator, denominator: figures.denominator },
        })),
      },
      known,
    );
    manifest.push(told);
  }

  await write(
    transaction,
    "public_record",
    ["release_id", "kind", "code", "areas", "given", "position"],
    fixtureRecords(corrected),
    ({ kind, code }) => `${kind} ${code}`,
    ({ kind, code, areas: named, values }, _, position) => [release, kind, code, ownAreas(named), ownCodes(text(values)), position],
  );
  if (withdraws !== undefined) {
    await write(
      transaction,
      "correction",
      ["release_id", "affected_version", "kind", "what", "why", "impact", "noticed_on"],
      [withdraws],
      (affected) => affected,
      (affected) => [
        release,
        affected,
        "withdrawal",
        text(words("Some of its figures could point to people.", "Algunas de sus cifras podrían señalar a personas.")),
        text(words("A rule was set wrongly.", "Una regla estaba mal puesta.")),
        text(words("Nothing of it may be used.", "No se puede usar nada de ella.")),
        "2026-04-01",
      ],
    );
  } else if (corrected) {
    await write(
      transaction,
      "correction",
      ["release_id", "affected_version", "kind", "what", "why", "impact", "noticed_on"],
      ["1.0.0"],
      (affected) => affected,
      (affected) => [
        release,
        affected,
        "correction",
        text(words("Thefts in Old Town in March 2025 were too low.", "Los hurtos en Casco Antiguo en marzo de 2025 eran demasiado bajos.")),
        text(words("Nine records came late.", "Nueve registros llegaron tarde.")),
        text(
          words(
            "That month, its quarter and its year rise by 9, in the district and in the city.",
            "Ese mes, su trimestre y su año suben en 9, en el distrito y en la ciudad.",
          ),
        ),
        "2026-03-02",
      ],
    );
  }
  const records = Map.groupBy(fixtureRecords(corrected), ({ kind }) => kind);
  const whole: ReleaseManifest = {
    format: 1,
    tables: manifest,
    records: [...publicKinds, ...findingKinds].flatMap(({ name }) => {
      const own = records.get(name) ?? [];
      return own.length === 0
        ? []
        : [{ kind: name, rows: own.length, sha256: sha256(own.map((record) => `${recordLine(record)}\n`).join("")) }];
    }),
    codes: {
      area: areas.map(({ code }) => codeOf(code)),
      ...Object.fromEntries(lists.map(([code, { codes }]) => [code, codes.map((one) => one.code)])),
    },
    wordsSha256: sha256(inLanguage(hub.title, "en")),
    referenceSha256: sha256(text(areas)),
    certificateSha256: sha256(version),
  };
  await writeReleaseRow(transaction, { release, version, publishedAt, hub }, whole);
}

/**
 * Publishes Testhaven as release 1.0.0: a city with districts, beats and council districts; recorded incidents, engagement and
 * concerns of 2024 and 2025; true zeros, hidden cells, cells that were not reported, and a last month that is covered in part.
 * @param database Opened as publisher.
 * @param options.corrected Publishes 1.1.0 as well: nine thefts that came late, with the correction that says so.
 */
export async function publishFixture(database: Database, options: { readonly corrected?: boolean } = {}): Promise<void> {
  await database.transaction((transaction) => writeRelease(transaction, "1.0.0", "2026-01-15T12:00:00Z"));
  if (options.corrected) await publishCorrection(database);
}

/** Publishes 1.1.0 after 1.0.0: nine thefts that came late, with the correction that says so. Or the same again, under a later version. */
export async function publishCorrection(database: Database, version = "1.1.0"): Promise<void> {
  await database.transaction((transaction) => writeRelease(transaction, version, "2026-03-03T12:00:00Z"));
}

/** Two releases of Testhaven with one table. */
export async function publishTwo(database: Database): Promise<void> {
  const small = { tables: ["incidents-by-district"] };
  await database.transaction((transaction) => writeRelease(transaction, "1.0.0", "2026-01-15T12:00:00Z", small));
  await database.transaction((transaction) => writeRelease(transaction, "1.1.0", "2026-03-03T12:00:00Z", small));
}

/** The release after those two: Hillside has got another code, D9, and release 1.1.0 is taken back. */
export async function publishWithdrawal(database: Database): Promise<void> {
  const unlike = {
    tables: ["incidents-by-district"],
    codeOf: (code: string) => code.replace(/^D3/, "D9"),
    withdraws: "1.1.0",
  };
  await database.transaction((transaction) => writeRelease(transaction, "2.0.0", "2026-04-02T12:00:00Z", unlike));
}
