import type { CorrectionsQuery } from "../generated/graphql.ts";
import { correctionsQuery } from "../queries/withdrawal.ts";
import type { Ask } from "./ask.ts";
import type { ReleaseNote } from "./hub.ts";

type Correction = NonNullable<CorrectionsQuery["release"]>["corrections"][number];

/** A release that was taken back. */
export interface Withdrawal {
  readonly version: string;
  readonly sha256: string;
  /** The release that took it back. */
  readonly by: ReleaseNote;
  /** What it says of it, in a language of the site. */
  readonly told: ReadonlyMap<string, Correction>;
}

const isWithdrawal = ({ kind }: { readonly kind: string }) => kind === "withdrawal";

/** The versions that a later release withdrew, each with that release. A release does not withdraw itself or a later one. */
export function withdrawnBy(releases: readonly ReleaseNote[]): ReadonlyMap<string, ReleaseNote> {
  const found = new Map<string, ReleaseNote>();
  // Oldest first: the release that withdrew it first says why.
  for (const [at, by] of [...releases.entries()].reverse()) {
    const older = new Set(releases.slice(at + 1).map(({ version }) => version));
    for (const { affectedVersion } of by.corrections.filter(isWithdrawal)) {
      if (!older.has(affectedVersion))
        throw new Error(`Release ${by.version} withdraws ${affectedVersion}, and there is no earlier release of that version.`);
      if (!found.has(affectedVersion)) found.set(affectedVersion, by);
    }
  }
  return found;
}

/** Reads why releases were withdrawn, in every language. */
export async function readWithdrawals(
  ask: Ask,
  releases: readonly ReleaseNote[],
  languages: readonly string[],
): Promise<readonly Withdrawal[]> {
  const withdrawals: Withdrawal[] = [];
  for (const [version, by] of withdrawnBy(releases)) {
    const told = new Map<string, Correction>();
    for (const language of languages) {
      const { release } = await ask(correctionsQuery, { version: by.version, language });
      const own = release?.corrections.find((one) => isWithdrawal(one) && one.affectedVersion === version);
      if (own !== undefined) told.set(language, own);
    }
    withdrawals.push({ version, sha256: releases.find((one) => one.version === version)?.sha256 ?? "", by, told });
  }
  return withdrawals;
}
