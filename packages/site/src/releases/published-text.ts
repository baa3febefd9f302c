import type { Hub } from "../data/hub.ts";
import type { Words } from "../words/words.ts";

/** How much a release holds, and how much of it is not shown: of surveys by itself, whose many small groups hide more. */
export function publishedText(
  tables: readonly Pick<Hub["tables"][number], "rowCount" | "suppressedCount" | "policy">[],
  words: Words,
): string {
  const hiddenIn = (own: typeof tables) => own.reduce((all, { suppressedCount }) => all + suppressedCount, 0);
  const cells = tables.reduce((all, { rowCount }) => all + rowCount, 0);
  const [hidden, ofSurveys] = [hiddenIn(tables), hiddenIn(tables.filter(({ policy }) => policy.method === "survey"))];
  const summary = words.publishedSummary(tables.length, cells, hidden);
  return ofSurveys === 0 || ofSurveys === hidden ? summary : `${summary} ${words.publishedOfSurveys(ofSurveys)}`;
}
