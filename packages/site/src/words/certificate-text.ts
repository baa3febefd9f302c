import { type MethodCertificate, type PublishedAttack, roundingSteps } from "@openbeat/schema/domain";
import { choiceText, numberText, shareText, significantText } from "./formats.ts";
import type { Words } from "./words.ts";

/** The terms of a method in plain words: what it does to figures, and how far. */
export function termsText(certificate: MethodCertificate, { certificate: words }: Words, language: string): readonly string[] {
  switch (certificate.method) {
    case "suppress":
      return [
        words.suppressTerms(certificate.threshold, certificate.width, certificate.zeros === "sensitive"),
        ...(certificate.knownCells === 1 ? [words.knownCells] : []),
        ...(certificate.emptyCombinations === "public" ? [words.emptyCombinations] : []),
      ];
    case "smallCountRounding":
      return [words.smallCountTerms(certificate.base)];
    case "controlledRounding":
      return [words.controlledTerms(certificate.base, certificate.lessThan - 1)];
    case "cellKey":
      return [
        words.cellKeyTerms(certificate.most, significantText(certificate.variance, language)),
        ...(certificate.blocked > 0 ? [words.blockedTerms(certificate.blocked)] : []),
      ];
    case "survey":
      return [
        words.surveyTerms(certificate.smallestBase, certificate.smallestAnswer),
        words.surveyRounding(stepsText(certificate.roundPercentTo, language), certificate.width, certificate.roundBaseTo),
        words.surveyTooFew(certificate.width),
        words.surveyAlike(certificate.smallestAnswer),
        words.reliabilityTerms,
      ];
    case "differentialPrivacy": {
      // Rounded up: nothing is promised that was not proved.
      const epsilon = numberText(Math.ceil(certificate.epsilon * 1000 - 1e-9) / 1000, language, 3);
      return [
        words.privacyTerms(epsilon, significantText(certificate.delta, language)),
        words.privacyUnit[certificate.unit](certificate.contributions),
      ];
    }
  }
}

/** The steps that figures of a survey are rounded to, from the finest one: 1, 2, 5 or 10. */
export const stepsText = (least: number, language: string): string =>
  choiceText(
    roundingSteps.filter((step) => step >= least).map((step) => numberText(step, language)),
    language,
  );

/** The width of an interval, never told wider than it is. */
export const widthText = (width: number, language: string): string => significantText(Math.floor(width * 1000 + 1e-6) / 1000, language);

/** What an attack left: how far apart the values stay that are possible, or how often it was right. */
export function attackText({ attacked, narrowest, recovered }: PublishedAttack, all: Words, language: string): string {
  const { certificate: words, semicolon } = all;
  if (attacked === 0 || (attacked === null && narrowest === null && recovered === null)) return words.nothingToAttack;
  const left = [
    ...(narrowest === null ? [] : [words.apart(widthText(narrowest, language))]),
    ...(recovered === null ? [] : [words.recovered(shareText(Math.ceil(recovered * 1000 - 1e-6) / 1000, language))]),
  ];
  return left.length === 0 ? words.notMeasured : left.join(semicolon);
}
