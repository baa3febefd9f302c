import type { IncomingMessage, ServerResponse } from "node:http";
import type { Database } from "@openbeat/schema/store";
import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Gate } from "./gate.ts";

const tracer = trace.getTracer("openbeat");

async function within<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    // Only its kind: the message may repeat what was asked.
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : typeof error });
    throw error;
  } finally {
    span.end();
  }
}

/** A span for a request. @param isTrusted Whether what is before the server may say to which trace it belongs: anybody else's is a link. */
export function traceRequest(
  request: IncomingMessage,
  response: ServerResponse,
  work: () => Promise<void>,
  isTrusted: boolean,
): Promise<void> {
  const told = propagation.extract(ROOT_CONTEXT, request.headers);
  const parent = isTrusted ? told : ROOT_CONTEXT;
  const asker = isTrusted ? undefined : trace.getSpanContext(told);
  const attributes = { "http.request.method": request.method ?? "" };
  const links = asker === undefined ? [] : [{ context: asker }];
  const span = tracer.startSpan("request", { kind: SpanKind.SERVER, attributes, links }, parent);
  return context.with(parent, () =>
    within(span, async () => {
      await work();
      span.setAttribute("http.response.status_code", response.statusCode);
    }),
  );
}

/** A gate with a span for the work that it lets through. */
export const traceGate = (gate: Gate): Gate =>
  Object.assign(
    <Result>(work: () => Promise<Result>, signal?: AbortSignal) => gate(() => within(tracer.startSpan("execute"), work), signal),
    { load: gate.load },
  );

/** A database with a span for each statement. Its text and parameters are not told. */
export function traceDatabase(database: Database): Database {
  const attributes = { "db.system.name": "postgresql" };
  return {
    ...database,
    query: (sql, parameters) =>
      within(tracer.startSpan("sql", { kind: SpanKind.CLIENT, attributes }), () => database.query(sql, parameters)),
  };
}
