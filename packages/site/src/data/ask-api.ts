import { setTimeout as sleep } from "node:timers/promises";
import type { Ask } from "./ask.ts";

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

const attempts = 8;
/** A hub that has too much to do, or is being started again. */
const isBusy = (status: number) => [429, 502, 503, 504].includes(status);

/** Thrown when an API refuses a question, with the code that it gives. */
export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal";
  readonly code: string | undefined;
  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** How long to wait before the next attempt, in milliseconds: as the hub says, or longer each time. */
const patience = (response: Response, attempt: number) => {
  const told = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(told) ? Math.min(Math.max(told, 0), 120) * 1000 : Math.min(250 * 2 ** attempt, 10_000);
};

/** The error of a question that asks for more than a hub gives at once. */
const tooMuch = "QUERY_TOO_EXPENSIVE";

/**
 * Asks the API of a hub, over HTTP. A list that is too long for one answer is asked for in smaller pages; any other question that is refused
 * or only half answered ends the build.
 * @param address `https://hub.example/graphql`. @param wait Waits some milliseconds.
 */
export function askApi(address: string, wait: (milliseconds: number) => Promise<unknown> = sleep): Ask {
  /** The size of the pages that a question was last answered with. */
  const sizes = new Map<string, number>();
  return async (document, given) => {
    const query = document.toString();
    const variables = { ...given } as Record<string, unknown>;
    const size = () => Math.min(Number(variables.first), sizes.get(query) ?? Number.POSITIVE_INFINITY);
    for (let attempt = 1; ; attempt += 1) {
      if ("first" in variables) variables.first = size();
      const response = await fetch(address, {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(120_000),
      });
      if (isBusy(response.status) && attempt < attempts) {
        await wait(patience(response, attempt));
        continue;
      }
      const answer = (await response.json().catch(() => ({}))) as Answer;
      const [error] = answer.errors ?? [];
      if (error?.extensions?.code === tooMuch && Number(variables.first) > 1) {
        sizes.set(query, Math.floor(size() / 2));
        continue;
      }
      const name = /query (\w+)/.exec(query)?.[1] ?? "a question";
      if (error !== undefined)
        throw new ApiRefusal(
          `${address} refuses ${name}: ${error.message}${error.path ? ` At ${error.path.join(".")}.` : ""}`,
          error.extensions?.code,
        );
      if (!response.ok || answer.data == null)
        throw new Error(`${address} answers ${response.status} and no data. Is it the address of a hub's API?`);
      return answer.data as never;
    }
  };
}
