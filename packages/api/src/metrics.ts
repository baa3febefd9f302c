import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PoolUse } from "@openbeat/database";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Report } from "./report.ts";

/** What is asked when the metrics are read. */
export interface Gauges {
  readonly gate: () => { readonly running: number; readonly waiting: number };
  readonly cacheBytes: () => number;
  readonly outboxBytes: () => number;
  readonly pool: (() => PoolUse) | undefined;
}

export interface Metrics {
  /** Where they are read: …/metrics. */
  readonly url: string;
  request(report: Report): void;
  close(): Promise<void>;
}

/** The series of one server. Every label has few values, whatever clients ask. */
function createSeries({ gate, cacheBytes, outboxBytes, pool }: Gauges) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("openbeat_gate_running", "Questions that are worked on.", () => gate().running);
  gauge("openbeat_gate_waiting", "Questions that wait to be worked on.", () => gate().waiting);
  gauge("openbeat_cache_bytes", "Bytes of answers kept in memory.", cacheBytes);
  gauge("openbeat_outbox_bytes", "Bytes of answers that clients have not taken yet.", outboxBytes);
  if (pool !== undefined) {
    gauge("openbeat_pool_open", "Connections to the database.", () => pool().open);
    gauge("openbeat_pool_idle", "Connections to the database that do nothing.", () => pool().idle);
    gauge("openbeat_pool_waiting", "Statements that wait for a connection.", () => pool().waiting);
  }
  const seconds = new Histogram({
    name: "openbeat_request_seconds",
    help: "Time from a request to the end of its answer.",
    labelNames: ["path", "status", "cache"] as const,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const sent = new Counter({
    name: "openbeat_sent_bytes_total",
    help: "Bytes of answers that were sent.",
    labelNames: ["path"] as const,
    registers,
  });
  const cost = new Counter({ name: "openbeat_cost_total", help: "Complexity of questions that were worked on.", registers });
  const refused = new Counter({
    name: "openbeat_refusals_total",
    help: "Answers with an error, by its code.",
    labelNames: ["code"] as const,
    registers,
  });
  return { registry, seconds, sent, cost, refused };
}

/** Serves metrics of Prometheus at a port of their own, which is not for the public. */
export async function startMetrics(address: { readonly port: number; readonly host: string }, gauges: Gauges): Promise<Metrics> {
  const { registry, seconds, sent, cost, refused } = createSeries(gauges);
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}/metrics`,
    request(report) {
      const { path } = report;
      seconds.observe({ path, status: `${Math.floor(report.status / 100)}xx`, cache: report.source ?? "none" }, report.milliseconds / 1000);
      sent.inc({ path }, report.bytes);
      if (report.cost > 0) cost.inc(report.cost);
      if (report.code !== undefined) refused.inc({ code: report.code });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
