import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { readHub } from "../hub/read-hub.ts";
import { appendLog } from "../log/log.ts";
import { hubKey, signStatement } from "../release/sign.ts";
import type { Published } from "../release/write.ts";

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
  { version, sha256, publishedAt }: Published,
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

/** Tells the addresses of hub.yaml of a release that is new, and the log what became of it. */
export async function announceRelease(
  folder: string,
  published: Published,
  now: () => Date,
  progress: (what: string) => void,
): Promise<readonly Announced[]> {
  const { hub } = readHub(folder);
  if (hub === undefined || !published.isNew || hub.spec.announce.length === 0) return [];
  progress("announcing the release");
  const { hub: code, url, announce: addresses } = hub.spec;
  const announced = await announce(addresses, { code, url }, published, hubKey(folder));
  const told = announced.filter((one) => one.told).length;
  appendLog(folder, { act: "announce", stage: "done", result: { version: published.version, told, of: announced.length } }, now());
  return announced;
}
