import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { KnownRelease } from "../history/past.ts";
import { readHub } from "../hub/read-hub.ts";
import { appendLog, type ReadLog } from "../log/log.ts";
import { hubKey, signStatement } from "../release/sign.ts";

/** What became of telling one address of a release. */
export interface Announced {
  /** Its host: the rest of an address may be a secret. */
  readonly host: string;
  readonly told: boolean;
  readonly attempts: number;
}

/** How long is waited before each further attempt, and for an answer. */
const pauses = [1000, 5000] as const;
const timeLimit = 10_000;

/**
 * Tells addresses of a release that is public already: a POST of JSON, whose header `Openbeat-Signature` has the hub's ed25519 signature of the body, by the
 * key that the release's certificate names. An address that does not answer is asked again a little later, and then told to the steward: the
 * release stands either way.
 */
export async function announce(
  addresses: readonly string[],
  hub: { readonly code: string; readonly url: string | null },
  { version, sha256, publishedAt }: KnownRelease,
  key: KeyObject,
  wait: readonly number[] = pauses,
): Promise<readonly Announced[]> {
  const body = JSON.stringify({ hub: hub.code, version, sha256, publishedAt, url: hub.url });
  const { signature, publicKey } = signStatement(key, body);
  const headers = { "content-type": "application/json", "openbeat-signature": `ed25519=${signature}`, "openbeat-key": publicKey };
  const tell = async (address: string): Promise<Announced> => {
    const { host } = new URL(address);
    for (let attempts = 1; ; attempts++) {
      try {
        const answer = await fetch(address, { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(timeLimit) });
        await answer.body?.cancel();
        if (answer.ok) return { host, told: true, attempts };
      } catch {
        // No answer is as good as a refusal: it is tried again.
      }
      const pause = wait[attempts - 1];
      if (pause === undefined) return { host, told: false, attempts };
      await sleep(pause);
    }
  };
  return Promise.all(addresses.map(tell));
}

/** How many addresses a hub.yaml names: noted in the log when a release is begun, so that it is known afterwards whom it was owed to. */
export const addressesOf = (folder: string): number => readHub(folder).hub?.spec.announce.length ?? 0;

/**
 * The releases that were owed to addresses and of which no log entry says that they were told, oldest first: a run that was stopped between the seal
 * and the telling leaves one. One that was stopped while it told them leaves one, too: it is told again.
 * @param releases Of the store. @param heads The entries of the log at which they were begun.
 */
export function unannounced(
  { entries }: Pick<ReadLog, "entries">,
  releases: readonly KnownRelease[],
  heads: readonly { readonly version: string; readonly seq: number }[],
): readonly KnownRelease[] {
  const told = new Set(entries.flatMap(({ act, stage, result }) => (act === "announce" && stage === "done" ? [result.version] : [])));
  const owed = new Set(heads.flatMap(({ version, seq }) => (Number(entries[seq - 1]?.result.addresses ?? 0) > 0 ? [version] : [])));
  return releases.filter(({ version }) => owed.has(version) && !told.has(version));
}

/** Tells the addresses of hub.yaml of releases, one after the other, and the log what became of it. */
export async function announceReleases(
  folder: string,
  releases: readonly KnownRelease[],
  now: () => Date,
  progress: (what: string) => void,
): Promise<readonly (Announced & { readonly version: string })[]> {
  const { hub } = readHub(folder);
  if (hub === undefined || hub.spec.announce.length === 0) return [];
  const { hub: code, url, announce: addresses } = hub.spec;
  const all = [];
  for (const release of releases) {
    progress(`announcing release ${release.version}`);
    const announced = await announce(addresses, { code, url }, release, hubKey(folder));
    const told = announced.filter((one) => one.told).length;
    appendLog(folder, { act: "announce", stage: "done", result: { version: release.version, told, of: announced.length } }, now());
    all.push(...announced.map((one) => ({ version: release.version, ...one })));
  }
  return all;
}
