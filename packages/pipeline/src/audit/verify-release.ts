import { type Integrity, integrityOf, integrityOfOpen } from "./integrity.ts";
import { type PublicRelease, type PublicSource, type ReleaseHead, wholeRelease } from "./public-release.ts";

/** What was found of a release, in a sentence, and whether it is as it must be. */
export interface Verified {
  readonly finding: string;
  readonly holds: boolean;
}

/** A release whose files, hashes and signature were checked. */
export interface VerifiedRelease<Release extends ReleaseHead> {
  readonly release: Release;
  /** SHA-256 of the key that the signature names, in short; nothing where there is no signature. */
  readonly key: string | undefined;
  readonly findings: readonly Verified[];
}

function verified<Release extends ReleaseHead>(
  release: Release,
  { checked, wrong }: Awaited<ReturnType<PublicSource["checkFiles"]>>,
  { isSigned, key, wrong: unfit }: Integrity,
): VerifiedRelease<Release> {
  const { version } = release.structure;
  const signed = `the signature ${isSigned ? "is of this release, by the key it names" : "is NOT of this release"}${key === undefined ? "" : ` (${key})`}.`;
  const findings: Verified[] = [{ finding: signed, holds: isSigned }];
  if (checked !== null && wrong.length === 0) findings.push({ finding: checked, holds: true });
  findings.push(...[...wrong, ...unfit].map((finding) => ({ finding, holds: false })));
  return { release, key, findings: findings.map(({ finding, holds }) => ({ finding: `Release ${version}: ${finding}`, holds })) };
}

/** Checks the files of a release against their hashes, and its hashes and figures against its signature: few of its figures are in memory at once. */
export async function verifyRelease(source: PublicSource, version: string): Promise<VerifiedRelease<ReleaseHead>> {
  const files = await source.checkFiles(version);
  const open = await source.open(version);
  return verified(open.head, files, await integrityOfOpen(open));
}

/** The same, and reads the whole of the release. */
export async function readVerified(source: PublicSource, version: string): Promise<VerifiedRelease<PublicRelease>> {
  const files = await source.checkFiles(version);
  const release = await wholeRelease(await source.open(version));
  return verified(release, files, integrityOf(release));
}
