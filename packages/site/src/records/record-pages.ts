import type { Hub } from "../data/hub.ts";
import { onePage, slug } from "../edition.ts";

/** A list of public records that has a page. */
export type RecordList = "problems" | "commitments" | "goals" | "questions" | "meetings" | "partners";

const lists: readonly { readonly list: RecordList; readonly theme: string; readonly kind: keyof Hub["records"] }[] = [
  { list: "problems", theme: "problem-solving", kind: "problems" },
  { list: "commitments", theme: "communication", kind: "commitments" },
  { list: "goals", theme: "communication", kind: "goals" },
  { list: "questions", theme: "communication", kind: "questions" },
  { list: "meetings", theme: "trust", kind: "activities" },
  { list: "partners", theme: "collaboration", kind: "partners" },
];

/** The lists that a release has records for: only they have pages. */
export const recordLists = ({ records }: Hub): readonly RecordList[] =>
  lists.filter(({ kind }) => records[kind].length > 0).map(({ list }) => list);

/** The static paths of the page of a list: of the editions that have records for it. */
export const oneRecordPage = async (list: RecordList) =>
  (await onePage()).filter(({ props: { edition } }) => recordLists(edition.hub).includes(list));

/** The lists of a theme. */
export const listsOfTheme = (hub: Hub, theme: string): readonly RecordList[] =>
  recordLists(hub).filter((list) => lists.some((one) => one.list === list && one.theme === theme));

/** The themes that a release has record pages, or priorities, for. */
export const themesOfRecords = (hub: Hub): readonly string[] => [
  ...new Set([
    ...recordLists(hub).flatMap((list) => lists.find((one) => one.list === list)?.theme ?? []),
    ...(hub.records.priorities.length > 0 ? ["communication"] : []),
  ]),
];

/** The theme of a list. */
export const themeOfList = (list: RecordList): string => lists.find((one) => one.list === list)?.theme ?? "";

export const problemPath = (code: string): string => `problems/${slug(code)}/`;
export const partnerPath = (code: string): string => `partners/${slug(code)}/`;

// Anchors that no two codes share: a code has no other signs than letters, digits, dots, dashes and underscores.
const anchorOf = (prefix: string, code: string): string =>
  `${prefix}-${code.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.codePointAt(0)}_`)}`;

/** The anchor of an activity on the page of meetings. */
export const activityAnchor = ({ code }: { readonly code: string }): string => anchorOf("activity", code);
/** The anchor of a commitment on the page of commitments, and on those of areas. */
export const commitmentAnchor = ({ code }: { readonly code: string }): string => anchorOf("commitment", code);

/** The anchor of a goal on the page of goals. */
export const goalAnchor = ({ code }: { readonly code: string }): string => anchorOf("goal", code);
/** The anchor of a question on the page of questions. */
export const questionAnchor = ({ code }: { readonly code: string }): string => anchorOf("question", code);

/** The addresses of the pages of records, within an edition. */
export const recordPaths = (hub: Hub): readonly string[] => [
  ...recordLists(hub).map((list) => `${list}/`),
  ...hub.records.problems.map(({ code }) => problemPath(code)),
  ...hub.records.partners.map(({ code }) => partnerPath(code)),
  ...hub.records.sets.map(({ kind }) => `data/records/${slug(kind)}/`),
];
