import type { IncomingMessage, ServerResponse } from "node:http";
import { errorDocs, QueryError } from "@openbeat/schema";
import { type CsvTable, csvTableFragment, tableCsv, tableNdjson, tableRows } from "@openbeat/schema/formats";
import { AnswerError, createContext, execute, limits } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { GraphQLError, parse } from "graphql";
import { Answer, answerKey, refusalAnswer } from "./answer-cache.ts";
import { believed } from "./edition.ts";
import { isFault, publicError } from "./errors.ts";
import { Footing } from "./footing.ts";
import type { Keep } from "./keep.ts";
import { costOf } from "./limits.ts";
import { readQueryPath } from "./query-path.ts";
import { respond } from "./respond.ts";
import { currentVisit } from "./visit.ts";
import type { TellFault } from "./yoga.ts";

/** The media types of the files that are answered. */
export const fileTypes = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
} as const;
export type Format = keyof typeof fileTypes;

const question = `query Door($dataset: String!, $measures: [String!]!, $by: [String!]!, $where: [DimensionFilter!], $status: [ObservationStatus!], $table: String, $limit: Int!, $orderBy: CellOrder!, $after: String, $language: String) {
  release {
    dataset(code: $dataset) {
      table(measures: $measures, by: $by, where: $where, status: $status, table: $table, orderBy: $orderBy, limit: $limit, after: $after, language: $language) {
        truncated
        endCursor
        source { release citation(language: $language) }
        ...CsvTable
      }
    }
  }
}
${csvTableFragment}`;

const document = parse(question);

interface DoorTable extends CsvTable {
  readonly truncated: boolean;
  readonly endCursor: string | null;
  readonly source: { readonly release: string; readonly citation: string };
}
interface DoorAnswer {
  readonly release: { readonly dataset: { readonly table: DoorTable } } | null;
}

interface Filter {
  readonly dimension: string;
  readonly is: Readonly<Record<string, unknown>>;
}

/** The filters of a query string: `area=D1,D2`, `area.not=D3`, `area.under=D1`, `period.from=2024&period.to=2025-06`. */
function readFilters(parameters: URLSearchParams, own: ReadonlySet<string>): readonly Filter[] {
  const filters: Filter[] = [];
  const ranges = new Map<string, Record<string, string>>();
  for (const name of new Set(parameters.keys())) {
    if (own.has(name)) continue;
    const found = /^(?<dimension>[^.]+)(?:\.(?<how>not|under|from|to))?$/.exec(name)?.groups;
    const dimension = found?.dimension ?? name;
    const values = parameters.getAll(name).flatMap((text) => text.split(","));
    const [first = ""] = values;
    switch (found?.how) {
      case "not":
        filters.push({ dimension, is: { notIn: values } });
        break;
      case "under":
        filters.push({ dimension, is: { under: first } });
        break;
      case "from":
      case "to":
        ranges.set(dimension, { ...ranges.get(dimension), [found.how]: first });
        break;
      default:
        filters.push({ dimension, is: { in: values } });
    }
  }
  for (const [dimension, range] of ranges) filters.push({ dimension, is: { range } });
  return filters;
}

/** Parameters that are no filters. */
export const ownParameters: ReadonlySet<string> = new Set(["measures", "by", "status", "table", "orderBy", "limit", "after", "language"]);

function readVariables(parameters: URLSearchParams) {
  const list = (name: string) =>
    parameters
      .getAll(name)
      .flatMap((text) => text.split(","))
      .filter((text) => text !== "");
  const limit = parameters.get("limit");
  if (limit !== null && !/^\d{1,9}$/.test(limit)) throw new QueryError("BAD_USER_INPUT", "`limit` is not a whole number.");
  const status = list("status");
  return {
    measures: list("measures"),
    by: list("by"),
    where: readFilters(parameters, ownParameters),
    status: status.length === 0 ? null : status,
    table: parameters.get("table"),
    orderBy: parameters.get("orderBy") ?? "PUBLISHED",
    limit: limit === null ? limits.maxTableRows : Number(limit),
    after: parameters.get("after"),
    language: parameters.get("language"),
  };
}

