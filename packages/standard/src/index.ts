import type { RecordKind, Theme } from "./definition.ts";
import { contributions, partners } from "./kinds/collaboration.ts";
import { commitments, concernEvents, concerns, contacts, goals, priorities, questions, reportStatements } from "./kinds/communication.ts";
import { coverage } from "./kinds/coverage.ts";
import {
  areasNotReached,
  evaluations,
  goalFindings,
  hotspotAnalyses,
  hotspotFindings,
  partnerLinks,
  trendFindings,
} from "./kinds/findings.ts";
import { calls, complaints, force, incidents, stops } from "./kinds/outcomes.ts";
import { assessments, deployment, problemStages, problems, responses } from "./kinds/problem-solving.ts";
import { attendeeGroups, engagement, surveyResponses } from "./kinds/trust.ts";

export { type Code, type CodeListName, codeLists } from "./codes.ts";
export type { Field, FieldType, FieldUse, RecordKind, Theme } from "./definition.ts";

export { template } from "./write/template.ts";

/** The standard's version: the first number grows when a file that conformed may no longer do, the second when columns or codes are added. */
export const version = "0.1";

/** Every kind of record of the standard, by theme. */
export const recordKinds: readonly RecordKind[] = [
  ...[engagement, attendeeGroups, surveyResponses],
  ...[concerns, concernEvents, commitments, priorities, goals, questions, reportStatements, contacts],
  ...[problems, problemStages, responses, assessments, deployment],
  ...[partners, contributions],
  ...[incidents, calls, force, complaints, stops],
  coverage,
];

/** The kinds whose records may be shown as they stand: every column that says what a record is of is published. */
export const publicKinds: readonly RecordKind[] = recordKinds.filter(({ key, fields }) =>
  key.every((name) => fields.find((one) => one.name === name)?.use === "published"),
);

/** Kinds of what a hub finds out from its own published figures and records. Nobody fills them in. */
export const findingKinds: readonly RecordKind[] = [
  evaluations,
  goalFindings,
  trendFindings,
  hotspotAnalyses,
  hotspotFindings,
  areasNotReached,
  partnerLinks,
];

/** What a theme is called. */
export const themes: Readonly<Record<Theme, string>> = {
  communication: "Open communication",
  trust: "Trust",
  "problem-solving": "Problem-solving",
  collaboration: "Working with partners",
  outcomes: "Outcomes",
  coverage: "Coverage",
};
