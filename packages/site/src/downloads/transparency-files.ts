import { editionDoors, fileAt } from "@openbeat/schema/domain";
import { csvText } from "@openbeat/schema/formats";
import type { Hub } from "../data/hub.ts";
import { type Edition, href } from "../edition.ts";
import type { Words } from "../words/words.ts";
import type { SiteFile } from "./files.ts";

/** The address of the file of the criteria, within an edition. */
export const criteriaPath = fileAt(editionDoors.transparency);

/** How open a release is, for programs: with what it is of, and what it is not. */
export const transparencyOf = ({ hub, version, sha256, publishedAt, language, transparency }: Hub, words: Words): object => ({
  format: 1,
  hub: hub.code,
  publisher: hub.publisher,
  licence: hub.licence,
  version,
  sha256,
  publishedAt: new Date(publishedAt).toISOString(),
  language,
  selfAssessment: words.transparency.self,
  cannotSee: words.transparency.cannotSeeList,
  ...transparency,
});

/** The criteria as rows, in the language of the edition. */
export function* transparencyFiles(edition: Edition): Generator<SiteFile> {
  const { hub } = edition;
  const header = ["criterion", "title", "asks", "source", "source_label", "source_url", "test", "result", "result_label", "how", "to_earn"];
  const rows = hub.transparency.criteria.map((one) => [
    ...[one.code, one.title, one.asks, one.source, one.sourceText, one.sourceUrl, one.test],
    ...[one.result, one.resultText, one.how, one.toEarn, one.count, one.of, hub.version],
  ]);
  yield { path: href(edition, criteriaPath).slice(1), text: csvText([[...header, "count", "of", "release"], ...rows]) };
}
