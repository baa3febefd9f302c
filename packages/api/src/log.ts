import { type DestinationStream, type Logger, pino } from "pino";
import type { Report } from "./report.ts";

/** From which severity on lines are written: `info` has one for each request. */
export const logLevels = ["info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a fault is, without its message: a database repeats in it what it was asked. */
function described(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const { cause } = error;
  return {
    type: error.name,
    ...(typeof code === "string" ? { code } : {}),
    stack: frames.map((line) => line.trim()),
    ...(cause === undefined ? {} : { cause: described(cause) }),
  };
}

/** Writes lines of JSON that say what happened, and never who asked, nor what. */
export interface Log {
  request(report: Report): void;
  fault(error: unknown): void;
  /** @param text One of our own sentences. */
  say(text: string): void;
}

const severity = ({ status }: Report): "info" | "warn" => (status >= 500 ? "warn" : "info");

/** @param destination Standard output where it is left out. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    request(report) {
      const kind = severity(report);
      if (!logger.isLevelEnabled(kind)) return;
      const { document, milliseconds, source, ...rest } = report;
      logger[kind]({ ...rest, ms: milliseconds, cache: source, document: document() }, "request");
    },
    fault: (error) => logger.error({ error: described(error) }, "fault"),
    say: (text) => logger.info(text),
  };
}
