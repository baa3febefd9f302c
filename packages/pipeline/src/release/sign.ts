import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ReleaseSignature, releaseSignature } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { makePrivateFolder } from "../history/past.ts";
import { writeWhole } from "../private/write-whole.ts";

/** What the hub's key vouches for: that this hub published this content under this number at this time. */
export interface Statement {
  readonly hub: string;
  readonly version: string;
  /** ISO 8601 instant. */
  readonly publishedAt: string;
  /** Of the release's manifest, which holds the hashes of everything else. */
  readonly sha256: string;
}

/** A signature as a release's certificate carries it. */
export type Signature = ReleaseSignature;

/** The public half of a key in short, as people compare it. @param publicKey Base64 of its SPKI in DER. */
export const fingerprintOf = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex").slice(0, 32);

const keyFile = (folder: string) => join(folder, ".openbeat", "key.pem");

/** The hub's private key, from its folder; made at the first release. Whoever has it can publish in the hub's name. */
export function hubKey(folder: string): KeyObject {
  const file = keyFile(folder);
  if (!existsSync(file)) {
    makePrivateFolder(folder);
    const { privateKey } = generateKeyPairSync("ed25519");
    writeWhole(file, privateKey.export({ type: "pkcs8", format: "pem" }), "new");
  }
  return createPrivateKey(readFileSync(file));
}

/** The hub's private key, where it has published before. @throws {PipelineError} `KEY_MISSING` */
export function existingHubKey(folder: string): KeyObject {
  if (!existsSync(keyFile(folder)))
    throw new PipelineError(
      "KEY_MISSING",
      "The hub folder does not hold the hub's key (.openbeat/key.pem), so nothing can be signed in its name. Restore it from a copy, or use the folder that was published from.",
    );
  return hubKey(folder);
}

/** The fingerprint of a hub's own key. @throws {PipelineError} `KEY_MISSING` */
export const publicFingerprint = (folder: string): string =>
  fingerprintOf(createPublicKey(existingHubKey(folder)).export({ type: "spki", format: "der" }).toString("base64"));

/** Signs a release. */
export const signRelease = (key: KeyObject, { hub, version, publishedAt, sha256 }: Statement): Signature =>
  signStatement(key, JSON.stringify({ hub, version, publishedAt, sha256 }));

/** Signs a statement, to the letter. */
export function signStatement(key: KeyObject, statement: string): Signature {
  return {
    algorithm: "ed25519",
    publicKey: createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64"),
    statement,
    signature: sign(null, Buffer.from(statement), key).toString("base64"),
  };
}

/** Whether a signature is of this release, by the key that it names. Anything unreadable is not. */
export const isSignedAs = (signature: unknown, { hub, version, publishedAt, sha256 }: Statement): boolean =>
  isSigned(signature, JSON.stringify({ hub, version, publishedAt, sha256 }));

/** Whether a signature is of this statement, by the key that it names. Anything unreadable is not. */
export function isSigned(signature: unknown, statement: string): boolean {
  const read = releaseSignature.safeParse(signature);
  if (!read.success) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(read.data.publicKey, "base64"), type: "spki", format: "der" });
    return (
      key.asymmetricKeyType === "ed25519" &&
      read.data.statement === statement &&
      verify(null, Buffer.from(read.data.statement), key, Buffer.from(read.data.signature, "base64"))
    );
  } catch {
    return false;
  }
}
