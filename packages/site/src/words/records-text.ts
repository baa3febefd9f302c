import type { EvaluationDesign, LocalisedText } from "@openbeat/schema/domain";
import type { Problem } from "../data/records.ts";
import type { RecordWords } from "./records-en.ts";

/** What a design of an assessment is called, and what it cannot show. */
export type DesignText = Readonly<Record<EvaluationDesign, { readonly name: string; readonly cannotShow: string }>>;

/** The ladder of designs in a language that the ladder itself is written in. */
export const designsIn = (
  designs: Readonly<Record<EvaluationDesign, { readonly name: LocalisedText; readonly cannotShow: LocalisedText }>>,
  language: string,
): DesignText =>
  Object.fromEntries(
    Object.entries(designs).map(([design, { name, cannotShow }]) => [
      design,
      { name: name[language] ?? "", cannotShow: cannotShow[language] ?? "" },
    ]),
  ) as DesignText;

export type CodeListName = keyof RecordWords["codes"];

/** The code that a value of an enumeration of the schema stands for: `FROM_1000_9999` is `1000_9999`. */
export const codeOf = (value: string): string => value.toLowerCase().replace(/^from_(?=\d)/, "");

/** Where the work on a problem stands: at a stage that goes on, or after one that ended. */
export function stageText(words: RecordWords, { stage, to }: Pick<Problem["stages"][number], "stage" | "to">): string {
  const name = codeText(words, "sara_stage", stage);
  return to === null ? words.stageNow(name) : words.stageEnded(name);
}

/** A code of the standard in words. @param value The code, or the schema's name of it. @throws {Error} If there is no word for it. */
export function codeText(words: RecordWords, list: CodeListName, value: string): string {
  const text = (words.codes[list] as Readonly<Record<string, string>>)[codeOf(value)];
  if (text === undefined) throw new Error(`The words of the site lack a code of the list ${list}.`);
  return text;
}
