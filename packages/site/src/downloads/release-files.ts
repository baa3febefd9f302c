import { frozenFiles, type ReleaseStructure } from "@openbeat/schema/domain";
import type { Hub } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { tableCsv } from "./csv.ts";
import type { DataFile } from "./data-files.ts";
import type { SiteFile } from "./files.ts";
import { packageOfRelease } from "./package.ts";
import { publishedRecords } from "./record-files.ts";
import { transparencyOf } from "./transparency-files.ts";

/** A file for programs, a line for each entry. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** An instant as it is signed: to the millisecond. */
export const instant = (publishedAt: string): string => new Date(publishedAt).toISOString();

/** What rolls up into what in a release, what its records cover, and which file holds which table. */
const structureOf = (hub: Hub): ReleaseStructure => ({
  format: 1,
  hub: hub.hub.code,
  version: hub.version,
  publishedAt: instant(hub.publishedAt),
  sha256: hub.sha256,
  levels: hub.levels.map(({ code, parent }) => ({ code, parent: parent?.code ?? null })),
  areas: [...hub.areas.values()].map(({ code, level, parent }) => ({ code, level, parent })),
  codeLists: hub.codeLists.map(({ code, codes }) => ({
    code,
    codes: codes.map((entry) => ({ code: entry.code, level: entry.level, parent: entry.parent?.code ?? null })),
  })),
  datasets: hub.datasets.map(({ code, coverageFrom, coverageTo, source }) => ({
    code,
    coverage: { from: coverageFrom, to: coverageTo },
    recordsUsed: source.recordsUsed ?? null,
  })),
  measures: hub.measures.map(({ code, kind }) => ({ code, kind })),
  tables: hub.tables.map(({ code, dataset, policy, dimensions, measures, cubes }) => ({
    code,
    dataset,
    file: frozenFiles(hub.version).table(code, "CSV"),
    policy: { method: policy.method, threshold: policy.threshold ?? null, width: policy.width ?? null },
    dimensions: dimensions.map(({ code: dimension, kind, levels, codeList }) => ({
      code: dimension,
      kind,
      levels: [...levels],
      codeList: codeList?.code ?? null,
    })),
    measures: [...measures],
    groupings: cubes.map(({ by }) => by.map((entry) => entry.slice(entry.indexOf(".") + 1))),
  })),
});

/** What pages of a draft lead to at the address of its release: its figures and records, and nothing that vouches for them. */
export function* draftFiles({ hub }: Edition): Generator<SiteFile> {
  for (const table of hub.tables) yield { path: frozenFiles(hub.version).table(table.code, "CSV"), text: tableCsv(hub, table) };
  yield* publishedRecords(hub);
}

/** What stands beside the pages of a frozen release, so that whoever has its files can check and attack it. @param files Those of its figures. */
export function* releaseFiles({ hub, words }: Edition, files: readonly DataFile[]): Generator<SiteFile> {
  const paths = frozenFiles(hub.version);
  yield { path: paths.certificate, text: jsonText(hub.certificate) };
  yield { path: paths.release, text: jsonText(hub.manifest) };
  yield { path: paths.structure, text: jsonText(structureOf(hub)) };
  yield { path: paths.transparency, text: jsonText(transparencyOf(hub, words)) };
  yield { path: paths.package, text: jsonText(packageOfRelease(hub, words, files)) };
  yield* publishedRecords(hub);
}
