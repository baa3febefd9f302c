import { integrityOf } from "./integrity.ts";
import type { PublicRelease, PublicSource } from "./public-release.ts";

/** What was found of a release, in a sentence, and whether it is as it must be. */
export interface Verified {
  readonly finding: string;
  readonly holds: boolean;
}

/** A release whose files, hashes and signature were checked. */
export interface VerifiedRelease {
  readonly release: PublicRelease;
  /** SHA-256 of the key that the signature names, in short; nothing where there is no signature. */
  readonly key: string | undefined;
  readonly findings: readonly Verified[];
}

/** Checks the files of a release against their hashes, and its hashes and figures against its signature. */
export async function verifyRelease(source: PublicSource, version: string): Promise<VerifiedRelease> {
  const { checked, wrong } = await source.checkFiles(version);
  const release = await source.read(version);
  const { isSigned, key, wrong: unfit } = integrityOf(release);
  const signed = `the signature ${isSigned ? "is of this release, by the key it names" : "is NOT of this release"}${key === undefined ? "" : ` (${key})`}.`;
  const findings: Verified[] = [{ finding: signed, holds: isSigned }];
  if (checked !== null && wrong.length === 0) findings.push({ finding: checked, holds: true });
  findings.push(...[...wrong, ...unfit].map((finding) => ({ finding, holds: false })));
  return { release, key, findings: findings.map(({ finding, holds }) => ({ finding: `Release ${version}: ${finding}`, holds })) };
}
