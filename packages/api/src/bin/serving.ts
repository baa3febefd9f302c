import { createLog, type LogLevel, logLevels } from "../log.ts";
import type { ApiOptions } from "../server.ts";

/** Options of the command that are about protecting and watching the server. */
export const servingOptions = {
  "rate-limit": { type: "string", default: "200000/60" },
  "behind-proxy": { type: "string" },
  log: { type: "string" },
  "metrics-port": { type: "string" },
  "metrics-host": { type: "string", default: "127.0.0.1" },
  traces: { type: "boolean", default: false },
} as const;

export const servingHelp = `  --rate-limit POINTS/SECONDS
                   complexity that one client may ask for in a time, or none (default: 200000/60)
  --behind-proxy NUMBER
                   how many proxies stand before the server: clients are told apart by X-Forwarded-For
  --log LEVEL      lines of JSON on standard output: info (one for each request), warn or error
  --metrics-port NUMBER, --metrics-host NAME
                   serves metrics for Prometheus at a port of their own (default host: 127.0.0.1)
  --traces         makes spans for OpenTelemetry; load its SDK with node --import`;

interface Words {
  readonly "rate-limit": string;
  readonly "behind-proxy"?: string | undefined;
  readonly log?: string | undefined;
  readonly "metrics-port"?: string | undefined;
  readonly "metrics-host": string;
  readonly traces: boolean;
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Error(`--${name} is not a whole number from ${least} to ${most}.`);
}

function readRateLimit(text: string): ApiOptions["rateLimit"] {
  if (text === "none") return undefined;
  const [, points = "", seconds = ""] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (points === "") throw new Error("--rate-limit is neither POINTS/SECONDS, such as 200000/60, nor none.");
  return { points: readNumber("rate-limit", points, 1, 1e9), seconds: readNumber("rate-limit", seconds, 1, 86_400) };
}

const isLevel = (text: string): text is LogLevel => (logLevels as readonly string[]).includes(text);

/** Reads what was said of protecting and watching the server. @throws {Error} That says which option makes no sense. */
export function readServing(words: Words): Pick<ApiOptions, "rateLimit" | "behindProxy" | "log" | "metrics" | "traces"> {
  const { log, "behind-proxy": proxies, "metrics-port": port } = words;
  if (log !== undefined && !isLevel(log)) throw new Error(`--log is none of ${logLevels.join(", ")}.`);
  return {
    rateLimit: readRateLimit(words["rate-limit"]),
    behindProxy: proxies === undefined ? undefined : readNumber("behind-proxy", proxies, 1, 10),
    log: log === undefined ? undefined : createLog(log),
    metrics: port === undefined ? undefined : { port: readNumber("metrics-port", port, 0, 65_535), host: words["metrics-host"] },
    traces: words.traces,
  };
}
