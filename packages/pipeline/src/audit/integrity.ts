import { recordLine, releaseCertificate } from "@openbeat/schema/domain";
import { noticesSha256 } from "../notices/notice.ts";
import { hashByLine, hashOf, hashOfLines } from "../release/hash.ts";
import { hierarchySha256 } from "../release/hierarchy.ts";
import { canonicalLine } from "../release/observations.ts";
import { fingerprintOf, isSignedAs } from "../release/sign.ts";
import { hierarchyFor } from "./hierarchy.ts";
import { codesOf, type PublishedTable } from "./measure-group.ts";
import type { OpenRelease, PublicCell, PublicRelease, ReleaseHead } from "./public-release.ts";

/** What a release's own hashes and signature say of it. */
export interface Integrity {
  readonly isSigned: boolean;
  /** SHA-256 of the key that the signature names, in short; nothing where there is no signature. */
  readonly key: string | undefined;
  /** What does not fit, in sentences. */
  readonly wrong: readonly string[];
}

const without = (certificate: unknown): unknown => {
  if (typeof certificate !== "object" || certificate === null) return certificate;
  return Object.fromEntries(Object.entries(certificate).filter(([key]) => key !== "signature"));
};

/**
 * Follows the chain from the signature to every figure: the signature is of the manifest's hash, the manifest has the hashes of the
 * certificate and of each table, and a table's is made anew from its figures.
 */
export function integrityOf(release: PublicRelease): Integrity {
  const { structure, cells } = release;
  return chainOf(
    release,
    new Map(structure.tables.map((table) => [table.code, hashOfLines(linesOf(structure, table, cells.get(table.code) ?? []))])),
  );
}

/** The same of a release whose figures are read some at a time: never are many of them in memory. */
export async function integrityOfOpen({ head, cellsOf }: OpenRelease): Promise<Integrity> {
  const hashes = new Map<string, string>();
  for (const table of head.structure.tables) {
    const hash = hashByLine();
    for await (const cells of cellsOf(table)) for (const line of linesOf(head.structure, table, cells)) hash.add(line);
    hashes.set(table.code, hash.digest());
  }
  return chainOf(head, hashes);
}

/** @param hashes Of each table, from its figures. */
function chainOf(release: ReleaseHead, hashes: ReadonlyMap<string, string>): Integrity {
  const { structure, manifest } = release;
  const { hub, version, publishedAt, sha256 } = structure;
  const wrong: string[] = [];
  const signature = (release.certificate as { readonly signature?: unknown } | null)?.signature;
  const publicKey = releaseCertificate.shape.signature.safeParse(signature).data?.publicKey;
  if (hashOf(release.rawManifest) !== sha256) wrong.push("The release's own manifest is not the one whose hash is signed.");
  if (hashOf(without(release.certificate)) !== manifest.certificateSha256)
    wrong.push("The certificate is not the one of the release's manifest.");
  for (const table of structure.tables) {
    const entry = manifest.tables.find(({ code }) => code === table.code);
    if (entry === undefined) wrong.push(`The release's manifest does not have the table ${table.code}.`);
    else if (hashOf(shapeOf(table)) !== hashOf(shapeOf(entry)))
      wrong.push(`The table ${table.code} is not of the shape that the release's manifest states.`);
    else if (hashes.get(table.code) !== entry.sha256)
      wrong.push(`The figures of the table ${table.code} are not those that were published: its hash is another.`);
  }
  for (const { code } of manifest.tables)
    if (!structure.tables.some((table) => table.code === code)) wrong.push(`The table ${code} of the release's manifest is missing.`);
  for (const { kind, rows, sha256: signed } of manifest.records ?? []) {
    const records = release.records.get(kind) ?? [];
    if (records.length !== rows || hashOfLines(records.map((record) => recordLine(record))) !== signed)
      wrong.push(`The records ${kind} are not those that were published: their hash is another.`);
  }
  if (
    release.notices !== undefined &&
    (release.notices.length === 0 ? undefined : noticesSha256(release.notices)) !== manifest.noticesSha256
  )
    wrong.push("What it says of earlier releases is not what was published: its hash is another.");
  const codes = Object.fromEntries([
    ["area", structure.areas.map(({ code }) => code).sort()],
    ...structure.codeLists.map((list) => [list.code, list.codes.map(({ code }) => code).sort()]),
  ]);
  if (hashOf(codes) !== hashOf(manifest.codes)) wrong.push("The areas or code lists are not those of the release's manifest.");
  if (manifest.hierarchySha256 !== undefined && hierarchySha256(structure) !== manifest.hierarchySha256)
    wrong.push("What rolls up into what is not as the release's manifest states.");
  for (const table of structure.tables)
    for (const { code } of table.dimensions.filter((dimension) => hasHoles(release, dimension)))
      wrong.push(`What rolls up into what has holes: along ${code} of the table ${table.code}.`);
  return {
    isSigned: isSignedAs(signature, { hub, version, publishedAt, sha256 }),
    key: publicKey === undefined ? undefined : fingerprintOf(publicKey),
    wrong,
  };
}

const shapeOf = ({
  dataset,
  dimensions,
  measures,
}: Pick<PublishedTable, "dataset" | "measures"> & {
  readonly dimensions: readonly { readonly code: string; readonly levels: readonly string[] }[];
}) => [dataset, dimensions.map(({ code, levels }) => [code, levels]), measures];

/**
 * Whether a hierarchy ties some of a table's levels to nothing. In releases that do not have them signed, leaving parents out would
 * make an attack weaker: each code must lie in one of another level, or have one in it, and where one code of a level lies in another, all do.
 */
function hasHoles({ structure }: ReleaseHead, { kind, codeList, levels }: PublishedTable["dimensions"][number]): boolean {
  if (kind === "TIME" || levels.length < 2) return false;
  const hierarchy = hierarchyFor(structure, kind, codeList);
  const nodes = kind === "GEOGRAPHY" ? structure.areas : (structure.codeLists.find(({ code }) => code === codeList)?.codes ?? []);
  const own = nodes.filter(({ level }) => levels.includes(level));
  const above = new Map(
    own.map(({ code }) => [code, hierarchy.line(code).filter((other) => other !== code && levels.includes(hierarchy.levelOf(other)))]),
  );
  const reached = new Set([...above.values()].flat());
  const levelsBelow = new Set(own.filter(({ code }) => (above.get(code)?.length ?? 0) > 0).map(({ level }) => level));
  return own.some(({ code, level }) => above.get(code)?.length === 0 && (levelsBelow.has(level) || !reached.has(code)));
}

/** Figures of a table as the lines that its hash is made of. */
function* linesOf(structure: ReleaseHead["structure"], table: PublishedTable, cells: readonly PublicCell[]): Generator<string> {
  const hierarchies = table.dimensions.map(({ kind, codeList }) => hierarchyFor(structure, kind, codeList));
  const groupings = new Map(table.groupings.map((levels, place) => [levels.join(), place]));
  for (const cell of cells) {
    const levels = [...codesOf(table, cell).values()].map((code, place) => hierarchies[place]?.levelOf(code) ?? "");
    yield canonicalLine({ ...cell, grouping: groupings.get(levels.join()) ?? -1, measure: table.measures.indexOf(cell.measure) });
  }
}
