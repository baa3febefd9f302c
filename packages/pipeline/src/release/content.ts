import {
  type DatasetSource,
  type HubDescription,
  type LocalisedText,
  type Measure,
  type PublicPolicy,
  type PublicRecord,
  type PublicRecords,
  type ReleaseManifest,
  recordLine,
} from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Residents } from "../geography/population.ts";
import type { CodeList } from "../hub/code-list.ts";
import type { TableDimension } from "../hub/plan.ts";
import type { PolicySpec } from "../hub/policy-schema.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { type Notice, noticesSha256 } from "../notices/notice.ts";
import type { ProtectedDataset } from "../protect/publishable.ts";
import type { Counted } from "../validate/records.ts";
import { hashOf, hashOfLines } from "./hash.ts";
import { hierarchySha256 } from "./hierarchy.ts";
import { type Beside, canonicalLine, type Observation, observationsOf } from "./observations.ts";
import { type PublicCertificate, publicCertificate } from "./public-certificate.ts";
import { publicPolicyOf } from "./public-policy.ts";
import type { ReadySurvey } from "./survey.ts";

/** A table that is ready to be released. */
export interface ReadyTable {
  readonly code: string;
  readonly title: LocalisedText;
  readonly dimensions: readonly TableDimension[];
  readonly measures: readonly Measure[];
  readonly policy: PublicPolicy;
  readonly rows: number;
  readonly suppressed: number;
  readonly groupings: readonly { readonly levels: readonly string[]; readonly cells: number; readonly suppressed: number }[];
  readonly sha256: string;
  /** In canonical order, made anew at each call. */
  readonly observations: () => Generator<Observation>;
}

/** A dataset that is ready to be released. */
export interface ReadyDataset {
  readonly code: string;
  readonly title: LocalisedText;
  readonly description: LocalisedText;
  readonly theme: string;
  /** First and last day that its records cover: ISO 8601 dates. */
  readonly coverage: { readonly from: string; readonly to: string };
  readonly codeLists: readonly ReadyCodeList[];
  readonly source: DatasetSource;
  readonly tables: readonly ReadyTable[];
  readonly certificates: readonly { readonly measure: string; readonly policySha256: string; readonly certificate: PublicCertificate }[];
  readonly drawings: ProtectedDataset["drawings"];
  /** What was asked and how, where the figures are a survey's. */
  readonly survey: ReadySurvey | null;
}

/** A code list as it is released: the category of that code of the dataset's tables takes its codes from it. */
export type ReadyCodeList = Pick<CodeList, "code" | "title" | "codes">;

/** The curated public records of a kind, ready to be released. */
export interface ReadyRecords {
  readonly kind: string;
  readonly records: readonly PublicRecord[];
  readonly sha256: string;
}

/** Everything of a release but its number and its date: what its hash is made of. */
export interface ReleaseContent {
  readonly hub: HubDescription;
  readonly agencies: HubFolder["spec"]["agencies"];
  readonly geography: Pick<Geography, "levels" | "atLevel">;
  readonly population: readonly Residents[];
  readonly datasets: readonly ReadyDataset[];
  readonly records: readonly ReadyRecords[];
  readonly measures: readonly Measure[];
  /** What it says of earlier releases. */
  readonly notices: readonly Notice[];
  readonly manifest: ReleaseManifest;
  readonly certificate: Readonly<Record<string, unknown>>;
  /** Of the manifest: the same content has the same hash, whenever and wherever it is made. */
  readonly sha256: string;
}

/**
 * How many records a note is about, or were left out, is told as an order of magnitude: closer, it could be a hidden cell's count, or the true one
 * of a figure that was changed. Records left out since their day is not covered yet are all there is of a period that a later release shows.
 */
const toldRoughly = (records: number) =>
  records === 0
    ? "none"
    : ((["fewer than 100", "fewer than 100", "hundreds", "thousands", "tens of thousands", "hundreds of thousands"] as const)[
        String(records).length - 1
      ] ?? "millions");

/** How many records were left out, as it is told. */
export const toldLeftOut = ({ code, records }: Counted): DatasetSource["leftOut"][number] => ({
  code,
  records: records < 10 ? "fewer than 10" : toldRoughly(records),
});

