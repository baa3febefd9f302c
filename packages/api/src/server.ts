import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, Server as SocketServer } from "node:net";
import { examples, printedSchema } from "@openbeat/schema/graphql";
import { type Database, storeOf } from "@openbeat/schema/store";
import { Answer } from "./answer-cache.ts";
import { knownDocuments } from "./documents.ts";
import { createGate, type GateLimits } from "./gate.ts";
import { graphiqlPage } from "./graphiql.ts";
import { createEndpoint } from "./graphql-endpoint.ts";
import { createKeep } from "./keep.ts";
import { apiOpenApi } from "./open-api.ts";
import { createQueryDoor } from "./query-door.ts";
import { respond } from "./respond.ts";
import type { TellFault } from "./yoga.ts";

/** A server that runs. */
export interface RunningApi {
  /** Where it answers, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Takes no more requests, finishes those that are open, and stops. The database stays open: it is the caller's. */
  close(): Promise<void>;
}

export interface ApiOptions {
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
  /** How many questions are worked on at once, how many wait, and how long: beyond, they are refused with `OVERLOADED`. */
  readonly gate?: Partial<GateLimits>;
  /** How long open requests may take to finish when the server stops, in milliseconds. */
  readonly patience?: number;
}

/** Twice the connections to the database work, and as many wait as are done within a second or two. */
const usualGate: GateLimits = { running: 20, waiting: 200, patience: 3000 };

/** What every answer says: any site may ask, none with a visitor's credentials. */
const common = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Content-Disposition, ETag, Link, Retry-After, X-Query-Cost",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;
const preflight = {
  "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
  "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
  "access-control-max-age": "86400",
} as const;

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
  });
  response.end(bytes);
}

const wantsHtml = ({ method, headers }: IncomingMessage) => method === "GET" && headers.accept?.includes("text/html") === true;

async function sendGraphiql(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = await graphiqlPage();
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
const pinnedPath = /^\/r\/(?<version>\d{1,9}\.\d{1,9}\.\d{1,9})\/graphql$/;

/** Answers requests: GraphQL, GraphiQL, and how the server is. */
function createHandler(
  { database, tellFault = console.error, documents = [], cacheBytes = 64 * 2 ** 20, gate }: ApiOptions,
  isClosing: () => boolean,
) {
  const known = knownDocuments([...examples.map(({ query }) => query), ...documents]);
  const store = storeOf(database);
  const keep = createKeep(() => store.edition(), cacheBytes, createGate({ ...usualGate, ...gate }));
  const graphql = createEndpoint({ database, tellFault, documents: known, keep });
  const door = createQueryDoor({ database, tellFault, keep });
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
    // Node drops the body of an answer to HEAD by itself: it was told the method before we change it.
    if (request.method === "HEAD") request.method = "GET";
    if (isClosing()) response.setHeader("connection", "close");
    for (const [name, value] of Object.entries(common)) response.setHeader(name, value);
    if (request.method === "OPTIONS") {
      response.writeHead(204, preflight);
      response.end();
      return;
    }
    const path = (request.url ?? "/").split("?", 1)[0];
    if (path === "/graphql") {
      if (wantsHtml(request)) return sendGraphiql(request, response);
      return graphql(request, response, undefined);
    }
    const pinned = pinnedPath.exec(path ?? "")?.groups?.version;
    if (pinned !== undefined) return graphql(request, response, pinned);
    if (await door(request, response)) return;
    if (request.method !== "GET") return send(response, 404, { message: "There is nothing here.", code: "NOT_FOUND" });
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
  const { port = 4000, host = "127.0.0.1", patience = 10_000, tellFault = (error) => console.error(error) } = options;
  let closing: Promise<void> | undefined;
  let lastRequest = 0;
  const handle = createHandler({ ...options, tellFault }, () => closing !== undefined);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, (request, response) => {
    lastRequest = performance.now();
    handle(request, response).catch((error: unknown) => {
      tellFault(error);
      if (response.headersSent) response.destroy();
      else send(response, 500, { message: "Unexpected error.", code: "INTERNAL_SERVER_ERROR" });
    });
  });
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    close() {
      closing ??= drain(server, () => lastRequest, patience);
      return closing;
    },
  };
}
