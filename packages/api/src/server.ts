import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, Server as SocketServer } from "node:net";
import { answerAsDraft, isLoopback } from "@openbeat/schema/formats";
import { examples, printedSchema, type RateLimitPolicy } from "@openbeat/schema/graphql";
import { type Database, storeOf } from "@openbeat/schema/store";
import type { Redis } from "ioredis";
import { Answer } from "./answer-cache.ts";
import { knownDocuments } from "./documents.ts";
import { createErrorPages } from "./error-pages.ts";
import { createGate, type GateLimits } from "./gate.ts";
import { graphiqlPage } from "./graphiql.ts";
import { createEndpoint } from "./graphql-endpoint.ts";
import { common, preflight } from "./headers.ts";
import { createKeep, type Keep } from "./keep.ts";
import { apiOpenApi } from "./open-api.ts";
import { createOutbox, type OutboxLimits } from "./outbox.ts";
import { createQueryDoor } from "./query-door.ts";
import { createRateLimit } from "./rate-limit.ts";
import { reportWhenDone } from "./report.ts";
import { respond } from "./respond.ts";
import { shareAnswers } from "./shared/shared-answers.ts";
import { createSurveyDoor } from "./survey-door.ts";
import { duringVisit, Visit } from "./visit.ts";
import { startWatch, type WatchOptions } from "./watch.ts";
import type { TellFault } from "./yoga.ts";

/** A server that runs. */
export interface RunningApi {
  /** Where it answers, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Where its metrics are read, if they are. */
  readonly metricsUrl: string | undefined;
  /** Takes no more requests, finishes those that are open, and stops. The database stays open: it is the caller's. */
  close(): Promise<void>;
}

export interface ApiOptions extends WatchOptions {
  /** Opened as reader. */
  readonly database: Database;
  /** 0 for any that is free. */
  readonly port?: number;
  readonly host?: string;
  /** Where faults of ours are told; by default the console. */
  readonly tellFault?: TellFault;
  /** Questions that may be asked by their ID, beside the examples: `?documentId=sha256:…`. */
  readonly documents?: Iterable<string>;
  /** How many bytes of answers are kept in memory; by default 64 MiB. */
  readonly cacheBytes?: number;
  /** Where processes share their answers, and what a client has asked (see `openRedis`); it stays open: it is the caller's. The API answers also while it is away. */
  readonly redis?: Redis | undefined;
  /** Where the public reaches the API, without a slash at the end: what addresses in answers begin with. Left out, they begin with `/`. */
  readonly publicUrl?: string | undefined;
  /** How many questions are worked on at once, how many wait, and how long: beyond, they are refused with `OVERLOADED`. */
  readonly gate?: Partial<GateLimits>;
  /** How long open requests may take to finish when the server stops, in milliseconds. */
  readonly patience?: number;
  /** How long a question may take, waiting included, in milliseconds: then it is stopped with `TIMEOUT`. By default ten seconds. */
  readonly longest?: number;
  /** What one client may ask; by default as much as it likes. The machine itself is not limited unless proxies stand before it. */
  readonly rateLimit?: RateLimitPolicy | undefined;
  /** How many proxies of ours stand before the server: clients are told apart by what the outermost wrote into `X-Forwarded-For`. */
  readonly behindProxy?: number | undefined;
  /** What clients may leave waiting in memory by reading slowly. */
  readonly outbox?: Partial<OutboxLimits> | undefined;
  /** Whether what is served is a draft, for its steward's eyes: every answer says so, and none leaves the machine. */
  readonly draft?: boolean | undefined;
  /** Whether spans are made for OpenTelemetry. They go where the SDK that was loaded into the process sends them. */
  readonly traces?: boolean | undefined;
}

/** Twice the connections to the database work, and as many wait as are done within a second or two. */
const usualGate: GateLimits = { running: 20, waiting: 200, patience: 3000 };

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  response.writeHead(status, {
    ...common,
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
  });
  response.end(bytes);
}

const wantsHtml = ({ method, headers }: IncomingMessage) => method === "GET" && headers.accept?.includes("text/html") === true;

async function sendGraphiql(request: IncomingMessage, response: ServerResponse, isDraft: boolean): Promise<void> {
  const page = await graphiqlPage(isDraft);
  if (request.headers["if-none-match"] === page.etag) {
    response.writeHead(304, { etag: page.etag, ...page.headers });
    response.end();
    return;
  }
  const zipped = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const bytes = zipped ? page.gzip : page.plain;
  response.writeHead(200, {
    ...page.headers,
    etag: page.etag,
    "content-length": bytes.length,
    ...(zipped ? { "content-encoding": "gzip" } : {}),
  });
  response.end(bytes);
}

/** The same API, where the release that is meant without naming one is not the latest: an address that always gives the same. */
const pinnedPath = /^\/r\/(?<version>\d{1,9}\.\d{1,9}\.\d{1,9}(?:-draft)?)\/graphql$/;

const usualOutbox: OutboxLimits = { bytes: 128 * 2 ** 20, patience: 60_000 };
const mostConnections = 5000;

