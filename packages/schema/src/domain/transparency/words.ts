import { forLanguage } from "../text.ts";
import type { ScoredCriterion, TransparencyScore } from "./score.ts";
import type { ToldFinding, TransparencyWords } from "./wording.ts";
import { transparencyAr } from "./words-ar.ts";
import { transparencyEn } from "./words-en.ts";
import { transparencyEs } from "./words-es.ts";

const wordings: Readonly<Record<string, TransparencyWords>> = { en: transparencyEn, es: transparencyEs, ar: transparencyAr };

/** The words of a language with its tag; English where there are none in it. */
function wordingIn(language: string): readonly [string, TransparencyWords] {
  const found = forLanguage(wordings, language);
  return found === undefined ? ["en", transparencyEn] : [language.split("-")[0] ?? "en", found];
}

/** A criterion as it is told in a language. */
export interface CriterionText {
  readonly title: string;
  readonly asks: string;
  readonly result: string;
  readonly how: string;
  /** Null where it is met. */
  readonly toEarn: string | null;
}

/** What is told of a criterion, in plain words. @param language A BCP 47 tag; English where there are no words in it. */
export function criterionText({ criterion, ...found }: ScoredCriterion, language: string): CriterionText {
  const [tag, words] = wordingIn(language);
  const { title, asks, how, toEarn } = words.criteria[criterion.code];
  const number = (value: number | undefined) => (value === undefined ? "" : value.toLocaleString(tag));
  const day = (value: string | null | undefined) =>
    value == null
      ? ""
      : new Date(`${value}T00:00:00Z`).toLocaleDateString(tag, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  const told: ToldFinding = {
    result: found.result,
    count: number(found.count),
    of: number(found.of),
    day: day(found.day),
    planned: day(found.planned),
    days: number(found.days),
    name: found.name ?? "",
  };
  return { title, asks, result: words.results[found.result], how: how(told), toEarn: found.result === "YES" ? null : toEarn };
}

/** The score in a sentence: never a grade. @param language As for `criterionText`. */
export function transparencySentence({ met, told, inPart, notMet, cannotBeTold }: TransparencyScore, language: string): string {
  const [tag, words] = wordingIn(language);
  const number = (value: number) => value.toLocaleString(tag);
  return words.total({
    met: number(met),
    told: number(told),
    inPart: number(inPart),
    notMet: number(notMet),
    cannotBeTold: number(cannotBeTold),
  });
}

/** Whose criterion it is, in words. @param name What the source is called. @param language As for `criterionText`. */
export function criterionSourceText(name: string, test: number | null, language: string): string {
  const [tag, words] = wordingIn(language);
  return words.source(name, test === null ? null : test.toLocaleString(tag));
}
