import { type PublicRecord, recordOfLine } from "@openbeat/schema/domain";
import type { TypedDocument } from "@openbeat/schema/graphql";
import type {
  ActivitiesQuery,
  CommitmentsQuery,
  ContactsQuery,
  ContributionsQuery,
  GoalFindingsQuery,
  GoalsQuery,
  HotspotAnalysesQuery,
  HotspotsQuery,
  NotReachedQuery,
  PartnersQuery,
  PrioritiesQuery,
  ProblemsQuery,
  PublicQuestionsQuery,
  RecordSetsQuery,
  ReportStatementsQuery,
  TrendsQuery,
} from "../generated/graphql.ts";
import {
  activitiesQuery,
  commitmentsQuery,
  contactsQuery,
  contributionsQuery,
  goalFindingsQuery,
  goalsQuery,
  hotspotAnalysesQuery,
  hotspotsQuery,
  notReachedQuery,
  partnersQuery,
  prioritiesQuery,
  problemsQuery,
  questionsQuery,
  recordRowsQuery,
  recordSetsQuery,
  reportStatementsQuery,
  trendsQuery,
} from "../queries/records.ts";
import type { Ask } from "./ask.ts";
import { wholeList } from "./whole-list.ts";

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null;
}
interface Listed<Node> {
  readonly release: { readonly list: { readonly nodes: readonly Node[]; readonly pageInfo: PageInfo } } | null;
}
type NodeOf<Query extends Listed<unknown>> = NonNullable<Query["release"]>["list"]["nodes"][number];

export type Activity = NodeOf<ActivitiesQuery>;
export type Commitment = NodeOf<CommitmentsQuery>;
export type Priority = NodeOf<PrioritiesQuery>;
export type Goal = NodeOf<GoalsQuery>;
export type GoalFinding = NodeOf<GoalFindingsQuery>;
export type PublicQuestion = NodeOf<PublicQuestionsQuery>;
export type ReportStatement = NodeOf<ReportStatementsQuery>;
export type Contact = NodeOf<ContactsQuery>;
export type Problem = NodeOf<ProblemsQuery>;
export type Partner = NodeOf<PartnersQuery>;
export type Contribution = NodeOf<ContributionsQuery>;
export type Trend = NodeOf<TrendsQuery>;
export type Hotspot = NodeOf<HotspotsQuery>;
export type HotspotAnalysis = NodeOf<HotspotAnalysesQuery>;
export type NotReached = NodeOf<NotReachedQuery>;
type SetNode = NonNullable<RecordSetsQuery["release"]>["recordSets"][number];
export type RecordColumn = SetNode["columns"][number];

/** The records of a kind as they were published, for files. */
export interface RecordSet extends SetNode {
  readonly rows: readonly Omit<PublicRecord, "kind">[];
}

/** The curated public records of a release, in one language. */
export interface Records {
  readonly activities: readonly Activity[];
  readonly commitments: readonly Commitment[];
  readonly priorities: readonly Priority[];
  readonly goals: readonly Goal[];
  readonly goalFindings: readonly GoalFinding[];
  readonly questions: readonly PublicQuestion[];
  readonly reportStatements: readonly ReportStatement[];
  readonly contacts: readonly Contact[];
  readonly problems: readonly Problem[];
  readonly partners: readonly Partner[];
  readonly contributions: readonly Contribution[];
  /** What the hub works out of its own figures. */
  readonly trends: readonly Trend[];
  readonly hotspots: readonly Hotspot[];
  readonly hotspotAnalyses: readonly HotspotAnalysis[];
  readonly notReached: readonly NotReached[];
  /** By kind, in the order of the standard; the same in every language. */
  readonly sets: readonly RecordSet[];
}

const perPage = 500;

/** Reads the records of a release as they were published, for the files of all its languages. */
export async function readRecordSets(ask: Ask, version: string): Promise<readonly RecordSet[]> {
  const { release } = await ask(recordSetsQuery, { version });
  const sets: RecordSet[] = [];
  for (const set of release?.recordSets ?? []) {
    const nodes = await wholeList(
      async (after) => (await ask(recordRowsQuery, { version, kind: set.kind, first: perPage, after })).release?.records?.rows,
    );
    sets.push({ ...set, rows: nodes.map((node) => recordOfLine.parse(node)) });
  }
  return sets;
}

/** Reads the records of a release in one language: a question for each kind, or a few where there are very many. */
export async function readRecords(ask: Ask, version: string, language: string, sets: readonly RecordSet[]): Promise<Records> {
  const kinds = new Set(sets.map(({ kind }) => kind));
  type Variables = { version: string; language: string; first: number; after: string | null };
  const list = async <Query extends Listed<unknown>>(
    kind: string,
    document: TypedDocument<Query, Variables>,
  ): Promise<readonly NodeOf<Query>[]> =>
    kinds.has(kind)
      ? ((await wholeList(
          async (after) => (await ask(document, { version, language, first: perPage, after })).release?.list,
        )) as readonly NodeOf<Query>[])
      : [];
  return {
    activities: await list("engagement", activitiesQuery),
    commitments: await list("commitments", commitmentsQuery),
    priorities: await list("priorities", prioritiesQuery),
    goals: await list("goals", goalsQuery),
    goalFindings: await list("goal-findings", goalFindingsQuery),
    questions: await list("questions", questionsQuery),
    reportStatements: await list("report-statements", reportStatementsQuery),
    contacts: await list("contacts", contactsQuery),
    problems: await list("problems", problemsQuery),
    partners: await list("partners", partnersQuery),
    contributions: kinds.has("contributions")
      ? await wholeList<Contribution>(async (after) => (await ask(contributionsQuery, { version, first: perPage, after })).release?.list)
      : [],
    trends: await list("trend-findings", trendsQuery),
    hotspots: await list("hotspot-findings", hotspotsQuery),
    hotspotAnalyses: kinds.has("hotspot-analyses")
      ? await wholeList<HotspotAnalysis>(
          async (after) => (await ask(hotspotAnalysesQuery, { version, first: perPage, after })).release?.list,
        )
      : [],
    notReached: await list("areas-not-reached", notReachedQuery),
    sets,
  };
}
