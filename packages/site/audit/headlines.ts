import { mostWords, wordCount } from "../src/headlines/say.ts";
import { chartsOnPage } from "./charts-on-page.ts";
import { digits, type Finding } from "./finding.ts";
import { isFrozen, pagesOf, type SiteFolder } from "./site-folder.ts";

/** Whether the headlines of charts are short. The longest are told first. */
export function shortHeadlines(site: SiteFolder): Finding {
  const headlines = new Map<string, string>();
  for (const page of pagesOf(site).filter((file) => !isFrozen(file)))
    for (const { id, headline } of chartsOnPage(site.read(page))) if (!headlines.has(headline)) headlines.set(headline, `${page}#${id}`);
  const counted = [...headlines].map(([headline, place]) => ({ headline, place, words: wordCount(headline) }));
  const long = counted.filter(({ words }) => words > mostWords || words === 0).toSorted((a, b) => b.words - a.words);
  return {
    id: "headlines",
    subject: "Headlines",
    target: `at most ${mostWords} words`,
    measured: `${digits(counted.length - long.length)} of ${digits(counted.length)} different headlines; the longest has ${Math.max(0, ...counted.map(({ words }) => words))} words`,
    looked: counted.length,
    faults: long.map(({ headline, place, words }) => `${words} words: “${headline}” (${place})`),
  };
}
