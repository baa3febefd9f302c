import { createHash } from "node:crypto";
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

/** An answer as bytes, in each encoding that somebody asked for. */
export class Answer {
  readonly status: number;
  readonly type: string;
  readonly lifetime: Lifetime;
  readonly headers: Readonly<Record<string, string>>;
  readonly #plain: Buffer;
  readonly #hash: string;
  readonly #encoded = new Map<Encoding, Promise<Buffer>>();

  constructor(options: {
    readonly status: number;
    readonly type: string;
    readonly lifetime: Lifetime;
    readonly bytes: Buffer;
    readonly headers?: Readonly<Record<string, string>>;
  }) {
    this.status = options.status;
    this.type = options.type;
    this.lifetime = options.lifetime;
    this.headers = options.headers ?? {};
    this.#plain = options.bytes;
    this.#hash = createHash("sha256").update(options.type).update("\n").update(options.bytes).digest("base64url").slice(0, 27);
  }

  get text(): string {
    return this.#plain.toString();
  }

  /** Memory that it may take, with its encodings. */
  get size(): number {
    return 2 * this.#plain.length + 1000;
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
    const made = this.#encoded.get(encoding) ?? compress[encoding](this.#plain);
    this.#encoded.set(encoding, made);
    return made;
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
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  set(key: string, answer: Answer): void {
    if (answer.size > this.#most / 10) return;
    this.#drop(key);
    this.#answers.set(key, answer);
    this.#size += answer.size;
    for (const oldest of this.#answers.keys()) {
      if (this.#size <= this.#most) break;
      this.#drop(oldest);
    }
  }

  get bytes(): number {
    return this.#size;
  }

  #drop(key: string): void {
    const answer = this.#answers.get(key);
    if (answer === undefined) return;
    this.#answers.delete(key);
    this.#size -= answer.size;
  }
}
