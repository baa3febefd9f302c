import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type MethodCertificate, type ReleaseManifest, type ReleaseStructure, releaseStructure } from "@openbeat/schema/domain";
import { hashOf, hashOfLines } from "../../src/release/hash.ts";
import { hierarchySha256 } from "../../src/release/hierarchy.ts";
import { canonicalLine } from "../../src/release/observations.ts";
import { signRelease } from "../../src/release/sign.ts";

/** A figure of the hand-made release: an area, a period, an offence and what is shown; null where it is hidden. */
export type HandMade = readonly [area: string, period: string, offence: string, value: number | null];

const statusOf = (value: number | null) => (value === null ? "SUPPRESSED" : "AVAILABLE");
const structureOf = (certificate: MethodCertificate): Omit<ReleaseStructure, "sha256"> => ({
  format: 1,
  hub: "handmade",
  version: "1.0.0",
  publishedAt: "2026-04-01T09:00:00.000Z",
  levels: [
    { code: "city", parent: null },
    { code: "district", parent: "city" },
  ],
  areas: [
    { code: "S", level: "city", parent: null },
    { code: "1", level: "district", parent: "S" },
    { code: "2", level: "district", parent: "S" },
  ],
  codeLists: [
    {
      code: "incidents.offence",
      codes: [
        { code: "ALL", level: "all", parent: null },
        { code: "THEFT", level: "category", parent: "ALL" },
        { code: "ARSON", level: "category", parent: "ALL" },
      ],
    },
  ],
  datasets: [{ code: "incidents", coverage: { from: "2026-01-01", to: "2026-03-31" }, recordsUsed: null }],
  measures: [{ code: "OUT.01", kind: "COUNT" }],
  tables: ["incidents-by-district", "incidents-by-offence"].map((code) => ({
    code,
    dataset: "incidents",
    file: `r/1.0.0/data/${code}.csv`,
    policy: {
      method: certificate.method,
      threshold: certificate.method === "suppress" ? certificate.threshold : null,
      width: certificate.method === "suppress" ? certificate.width : null,
    },
    dimensions: [
      { code: "area", kind: "GEOGRAPHY" as const, levels: code.endsWith("district") ? ["district", "city"] : ["city"], codeList: null },
      { code: "period", kind: "TIME" as const, levels: ["month", "quarter"], codeList: null },
      { code: "offence", kind: "CATEGORY" as const, levels: ["category", "all"], codeList: "incidents.offence" },
    ],
    measures: ["OUT.01"],
    groupings: (code.endsWith("district") ? ["district", "city"] : ["city"]).flatMap((area) =>
      ["month", "quarter"].flatMap((period) => ["category", "all"].map((offence) => [area, period, offence])),
    ),
  })),
});

/** Writes the public files of a release by hand, signed and with all their hashes. @returns The folder. */
export function writePublicFiles(certificate: MethodCertificate, tables: Readonly<Record<string, readonly HandMade[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-handmade-"));
  const structure = structureOf(certificate);
  const levelOf = (code: string) =>
    structure.areas.find((area) => area.code === code)?.level ??
    structure.codeLists[0]?.codes.find((one) => one.code === code)?.level ??
    (code.includes("Q") ? "quarter" : "month");
  const cellsOf = (table: ReleaseStructure["tables"][number]) =>
    (tables[table.code] ?? []).map(([area, period, offence, value]) => ({
      grouping: table.groupings.findIndex((levels) => levels.join() === [area, period, offence].map(levelOf).join()),
      measure: 0,
      ...{
        area,
        period,
        codes: [offence],
        value,
        status: statusOf(value),
        flags: [],
        numerator: null,
        denominator: null,
        n: null,
        nEffective: null,
        interval: null,
      },
    }));
  const unsigned = { format: 1, datasets: [{ dataset: "incidents", measures: [{ measure: "OUT.01", certificate }] }] };
  const manifest: ReleaseManifest = {
    format: 1,
    tables: structure.tables.map((table) => ({
      dataset: table.dataset,
      code: table.code,
      dimensions: table.dimensions.map(({ code, levels }) => ({ code, levels })),
      measures: table.measures,
      rows: cellsOf(table).length,
      suppressed: 0,
      sha256: hashOfLines(cellsOf(table).map(canonicalLine)),
    })),
    codes: { area: ["1", "2", "S"], "incidents.offence": ["ALL", "ARSON", "THEFT"] },
    hierarchySha256: hierarchySha256(structure),
    ...{ wordsSha256: "", referenceSha256: "", certificateSha256: hashOf(unsigned) },
  };
  const sha256 = hashOf(manifest);
  const { hub, version, publishedAt } = structure;
  const { privateKey } = generateKeyPairSync("ed25519");
  const header = "measure,area,period,offence,value,status,flags,numerator,denominator,lower,upper,release";
  const files: Record<string, string> = {
    "r/1.0.0/certificate.json": JSON.stringify({ ...unsigned, signature: signRelease(privateKey, { hub, version, publishedAt, sha256 }) }),
    "r/1.0.0/release.json": JSON.stringify(manifest),
    "r/1.0.0/structure.json": JSON.stringify(releaseStructure.parse({ ...structure, sha256 })),
  };
  for (const table of structure.tables) {
    const rows = cellsOf(table).map(
      ({ area, period, codes, value }) => `OUT.01,${area},${period},${codes[0]},${value ?? ""},${statusOf(value)},,,,,,1.0.0`,
    );
    files[table.file] = `${[header, ...rows].join("\r\n")}\r\n`;
  }
  const hashes = Object.entries(files).map(([path, text]) => [path, createHash("sha256").update(text).digest("hex")]);
  files["r/1.0.0/manifest.json"] = JSON.stringify({ release: version, sha256, files: Object.fromEntries(hashes) });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
