import { findingKinds, publicKinds, type RecordKind } from "@openbeat/standard";
import type { StoredRecord } from "../../store/index.ts";
import { builder } from "../builder.ts";

/** How a kind of record is named in the schema. */
interface Naming {
  readonly type: string;
  /** What a release calls its list; only told with other records where there is none. */
  readonly many?: string;
  /** What a release calls one of them by its code. */
  readonly one?: string;
  /** The column by which a list can be cut to a span of time. */
  readonly date?: string;
}

const namings: Readonly<Record<string, Naming>> = {
  engagement: { type: "EngagementActivity", many: "activities", one: "activity", date: "start" },
  commitments: { type: "Commitment", many: "commitments", one: "commitment", date: "made_on" },
  priorities: { type: "Priority", many: "priorities", one: "priority", date: "adopted_on" },
  "report-statements": { type: "ReportStatement", many: "reportStatements", date: "from" },
  goals: { type: "Goal", many: "goals", one: "goal", date: "set_on" },
  questions: { type: "PublicQuestion", many: "publicQuestions", one: "publicQuestion", date: "asked_on" },
  contacts: { type: "Contact", many: "contacts" },
  problems: { type: "Problem", many: "problems", one: "problem", date: "opened_on" },
  "problem-stages": { type: "ProblemStage" },
  responses: { type: "ProblemResponse" },
  assessments: { type: "ProblemAssessment" },
  partners: { type: "Partner", many: "partners", one: "partner" },
  contributions: { type: "Contribution", many: "contributions", date: "date" },
  coverage: { type: "CoverageNote", many: "coverageNotes" },
  evaluations: { type: "Evaluation", many: "evaluations" },
  "goal-findings": { type: "GoalFinding", many: "goalFindings" },
  "trend-findings": { type: "TrendFinding", many: "trendFindings" },
  "hotspot-analyses": { type: "HotspotAnalysis", many: "hotspotAnalyses" },
  "hotspot-findings": { type: "HotspotFinding", many: "hotspotFindings" },
  "areas-not-reached": { type: "AreasNotReached", many: "areasNotReached" },
  "partner-links": { type: "PartnerLink", many: "partnerLinks" },
};

/** Records of the standard, and what the hub finds out by itself, as their types of the schema have them. */
export const recordTypes = [...publicKinds, ...findingKinds].map((kind: RecordKind) => {
  const naming = namings[kind.name];
  if (naming === undefined) throw new Error(`The kind ${kind.name} has no name in the schema.`);
  return { kind, naming, ref: builder.objectRef<StoredRecord>(naming.type) };
});
export type RecordType = (typeof recordTypes)[number];

/** The type of a kind. */
export function recordTypeOf(kind: string): RecordType {
  const found = recordTypes.find((one) => one.kind.name === kind);
  if (found === undefined) throw new Error(`The schema has no records ${kind}.`);
  return found;
}

/** A column's name as a field's. */
export const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
