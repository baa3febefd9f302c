import { observationStatuses } from "@openbeat/schema/domain";
import { type Door, type DoorParameter, openApi } from "@openbeat/schema/formats";
import { limits } from "@openbeat/schema/graphql";
import { ownParameters } from "./query-door.ts";
import { queryPaths } from "./query-path.ts";

type Told = Omit<DoorParameter, "name">;
const list = (items: object = { type: "string" }) => ({ type: "array", items });

/** What each parameter of a question means. */
const told: Readonly<Record<string, Told>> = {
  measures: {
    description: "Codes of the measures, joined by commas.",
    isRequired: true,
    schema: list(),
    explode: false,
    example: ["OUT.01"],
  },
  by: {
    description:
      "How the figures are broken down: `dimension.level`, joined by commas. A dimension that is left out is taken at its total. Only published combinations answer.",
    schema: list(),
    explode: false,
    example: ["area.district", "period.year"],
  },
  status: {
    description: "Only cells of these statuses, joined by commas.",
    schema: list({ type: "string", enum: Object.keys(observationStatuses) }),
    explode: false,
  },
  table: { description: "Code of the published table to read. Left out: the first that publishes the combination." },
  limit: {
    description: "How many rows at most. The header `Link` then leads to the next page. Without it, more rows than fit are refused.",
    schema: { type: "integer", minimum: 1, maximum: limits.maxTableRows },
  },
  after: { description: "Where to go on: the header `Link` of the page before has it." },
  language: { description: "In which language labels are given (BCP 47). Left out: the hub's own.", example: "es" },
};

const filters: DoorParameter = {
  name: "filters",
  description:
    "Any dimension may be a parameter of its own. `area=D1,D2` keeps members, `area.not=D3` leaves some out, `offence.under=property` keeps what lies in a member, `period.from=2024` and `period.to=2025-06` cut by time.",
  schema: { type: "object", additionalProperties: { type: "string" } },
  explode: true,
};

const mediaTypes = { csv: "text/csv", json: "application/json", ndjson: "application/x-ndjson" } as const;
const summaries = {
  csv: "A question to a dataset, answered as CSV.",
  json: "A question to a dataset, answered as JSON: the rows, the release and how to cite it.",
  ndjson: "A question to a dataset, answered as one JSON object a line.",
} as const;

/** @throws {Error} If nothing says what a parameter of a question means: a bug, found when the server starts. */
function queryParameters(): readonly DoorParameter[] {
  return [
    ...[...ownParameters].map((name) => {
      const known = told[name];
      if (known === undefined) throw new Error(`Nothing says what the parameter ${name} means.`);
      return { name, ...known };
    }),
    filters,
  ];
}

/** The addresses of the API that answer with a file. */
function doors(): readonly Door[] {
  const parameters = queryParameters();
  return [
    ...queryPaths.flatMap((path) =>
      (["csv", "json", "ndjson"] as const).map((format) => ({
        path: path.replace("{format}", format),
        mediaType: mediaTypes[format],
        summary: summaries[format],
        parameters,
      })),
    ),
    { path: "/schema.graphql", mediaType: "text/plain", summary: "The whole GraphQL schema as text." },
    { path: "/openapi.json", mediaType: "application/json", summary: "This description." },
  ];
}

/** The addresses of the API that answer with a file, as an OpenAPI document. */
export const apiOpenApi = (): object =>
  openApi(doors(), {
    title: "Openbeat API: figures as files",
    description:
      "Questions in an address, for whatever does not speak GraphQL. A figure that is not shown is empty or null, and its status says why. Files with everything stand on the site of the hub: its own /openapi.json lists them.",
    version: "1",
    server: "/",
    pathParameters: {
      version: { description: "A release. Its answers never change.", schema: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" } },
      dataset: { description: "Code of a dataset.", example: "incidents" },
    },
    refusals: {
      "400": "The question cannot be answered: the code and the message say why.",
      "404": "There is no such release or dataset.",
      "503": "The server or its database is busy. Try again after the seconds of `Retry-After`.",
    },
  });
