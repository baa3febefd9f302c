import { type AskOptions, askAt } from "./ask.ts";
import { compareDocument, estimatesDocument, releasesDocument, type TypedDocument, tableDocument } from "./documents.ts";
import { OpenbeatError } from "./error.ts";
import type {
  CompareQuery,
  CompareQueryVariables,
  EstimatesQuery,
  EstimatesQueryVariables,
  ReleasesQuery,
  TableQueryVariables,
} from "./generated/documents.ts";
import { type Row, rowsOf, type Table } from "./rows.ts";

export interface ConnectOptions extends AskOptions {
  /** The version of the release that is read; left out, the latest. Pin what you publish. */
  readonly release?: string | undefined;
}

export type ReleaseNote = ReleasesQuery["releases"]["nodes"][number];
type Present<Part> = NonNullable<Part>;
export type SurveyEstimate = Present<Present<EstimatesQuery["release"]>["survey"]>["estimates"]["nodes"][number];
export type SurveyComparison = Present<Present<CompareQuery["release"]>["survey"]>["compare"][number];
export type TableQuestion = Omit<TableQueryVariables, "limit" | "after" | "by"> & { readonly by?: TableQueryVariables["by"] };
export type EstimatesQuestion = Omit<EstimatesQueryVariables, "survey" | "first" | "after">;
export type CompareQuestion = Omit<CompareQueryVariables, "survey" | "adjustment"> & Partial<Pick<CompareQueryVariables, "adjustment">>;

/** The rows of a whole table, and how to cite them. */
export interface Figures {
  readonly rows: readonly Row[];
  readonly release: string;
  readonly citation: string;
}

/** A hub's public API. */
export interface Hub {
  /** Any question, typed where its document is. @throws {OpenbeatError} */
  ask<Result = Record<string, unknown>, Variables = Readonly<Record<string, unknown>>>(
    document: TypedDocument<Result, Variables> | string,
    variables?: Variables,
  ): Promise<Result>;
  /** The same hub, read at one release for ever. */
  at(release: string): Hub;
  /** The newest 500 releases, newest first. */
  releases(): Promise<readonly ReleaseNote[]>;
  /** Every row that a question to a dataset has, page by page, all of one release. @throws {OpenbeatError} */
  table(question: TableQuestion): Promise<Figures>;
  /** Every estimate that a question to a survey has, all of one release. @throws {OpenbeatError} */
  estimates(survey: string, question?: EstimatesQuestion): Promise<readonly SurveyEstimate[]>;
  /** Whether figures of a survey differ, two by two. Ask at once what belongs together: at most 100 pairs. @throws {OpenbeatError} */
  compare(survey: string, question: CompareQuestion): Promise<readonly SurveyComparison[]>;
}

const tablePage = 10_000;
const listPage = 100;

/**
 * Reads a hub's public API.
 * @param url Where the API stands, such as https://api.example.org.
 */
export function connect(url: string, { release, ...options }: ConnectOptions = {}): Hub {
  const base = url.replace(/\/+$/, "");
  const endpoint = release === undefined ? `${base}/graphql` : `${base}/r/${encodeURIComponent(release)}/graphql`;
  const at = (version: string) => connect(url, { ...options, release: version });
  const ask: Hub["ask"] = async <Result, Variables>(document: TypedDocument<Result, Variables> | string, variables?: Variables) =>
    (await askAt(endpoint, document.toString(), variables, options)) as Result;
  const present = <Part>(part: Part | null | undefined): Part => {
    if (part == null) throw new OpenbeatError("The hub has published nothing yet.", { code: "NOT_FOUND" }, { status: 200, url: endpoint });
    return part;
  };
  return {
    ask,
    at,
    async releases() {
      return (await ask(releasesDocument, {})).releases.nodes;
    },
    async table({ by = [], ...question }) {
      const pages: Table[] = [];
      let hub: Pick<Hub, "ask"> = { ask };
      let after: string | null = null;
      do {
        const answer = await hub.ask(tableDocument, { ...question, by, limit: tablePage, after });
        const table: Table = present(present(answer.release).dataset).table;
        pages.push(table);
        // A release that is published meanwhile must not be mixed in.
        hub = at(table.source.release);
        after = table.truncated ? table.endCursor : null;
      } while (after !== null);
      const { source } = present(pages[0]);
      return { rows: pages.flatMap(rowsOf), ...source };
    },
    async estimates(survey, question = {}) {
      const nodes: SurveyEstimate[] = [];
      let hub: Pick<Hub, "ask"> = { ask };
      let after: string | null = null;
      do {
        const answer: EstimatesQuery = await hub.ask(estimatesDocument, { ...question, survey, first: listPage, after });
        const found = present(answer.release);
        const { nodes: page, pageInfo } = present(found.survey).estimates;
        nodes.push(...page);
        hub = at(found.version);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return nodes;
    },
    async compare(survey, { adjustment = "HOLM", ...question }) {
      const { release: found } = await ask(compareDocument, { ...question, survey, adjustment });
      return present(present(found).survey).compare;
    },
  };
}