/**
 * Makes a table ready for release: counts and hashes its observations.
 * @param observations Makes them in canonical order, anew at each call.
 */
export function readyTable(
  table: Pick<ReadyTable, "code" | "title" | "dimensions" | "measures" | "policy"> & { readonly groupings: readonly (readonly string[])[] },
  observations: () => Generator<Observation>,
): ReadyTable {
  const groupings = table.groupings.map((levels) => ({ levels, cells: 0, suppressed: 0 }));
  function* countedLines() {
    for (const observation of observations()) {
      const grouping = groupings[observation.grouping];
      if (grouping !== undefined) {
        grouping.cells += 1;
        if (observation.status === "SUPPRESSED") grouping.suppressed += 1;
      }
      yield canonicalLine(observation);
    }
  }
  const sha256 = hashOfLines(countedLines());
  return {
    ...table,
    rows: groupings.reduce((rows, { cells }) => rows + cells, 0),
    suppressed: groupings.reduce((rows, { suppressed }) => rows + suppressed, 0),
    groupings,
    sha256,
    observations,
  };
}

/** The policy that a measure was protected by. */
function policyOf({ plan, policies }: ProtectedDataset, measure: string): PolicySpec | undefined {
  const table = plan.tables.find(({ measures }) => measures.some(({ code }) => code === measure));
  return table === undefined ? undefined : policies.get(table);
}

/** SHA-256 of all that the steward's YAML says of the protection of a measure, with every default stated. The time limit decides nothing. */
function policySha256(data: ProtectedDataset, measure: string): string {
  const { plan } = data;
  const policy = policyOf(data, measure);
  return hashOf({ protection: plan.file.spec.protection, policy: { ...policy, timeLimitSeconds: undefined } });
}

/** Makes a dataset ready for release. */
export function readyDataset(
  hub: HubFolder,
  data: ProtectedDataset,
  counts: {
    readonly read: number;
    readonly used: number;
    readonly leftOut: readonly Counted[];
    readonly notes: readonly Counted[];
    /** Whether late records wait: then the number read would tell how many. */
    readonly waiting: boolean;
  },
  beside: Beside,
): ReadyDataset {
  const { plan } = data;
  const { spec } = plan.file;
  // With noise nothing is told of the records but figures with noise.
  const isNoisy = [...data.policies.values()].some(({ method }) => method === "differentialPrivacy");
  // The number of records used is a figure like any other; with the number read it tells how many were left out.
  const used = data.totalIsShown ? counts.used : null;
  return {
    code: spec.dataset,
    title: spec.title,
    description: spec.description,
    theme: spec.theme,
    coverage: spec.coverage,
    codeLists: [...plan.categories.values()],
    survey: null,
    source: {
      publisher: spec.source.publisher ?? hub.spec.publisher,
      recordsRead: used !== null && !counts.waiting && counts.leftOut.length === 0 ? counts.read : null,
      recordsUsed: used,
      leftOut: isNoisy ? [] : counts.leftOut.map(toldLeftOut),
      ...(spec.breaks.length === 0 ? {} : { breaks: spec.breaks }),
      notes: (isNoisy ? [] : counts.notes).map(({ code, records }) => ({
        code,
        title: spec.notes.find((note) => note.code === code)?.title ?? {},
        records: toldRoughly(records),
      })),
      standards: [...plan.standards].map(([code, { title, hours, from = null }]) => ({ code, title, hours, from })),
    },
    tables: plan.tables.map((table) => {
      const { name, title, policy } = table.spec;
      const ready = { ...table, code: name, title, policy: publicPolicyOf(data.policies.get(table) ?? policy) };
      return readyTable(ready, () => observationsOf(plan, table, data, beside));
    }),
    certificates: data.certificates.map(({ measure, certificate }) => ({
      measure,
      policySha256: policySha256(data, measure),
      certificate: publicCertificate(certificate, policyOf(data, measure)),
    })),
    drawings: data.drawings,
  };
}

