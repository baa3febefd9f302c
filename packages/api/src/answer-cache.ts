import { createHash, hash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { errorDocs } from "@openbeat/schema";
import type { ApiErrorCode } from "./errors.ts";

/** How an answer may be kept by others. */
export type Lifetime = "for ever" | "until a release" | "not at all";

export type Encoding = "br" | "gzip" | "identity";

const compress: Readonly<Record<Exclude<Encoding, "identity">, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }),
};

export interface AnswerOptions {
  readonly status: number;
  readonly type: string;
  readonly lifetime: Lifetime;
  /** As they are, without an encoding. */
  readonly bytes: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of which releases it was made; left out where it rests on none. */
  readonly edition?: string | undefined;
  /** The same bytes, packed already. */
  readonly packed?: ReadonlyMap<Exclude<Encoding, "identity">, Buffer>;
}

/** What an entry of the cache takes beside its bytes, about. */
const overhead = 1000;

/** An answer as bytes, in each encoding that somebody asked for. */
export class Answer {
  readonly status: number;
  readonly type: string;
  readonly lifetime: Lifetime;
  readonly headers: Readonly<Record<string, string>>;
  readonly edition: string | undefined;
  /** Told how many bytes were added when another encoding was made. */
  onGrow: ((bytes: number) => void) | undefined;
  readonly #plain: Buffer;
  readonly #hash: string;
  readonly #encoded: Map<Encoding, Buffer | Promise<Buffer>>;
  #size: number;

  constructor(options: AnswerOptions) {
    this.status = options.status;
    this.type = options.type;
    this.lifetime = options.lifetime;
    this.headers = options.headers ?? {};
    this.edition = options.edition;
    this.#plain = options.bytes;
    this.#encoded = new Map(options.packed);
    const held = [options.bytes, ...(options.packed?.values() ?? []), ...Object.entries(this.headers).flat()];
    this.#size = held.reduce((sum, { length }) => sum + length, overhead);
    this.#hash = createHash("sha256").update(options.type).update("\n").update(options.bytes).digest("base64url").slice(0, 27);
  }

  get text(): string {
    return this.#plain.toString();
  }

  /** Memory that it takes with the encodings made so far, in bytes. */
  get size(): number {
    return this.#size;
  }

  /** Its bytes in the encodings that were asked for, once they are made. */
  async packed(): Promise<ReadonlyMap<Encoding, Buffer>> {
    return new Map(await Promise.all([...this.#encoded].map(async ([encoding, bytes]) => [encoding, await bytes] as const)));
  }

  /** Strong, so one for each encoding: the same tag, the same bytes. */
  etag(encoding: Encoding): string {
    return encoding === "identity" ? `"${this.#hash}"` : `"${this.#hash}-${encoding}"`;
  }

  /** Short answers are not worth packing. */
  get isPackable(): boolean {
    return this.#plain.length >= 1000;
  }

  bytes(encoding: Encoding): Buffer | Promise<Buffer> {
    if (encoding === "identity") return this.#plain;
    const made = this.#encoded.get(encoding);
    if (made !== undefined) return made;
    const making = compress[encoding](this.#plain).then(
      (bytes) => {
        this.#encoded.set(encoding, bytes);
        this.#size += bytes.length;
        this.onGrow?.(bytes.length);
        return bytes;
      },
      (error: unknown) => {
        // The next who asks tries again.
        this.#encoded.delete(encoding);
        throw error;
      },
    );
    this.#encoded.set(encoding, making);
    return making;
  }
}

/** A refusal that is not an answer of GraphQL, in its shape all the same. */
export const refusalAnswer = (
  status: number,
  code: ApiErrorCode | "TIMEOUT",
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  new Answer({
    status,
    type: "application/json; charset=utf-8",
    lifetime: "not at all",
    bytes: Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code, docs: errorDocs(code) } }] })),
    headers,
  });

/** A key of a fixed length for an answer: what it was asked with may be long, and is not counted where answers are. */
export function answerKey(...asked: readonly (string | Buffer)[]): string {
  // One text, hashed once: a list of buffers costs more than all else that a kept answer needs.
  let text = "";
  for (const part of asked)
    text += typeof part === "string" ? `${part.length}\n${part}` : `${part.length} bytes\n${part.toString("latin1")}`;
  return hash("sha256", text, "base64");
}

/** Keeps answers in memory, up to a number of bytes, dropping what was not asked for longest. */
export class AnswerCache {
  readonly #most: number;
  #size = 0;
  readonly #answers = new Map<string, Answer>();

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get(key: string): Answer | undefined {
    const answer = this.#answers.get(key);
    if (answer === undefined) return undefined;
    // Until it is half full nothing will be dropped soon, and who was asked for last does not matter.
    if (this.#size > this.#most / 2) {
      this.#answers.delete(key);
      this.#answers.set(key, answer);
    }
    return answer;
  }

  set(key: string, answer: Answer): void {
    if (answer.size > this.#most / 10) return;
    this.drop(key);
    this.#answers.set(key, answer);
    this.#grow(answer.size);
    answer.onGrow = (bytes) => this.#grow(bytes);
  }

  /** Drops what `isGone` says of. */
  purge(isGone: (key: string, answer: Answer) => boolean): void {
    for (const [key, answer] of this.#answers) if (isGone(key, answer)) this.drop(key);
  }

  get bytes(): number {
    return this.#size;
  }

  drop(key: string): void {
    const answer = this.#answers.get(key);
    if (answer === undefined) return;
    this.#answers.delete(key);
    this.#size -= answer.size;
    answer.onGrow = undefined;
  }

  #grow(bytes: number): void {
    this.#size += bytes;
    for (const oldest of this.#answers.keys()) {
      if (this.#size <= this.#most) break;
      this.drop(oldest);
    }
  }
}
