import { QueryError } from "@openbeat/schema";
import { type CsvTable, csvTableFragment, tableCsv, tableRows } from "@openbeat/schema/formats";
import { execute, limits } from "@openbeat/schema/graphql";
import { parse } from "graphql";
import { createFileDoor, type DoorOptions } from "./file-door.ts";
import { costOf } from "./limits.ts";
import { readQueryPath } from "./query-path.ts";

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

/** Answers questions to a dataset as files. @returns Whether the request was one. */
export const createQueryDoor = (options: DoorOptions) =>
  createFileDoor(options, {
    read: readQueryPath,
    async ask({ subject: dataset }, search, { context, pay }) {
      const parameters = new URLSearchParams(search);
      const variables = { dataset, ...readVariables(parameters) };
      pay(costOf(document, variables));
      const { release } = await execute<DoorAnswer>(question, variables, { context });
      if (release === null) return undefined;
      const { table } = release.dataset;
      if (table.truncated && !parameters.has("limit")) {
        throw new QueryError("PAGE_TOO_LARGE", `There are more than ${limits.maxTableRows} rows.`, {
          hint: "Narrow the question, or add `limit` and follow the `Link` header from page to page.",
          max: limits.maxTableRows,
        });
      }
      if (table.truncated && table.endCursor !== null) parameters.set("after", table.endCursor);
      return {
        release: table.source.release,
        citation: table.source.citation,
        csv: () => tableCsv(table),
        rows: () => tableRows(table),
        name: `${dataset}-${table.source.release}`,
        headers: table.truncated && table.endCursor !== null ? { link: `<?${parameters}>; rel="next"` } : {},
      };
    },
  });
