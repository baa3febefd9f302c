import type { Log } from "./log.ts";
import type { Gauges } from "./metrics.ts";
import type { Report } from "./report.ts";

export interface WatchOptions {
  readonly log?: Log | undefined;
  /** Where metrics for Prometheus are served; nowhere by default. */
  readonly metrics?: { readonly port: number; readonly host: string } | undefined;
}

/** Who is told of requests. */
export interface Watch {
  /** Left out where nobody wants to know. */
  readonly tell: ((report: Report) => void) | undefined;
  readonly metricsUrl: string | undefined;
  close(): Promise<void>;
}

/** Begins to watch a server: what is not asked for is not loaded. */
export async function startWatch({ log, metrics: address }: WatchOptions, gauges: Gauges): Promise<Watch> {
  if (address === undefined) return { tell: log?.request, metricsUrl: undefined, close: () => Promise.resolve() };
  const { startMetrics } = await import("./metrics.ts");
  const metrics = await startMetrics(address, gauges);
  return {
    tell(report) {
      log?.request(report);
      metrics.request(report);
    },
    metricsUrl: metrics.url,
    close: metrics.close,
  };
}
