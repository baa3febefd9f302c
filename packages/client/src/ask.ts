import { OpenbeatError } from "./error.ts";

export interface AskOptions {
  /** Takes the place of the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** How often a question is asked again that the hub was too busy for (429, 503); by default 3 times. */
  readonly retries?: number | undefined;
  /** The longest that is waited before asking again, in seconds, whatever `Retry-After` says; by default 30. */
  readonly longestWait?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How long to wait, in seconds: what `Retry-After` says (RFC 9110, 10.2.3), or a second. */
function waitOf(header: string | null): number {
  if (header === null) return 1;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : 1;
}

const pause = (seconds: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, 1000 * seconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });

/**
 * Asks one question by POST.
 * @param url The address of GraphQL, such as https://api.example.org/graphql.
 * @throws {OpenbeatError} Where the hub refuses, or answers in part only: half an answer is no answer.
 */
export async function askAt(url: string, query: string, variables: unknown, options: AskOptions): Promise<unknown> {
  const { fetch: send = fetch, retries = 3, longestWait = 30, signal } = options;
  for (let tries = 0; ; tries++) {
    const response = await send(url, {
      method: "POST",
      headers: { accept: "application/graphql-response+json, application/json", "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
      ...(signal === undefined ? {} : { signal }),
    });
    if ((response.status === 429 || response.status === 503) && tries < retries) {
      await response.body?.cancel();
      await pause(Math.min(waitOf(response.headers.get("retry-after")), longestWait), signal);
      continue;
    }
    const answer = (await response.json().catch(() => undefined)) as
      | {
          readonly data?: unknown;
          readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
        }
      | undefined;
    const [error] = answer?.errors ?? [];
    if (error !== undefined) throw new OpenbeatError(error.message, error.extensions ?? {}, { status: response.status, url });
    if (!response.ok || answer?.data == null)
      throw new OpenbeatError(
        `The address answers with status ${response.status}, and not as a hub does.`,
        {},
        { status: response.status, url },
      );
    return answer.data;
  }
}
