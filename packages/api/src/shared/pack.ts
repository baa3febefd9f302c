import { createHash } from "node:crypto";
import { Answer, type Encoding } from "../answer-cache.ts";

// An answer in the shared cache: the hash of the rest and of its name; the length of the head; the head as JSON; and the bodies.
// The name is hashed with it, so that a value under another name than it was written for is not taken for an answer.

const hashLength = 32;
const headAt = hashLength + 4;

interface Head {
  readonly status: number;
  readonly type: string;
  readonly lifetime: "for ever" | "until a release";
  readonly headers: Readonly<Record<string, string>>;
  /** The bodies that follow, with their lengths in bytes: the plain one first. */
  readonly bodies: readonly (readonly [Encoding, number])[];
}

const hashOf = (name: string, rest: Buffer) => createHash("sha256").update(name).update("\0").update(rest).digest();

/** Writes an answer as bytes, with the encodings that were made of it so far. */
export async function packAnswer(name: string, answer: Answer): Promise<Buffer> {
  const { status, type, lifetime, headers } = answer;
  if (lifetime === "not at all") throw new Error("This answer may not be kept.");
  const bodies: (readonly [Encoding, Buffer])[] = [["identity", await answer.bytes("identity")], ...(await answer.packed())];
  const head: Head = { status, type, lifetime, headers, bodies: bodies.map(([encoding, { length }]) => [encoding, length]) };
  const headBytes = Buffer.from(JSON.stringify(head));
  const headLength = Buffer.alloc(4);
  headLength.writeUInt32BE(headBytes.length);
  const rest = Buffer.concat([headLength, headBytes, ...bodies.map(([, bytes]) => bytes)]);
  return Buffer.concat([hashOf(name, rest), rest]);
}

/** Reads an answer. @returns `undefined` where the bytes are not, to the last, what was written under this name. */
export function unpackAnswer(name: string, edition: string, packed: Buffer): Answer | undefined {
  if (packed.length < headAt) return undefined;
  if (!hashOf(name, packed.subarray(hashLength)).equals(packed.subarray(0, hashLength))) return undefined;
  let at = headAt + packed.readUInt32BE(hashLength);
  const { bodies, ...head } = JSON.parse(packed.toString("utf8", headAt, at)) as Head;
  const read = new Map<Encoding, Buffer>();
  for (const [encoding, length] of bodies) {
    read.set(encoding, packed.subarray(at, at + length));
    at += length;
  }
  const { identity: bytes, ...others } = Object.fromEntries(read);
  if (bytes === undefined) return undefined;
  return new Answer({ ...head, edition, bytes, packed: new Map(Object.entries(others) as ["br" | "gzip", Buffer][]) });
}
