import { createHash } from "node:crypto";
import {
  type Attacker,
  attackers,
  type MethodCertificate,
  measureByCode,
  type ProtectionMethod,
  type ReleaseSignature,
  releaseCertificate,
} from "@openbeat/schema/domain";
import type { Hub, Measure, PublishedTable } from "./hub.ts";

/** One measure of a dataset, and how it was protected; nothing where the certificate does not say. */
export interface CertifiedMeasure {
  readonly measure: Measure;
  readonly certificate: MethodCertificate | undefined;
  /** Figures that are shown. Of a survey, what is neither shown nor hidden to protect people is too imprecise, or was not asked. */
  readonly shown: number;
}

/** A measure of a survey, and how it was protected. */
export interface CertifiedEstimates extends CertifiedMeasure {
  readonly certificate: Extract<MethodCertificate, { readonly method: "survey" }>;
}

/** The measures of a dataset, where it is a survey with one policy for all of them. */
export function surveyMeasuresOf(measures: readonly CertifiedMeasure[]): readonly CertifiedEstimates[] | undefined {
  const found = measures.flatMap(({ certificate, ...measure }) => (certificate?.method === "survey" ? [{ ...measure, certificate }] : []));
  return found.length === measures.length && new Set(found.map(({ certificate }) => certificate.policyHash)).size === 1 ? found : undefined;
}

/** What a release's certificate says, in the order of its page. Totals only. */
export interface CertificateContent {
  readonly datasets: readonly { readonly code: string; readonly title: string; readonly measures: readonly CertifiedMeasure[] }[];
  readonly methods: readonly ProtectionMethod[];
  /** Who attacked some measure of the release. */
  readonly attackers: readonly Attacker[];
  readonly shown: number;
  readonly suppressed: number;
  /** Whether the certificate was read, where there is anything to certify: where not, the numbers above say nothing. */
  readonly isRead: boolean;
  /** Null where nothing is hidden. */
  readonly narrowest: number | null;
  readonly engines: readonly string[];
  readonly signature: ReleaseSignature | undefined;
  /** SHA-256 of the key, as `openbeat audit` prints it. */
  readonly fingerprint: string | undefined;
  /** Tables that hide nothing, by the reason that their policy gives. */
  readonly inFull: readonly { readonly reason: string; readonly tables: readonly PublishedTable[] }[];
}

/** The narrowest interval that any hidden figure of a measure was left with; null where there is none. */
const narrowestOf = (certificate: MethodCertificate): number | null => (certificate.method === "suppress" ? certificate.worstWidth : null);

/** How many figures of a measure the tables of a dataset show, table by table. */
function shownIn(tables: readonly PublishedTable[], dataset: string, measure: string): number {
  const rows = tables.filter((table) => table.dataset === dataset).flatMap(({ cubes }) => cubes.flatMap((cube) => cube.rows));
  return rows.filter((row) => row.measure === measure && row.observation.status === "AVAILABLE").length;
}

/** The first characters of a key's SHA-256: enough to compare by eye. */
const fingerprintOf = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex").slice(0, 32);

/** Reads the certificate of a release. Of what cannot be read, nothing is promised. */
export function certificateOf(hub: Hub): CertificateContent {
  const read = releaseCertificate.safeParse(hub.certificate).data;
  const protectedTables = hub.tables.filter(({ policy }) => policy.method !== "none");
  const datasets = hub.datasets.flatMap(({ code, title }) => {
    const codes = new Set(protectedTables.filter(({ dataset }) => dataset === code).flatMap(({ measures }) => measures));
    const own = read?.datasets.find(({ dataset }) => dataset === code)?.measures ?? [];
    // A rate is protected as its count is, and has no certificate of its own. Each estimate of a survey has.
    const isSurvey = hub.surveys.some((survey) => survey.code === code);
    const measures = hub.measures.flatMap((measure): CertifiedMeasure[] => {
      if (!codes.has(measure.code) || !(isSurvey || ["COUNT", "SUM"].includes(measure.kind))) return [];
      const entryOf = (wanted: string | undefined) => own.find((entry) => entry.measure === wanted);
      // A part of a count is one of its categories, and protected with it.
      if (entryOf(measureByCode(measure.code)?.partOf?.count) !== undefined) return [];
      const certificate = entryOf(measure.code)?.certificate;
      const counted = certificate === undefined ? 0 : certificate.cells - certificate.suppressed;
      return [{ measure, certificate, shown: certificate?.method === "survey" ? shownIn(protectedTables, code, measure.code) : counted }];
    });
    return measures.length === 0 ? [] : [{ code, title, measures }];
  });
  const certificates = datasets.flatMap(({ measures }) => measures.flatMap(({ certificate }) => certificate ?? []));
  const sum = (count: (certificate: MethodCertificate) => number) => certificates.reduce((all, certificate) => all + count(certificate), 0);
  const widths = certificates.flatMap((certificate) => narrowestOf(certificate) ?? []);
  const open = hub.tables.filter(({ policy }) => policy.method === "none");
  return {
    datasets,
    methods: [...new Set(certificates.map(({ method }) => method))],
    attackers: attackers.filter((by) => certificates.some(({ attacks }) => attacks.some((attack) => attack.by === by))),
    shown: datasets.reduce((all, { measures }) => measures.reduce((own, { shown }) => own + shown, all), 0),
    suppressed: sum(({ suppressed }) => suppressed),
    isRead: read !== undefined || datasets.length === 0,
    narrowest: widths.length === 0 ? null : Math.min(...widths),
    engines: [...new Set(certificates.map(({ engine }) => engine))],
    signature: read?.signature,
    fingerprint: read === undefined ? undefined : fingerprintOf(read.signature.publicKey),
    inFull: [...Map.groupBy(open, ({ policy }) => policy.explanation)].map(([reason, tables]) => ({ reason, tables })),
  };
}