function manifestOf(
  hub: HubDescription,
  agencies: HubFolder["spec"]["agencies"],
  geography: Geography,
  population: readonly Residents[],
  datasets: readonly ReadyDataset[],
  records: readonly ReadyRecords[],
  measures: readonly Measure[],
  certificate: unknown,
  notices: readonly Notice[],
): ReleaseManifest {
  const lists = datasets.flatMap(({ code, codeLists }) => codeLists.map((list) => ({ name: `${code}.${list.code}`, list })));
  const areas = [...geography.areas.values()];
  return {
    format: 1,
    tables: datasets.flatMap(({ code: dataset, tables }) =>
      tables.map(({ code, dimensions, measures: own, rows, suppressed, sha256 }) => ({
        dataset,
        code,
        dimensions: dimensions.map(({ code: dimension, levels }) => ({ code: dimension, levels: [...levels] })),
        measures: own.map((measure) => measure.code),
        rows,
        suppressed,
        sha256,
      })),
    ),
    ...(records.length === 0 ? {} : { records: records.map(({ kind, records: { length }, sha256 }) => ({ kind, rows: length, sha256 })) }),
    codes: {
      area: areas.map(({ code }) => code).sort(),
      ...Object.fromEntries(lists.map(({ name, list }) => [name, [...list.codes.keys()].sort()])),
    },
    wordsSha256: hashOf([
      hub,
      agencies,
      measures,
      geography.levels.map(({ name, plural }) => [name, plural]),
      areas.map(({ name }) => name),
      lists.map(({ list }) => [list.title, [...list.codes.values()].map(({ label }) => label)]),
      datasets.map(({ title, description, theme, coverage, source, tables, survey }) => [
        ...[title, description, theme, coverage, source, tables.map((table) => [table.title, table.policy])],
        ...(survey === null ? [] : [survey]),
      ]),
    ]),
    referenceSha256: hashOf([
      geography.levels.map(({ code, parent }) => [code, parent]),
      areas.map(({ code, level, parent, boundary }) => [code, level, parent, boundary?.sha256]),
      population,
      lists.map(({ list }) => [...list.codes.values()].map(({ code, level, parent }) => [code, level, parent])),
    ]),
    hierarchySha256: hierarchySha256({
      levels: geography.levels,
      areas,
      codeLists: lists.map(({ name, list }) => ({ code: name, codes: [...list.codes.values()] })),
    }),
    certificateSha256: hashOf(certificate),
    ...(notices.length === 0 ? {} : { noticesSha256: noticesSha256(notices) }),
  };
}

/** Puts a release together. */
export function releaseContent(
  hub: HubFolder,
  geography: Geography,
  population: readonly Residents[],
  datasets: readonly ReadyDataset[],
  publicRecords: PublicRecords = new Map(),
  notices: readonly Notice[] = [],
): ReleaseContent {
  const { spec } = hub;
  const description: HubDescription = {
    code: spec.hub,
    title: spec.title,
    description: spec.description,
    publisher: spec.publisher,
    languages: spec.languages,
    timezone: spec.timezone,
    licence: spec.licence,
    contact: spec.contact,
    fictional: spec.fictional,
    ...(spec.nextRelease === undefined ? {} : { nextRelease: spec.nextRelease }),
    url: spec.url,
  };
  const measures = [
    ...new Map(
      datasets.flatMap(({ tables }) => tables.flatMap((table) => table.measures)).map((measure) => [measure.code, measure]),
    ).values(),
  ];
  const certificate = {
    format: 1,
    datasets: datasets.map(({ code, certificates }) => ({ dataset: code, measures: certificates })),
  };
  const records = [...publicRecords].map(
    ([kind, list]): ReadyRecords => ({ kind, records: list, sha256: hashOfLines(list.map((record) => recordLine(record))) }),
  );
  const manifest = manifestOf(description, spec.agencies, geography, population, datasets, records, measures, certificate, notices);
  return {
    hub: description,
    agencies: spec.agencies,
    geography,
    population,
    datasets,
    records,
    measures,
    notices,
    manifest,
    certificate,
    sha256: hashOf(manifest),
  };
}

/** The same content with other notices: what it says of earlier releases is no part of its figures. */
export function contentWithNotices(content: ReleaseContent, notices: readonly Notice[]): ReleaseContent {
  const { noticesSha256: _, ...others } = content.manifest;
  const manifest = { ...others, ...(notices.length === 0 ? {} : { noticesSha256: noticesSha256(notices) }) };
  return { ...content, notices, manifest, sha256: hashOf(manifest) };
}
