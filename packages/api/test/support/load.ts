import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** One request and what became of it. Instants are of `performance.now()`. */
export interface Asked {
  readonly url: string;
  readonly sentAt: number;
  readonly took: number;
  /** Whether it was sent on an open connection. */
  readonly reused: boolean;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  readonly body: string;
  /** The code of the error where there was no answer. */
  readonly error: string | undefined;
}

const ask = (url: string, path: string, agent: Agent): Promise<Asked> =>
  new Promise((resolve) => {
    const sentAt = performance.now();
    const end = (status: number | undefined, body: string, error?: string) =>
      resolve({ url, sentAt, took: performance.now() - sentAt, reused: sent.reusedSocket, status, body, error });
    const sent = request(`${url}${path}`, { agent }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => end(response.statusCode, body));
      response.on("error", (error: NodeJS.ErrnoException) => end(undefined, body, error.code ?? error.message));
    });
    sent.on("error", (error: NodeJS.ErrnoException) => end(undefined, "", error.code ?? error.message));
    sent.end();
  });

/** Clients that ask one question after the other until they are told to stop. */
export interface Load {
  readonly asked: readonly Asked[];
  stop(): Promise<readonly Asked[]>;
}

/**
 * Begins to ask several servers, each by a few clients that keep their connections.
 * @param pathOf The path of the n-th question.
 */
export function beginLoad(urls: readonly string[], pathOf: (at: number) => string, clients = 4): Load {
  const asked: Asked[] = [];
  let isOver = false;
  let next = 0;
  const client = async (url: string, agent: Agent) => {
    while (!isOver) {
      const one = await ask(url, pathOf(next++), agent);
      asked.push(one);
      await wait(20);
    }
  };
  const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: clients }));
  const all = urls.flatMap((url, at) => Array.from({ length: clients }, () => client(url, agents[at] ?? new Agent())));
  return {
    asked,
    async stop() {
      isOver = true;
      await Promise.all(all);
      for (const agent of agents) agent.destroy();
      return asked;
    },
  };
}
