import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer-cache.ts";
import type { Admission, RateLimit } from "./rate-limit.ts";

/** Where an answer came from: kept, made for this request, or made for another one that asked the same at the same time. */
export type Source = "kept" | "made" | "shared";

/** One request from its coming to its end: what is decided of it, and what may be told of it. */
export class Visit {
  /** What was answered, where it is an answer of GraphQL or of a file door. */
  answer: Answer | undefined;
  source: Source | undefined;
  /** The complexity that was reckoned for this request; nothing where the answer was kept. */
  cost = 0;
  /** Gives the text of the question where it is wanted. */
  document: (() => string | undefined) | undefined;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #rateLimit: RateLimit | undefined;
  #signal: AbortSignal | undefined;
  #admission: Admission | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, rateLimit: RateLimit | undefined) {
    this.#request = request;
    this.#response = response;
    this.#rateLimit = rateLimit;
  }

  /** Says when the client has hung up before its answer was sent. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      const response = this.#response;
      const gone = new AbortController();
      this.#signal = gone.signal;
      const look = () => {
        if (!response.writableFinished) gone.abort();
      };
      if (response.destroyed) look();
      else response.once("close", look);
    }
    return this.#signal;
  }

  /** Asks whether the client may have something made. @returns What is said instead, where it may not. */
  async admit(): Promise<Answer | undefined> {
    this.#admission = await this.#rateLimit?.(this.#request);
    this.#tell(this.#admission?.headers);
    return this.#admission?.refusal;
  }

  /** Takes what a question costs from the client's points. */
  pay(complexity: number): void {
    this.cost += complexity;
    this.#tell(this.#admission?.pay(complexity));
  }

  #tell(headers: Readonly<Record<string, string>> = {}): void {
    if (this.#response.headersSent) return;
    for (const [name, value] of Object.entries(headers)) this.#response.setHeader(name, value);
  }
}

const visits = new AsyncLocalStorage<Visit>();

/** Handles a request: whatever is done for it knows its visit. */
export const duringVisit = <Result>(visit: Visit, work: () => Result): Result => visits.run(visit, work);

/** The request that something is being done for, where it is done for one. */
export const currentVisit = (): Visit | undefined => visits.getStore();
