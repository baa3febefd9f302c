/** Why an entry of a file is not imported: each entry has at most one reason. Explained in docs/import.md. */
export type LeftOutCode =
  | "OUTSIDE_WINDOW"
  | "NOT_AN_EVENT"
  | "PRIVATE"
  | "TENTATIVE"
  | "TIME_INVALID"
  | "TIME_ZONE_UNKNOWN"
  | "END_BEFORE_START"
  | "SERIES_UNREADABLE"
  | "DUPLICATE_ID"
  | "DUPLICATE_ACTIVITY"
  | "LEFT_OUT_BY_RULE"
  | "AREA_UNKNOWN"
  | "ID_MISSING"
  | "NO_LOCATION"
  | "OUTSIDE_EVERY_AREA"
  | "CLOSING_UNKNOWN"
  | "CLOSED_BEFORE_RAISED";

/** What was assumed about an entry that is imported, or not taken over from it. Explained in docs/import.md. */
export type NoteCode =
  | "LOCAL_TIME_ASSUMED"
  | "CANCELLED"
  | "END_EQUALS_START"
  | "WHOLE_DAY"
  | "FROM_A_SERIES"
  | "ALREADY_OVER"
  | "TYPE_OTHER"
  | "PLACE_NOT_TAKEN"
  | "TITLE_NOT_TAKEN"
  | "THEME_OTHER"
  | "CHANNEL_OTHER";

/** How often each code occurs, by the code's name. */
export function countCodes<Code extends string>(codes: readonly Code[]): readonly { readonly code: Code; readonly records: number }[] {
  const counts = new Map<Code, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, records]) => ({ code, records })).sort((a, b) => (a.code < b.code ? -1 : 1));
}