function write(format: Format, table: DoorTable): string {
  if (format === "csv") return tableCsv(table);
  if (format === "ndjson") return tableNdjson(table);
  return JSON.stringify({ release: table.source.release, citation: table.source.citation, rows: tableRows(table) });
}

const statusOf = (code: unknown): number => {
  if (code === "INTERNAL_SERVER_ERROR") return 500;
  if (code === "TIMEOUT" || code === "DATABASE_UNAVAILABLE") return 503;
  return code === "RELEASE_NOT_FOUND" || code === "UNKNOWN_DATASET" || code === "UNKNOWN_SURVEY" ? 404 : 400;
};

/** The answer to a question that failed: what the public is told of it, with the status of its code. */
export function refused(error: unknown, tellFault: TellFault): Answer {
  const errors = error instanceof AnswerError ? error.errors : [error];
  for (const one of errors) if (isFault(one)) tellFault(one);
  const told = errors.slice(0, 5).map((one) => {
    const shown = publicError(one, "Unexpected error.");
    const { http: _, unexpected: __, ...extensions } = shown instanceof GraphQLError ? shown.extensions : {};
    const code = extensions["code"] ?? "BAD_USER_INPUT";
    return { message: shown.message, extensions: { ...extensions, code, docs: errorDocs(String(code)) } };
  });
  const status = statusOf(told[0]?.extensions.code);
  return new Answer({
    status,
    type: fileTypes.json,
    lifetime: "not at all",
    bytes: Buffer.from(JSON.stringify({ errors: told })),
    headers: status === 503 ? { "retry-after": "5" } : {},
  });
}

export interface DoorOptions {
  readonly database: Database;
  readonly tellFault: TellFault;
  readonly keep: Keep;
}

/** Answers questions to a dataset as CSV, JSON or NDJSON. @returns Whether the request was one. */
export function createQueryDoor({ database, tellFault, keep }: DoorOptions) {
  async function ask(format: Format, dataset: string, search: string, version: string | undefined): Promise<Answer> {
    const footing = new Footing();
    const { onMayChange, onEdition } = footing;
    const context = createContext({ database, pinned: version, onMayChange, onEdition, age: believed });
    try {
      const parameters = new URLSearchParams(search);
      const variables = { dataset, ...readVariables(parameters) };
      const cost = costOf(document, variables);
      currentVisit()?.pay(cost);
      const { release } = await execute<DoorAnswer>(question, variables, { context });
      if (release === null) return refusalAnswer(404, "NOT_FOUND", "Nothing was published yet.");
      const { table } = release.dataset;
      if (table.truncated && !parameters.has("limit")) {
        throw new QueryError("PAGE_TOO_LARGE", `There are more than ${limits.maxTableRows} rows.`, {
          hint: "Narrow the question, or add `limit` and follow the `Link` header from page to page.",
          max: limits.maxTableRows,
        });
      }
      const headers: Record<string, string> = {
        "x-query-cost": String(cost),
        "content-disposition": `inline; filename="${encodeURIComponent(dataset)}-${table.source.release}.${format}"`,
      };
      if (table.truncated && table.endCursor !== null) {
        parameters.set("after", table.endCursor);
        headers["link"] = `<?${parameters}>; rel="next"`;
      }
      const bytes = Buffer.from(write(format, table));
      const { lifetime, edition } = footing;
      return new Answer({ status: 200, type: fileTypes[format], lifetime, edition, bytes, headers });
    } catch (error) {
      return refused(error, tellFault);
    }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [pathname = "", search = ""] = (request.url ?? "").split(/\?(.*)/s);
    const found = readQueryPath(pathname);
    if (found === undefined || request.method !== "GET") return false;
    const format = found.format === "csv" || found.format === "json" ? found.format : "ndjson";
    let dataset: string;
    try {
      dataset = decodeURIComponent(found.dataset ?? "");
    } catch {
      return false;
    }
    await respond(request, response, await keep(answerKey(pathname, search), () => ask(format, dataset, search, found.version)));
    return true;
  };
}