/** Answers requests: GraphQL, GraphiQL, and how the server is. */
function createHandler(
  { database, tellFault = console.error, documents = [], rateLimit, publicUrl, draft = false }: ApiOptions,
  keep: Keep,
  isClosing: () => boolean,
) {
  const known = knownDocuments([...examples.map(({ query }) => query), ...documents]);
  const store = storeOf(database);
  const graphql = createEndpoint({ database, tellFault, documents: known, keep, rateLimit, publicUrl, draft });
  const door = createQueryDoor({ database, tellFault, keep });
  const surveyDoor = createSurveyDoor({ database, tellFault, keep });
  const errorPage = createErrorPages();
  const contract = new Answer({
    status: 200,
    type: "text/plain; charset=utf-8",
    lifetime: "until a release",
    bytes: Buffer.from(printedSchema()),
  });
  const openApi = new Answer({
    status: 200,
    type: "application/json; charset=utf-8",
    lifetime: "until a release",
    bytes: Buffer.from(JSON.stringify(apiOpenApi())),
  });
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (draft && !answerAsDraft(request, response)) return;
    // Node drops the body of an answer to HEAD by itself: it was told the method before we change it.
    if (request.method === "HEAD") request.method = "GET";
    if (isClosing()) response.setHeader("connection", "close");
    const path = (request.url ?? "/").split("?", 1)[0];
    if (request.method !== "OPTIONS") {
      // Answers say what is common to all by themselves, and faster.
      if (path === "/graphql" && !wantsHtml(request)) return graphql(request, response, undefined);
      const pinned = pinnedPath.exec(path ?? "")?.groups?.version;
      if (pinned !== undefined) return graphql(request, response, pinned);
    }
    for (const [name, value] of Object.entries(common)) response.setHeader(name, value);
    if (request.method === "OPTIONS") {
      response.writeHead(204, preflight);
      response.end();
      return;
    }
    if (path === "/graphql") return sendGraphiql(request, response, draft);
    if (await door(request, response)) return;
    if (await surveyDoor(request, response)) return;
    if (request.method !== "GET") return send(response, 404, { message: "There is nothing here.", code: "NOT_FOUND" });
    const explained = errorPage(path ?? "");
    if (explained !== undefined) return respond(request, response, explained);
    switch (path) {
      case "/":
        response.writeHead(302, { location: "/graphql" });
        response.end();
        return;
      case "/schema.graphql":
        return respond(request, response, contract);
      case "/openapi.json":
        return respond(request, response, openApi);
      case "/health":
        return send(response, 200, { status: "ok" });
      case "/ready": {
        const ready = !isClosing() && (await store.ready());
        return send(response, ready ? 200 : 503, { status: ready ? "ready" : isClosing() ? "stopping" : "database does not answer" });
      }
      default:
        return send(response, 404, { message: "There is nothing here. The API is at /graphql.", code: "NOT_FOUND" });
    }
  };
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

/** How long nobody must have asked anything before a stopping server hangs up on connections without a request, in milliseconds. */
const quiet = 300;

/**
 * Takes no new connections, answers what comes on those that are open until it is quiet, and hangs up.
 * `http.Server.close` would hang up at once on connections whose first request is on its way, and so drop what was accepted.
 */
function drain(server: Server, lastRequest: () => number, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const begin = performance.now();
    const watch = setInterval(() => {
      const now = performance.now();
      if (now - begin > patience) server.closeAllConnections();
      else if (now - Math.max(begin, lastRequest()) > quiet) server.closeIdleConnections();
    }, 25);
    SocketServer.prototype.close.call(server, () => {
      clearInterval(watch);
      server.close();
      resolve();
    });
  });
}

/** Serves the public API of a store until it is closed. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { port = 4000, host = "127.0.0.1", patience = 10_000, cacheBytes = 64 * 2 ** 20, longest = 10_000, log, rateLimit } = options;
  if (options.draft === true && !isLoopback(host)) throw new Error("A draft is served to its own machine alone.");
  const { tellFault = log?.fault ?? ((error: unknown) => console.error(error)) } = options;
  const isBehindProxy = (options.behindProxy ?? 0) > 0;
  const traces = options.traces === true ? await import("./traces.ts") : undefined;
  const database = traces?.traceDatabase(options.database) ?? options.database;
  const gate = createGate({ ...usualGate, ...options.gate });
  const { keep, edition, bytes } = createKeep({
    ask: () => storeOf(database).edition(),
    listen: (heard) => database.listen?.(heard),
    cacheBytes,
    gate: traces?.traceGate(gate) ?? gate,
    shared: options.redis === undefined ? undefined : shareAnswers(options.redis, tellFault),
    longest,
  });
  const outbox = createOutbox({ ...usualOutbox, ...options.outbox });
  const limit = rateLimit && createRateLimit({ ...rateLimit, proxies: options.behindProxy ?? 0, redis: options.redis });
  const gauges = { gate: gate.load, cacheBytes: bytes, outboxBytes: outbox.bytes, pool: options.database.pool };
  const watch = await startWatch(options, gauges).catch(async (error: unknown) => {
    await edition.close();
    throw error;
  });
  const stopWatching = async () => {
    await watch.close();
    await edition.close();
  };
  let closing: Promise<void> | undefined;
  let lastRequest = 0;
  const handle = createHandler({ ...options, database, tellFault }, keep, () => closing !== undefined);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, (request, response) => {
    lastRequest = performance.now();
    const visit = new Visit(request, response, limit);
    if (watch.tell !== undefined) reportWhenDone(request, response, visit, watch.tell);
    const work = () => duringVisit(visit, () => handle(request, response));
    (traces?.traceRequest(request, response, work, isBehindProxy) ?? work())
      .catch((error: unknown) => {
        // A client that goes away while it sends its question is no fault of ours.
        if (error === request.errored) return;
        tellFault(error);
        if (response.headersSent) response.destroy();
        else send(response, 500, { message: "Unexpected error.", code: "INTERNAL_SERVER_ERROR" });
      })
      .finally(() => outbox.watch(response));
  });
  server.maxConnections = mostConnections;
  try {
    await listen(server, port, host);
  } catch (error) {
    await stopWatching();
    throw error;
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    metricsUrl: watch.metricsUrl,
    close() {
      closing ??= drain(server, () => lastRequest, patience).then(stopWatching);
      return closing;
    },
  };
}
