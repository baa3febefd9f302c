import * as z from "zod";
import { forLanguage, inLanguage, type LocalisedText } from "../domain/index.ts";
import { catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";

const localisedText = z.record(z.string(), z.string());

/** The argument of every field that gives words or printed numbers. */
export const languageArgument = () => ({
  language: builder.args((t) => ({
    language: t.string({ description: "BCP 47 tag such as `en` or `es`. Left out, or unknown to the hub: the hub's own language." }),
  })).language,
});

const checked = new WeakMap<object, LocalisedText>();

/** Checks a text once: it is the catalogue's own and never changes. */
function checkedText(text: unknown): LocalisedText {
  const known = typeof text === "object" && text !== null ? checked.get(text) : undefined;
  if (known !== undefined) return known;
  const parsed = localisedText.parse(text);
  checked.set(text as object, parsed);
  return parsed;
}

/** The words of a column of a row, in a language or the hub's own. */
export function words(row: object, text: unknown, language?: string | null): string {
  const own = catalogueOf(row).language;
  const parsed = checkedText(text);
  return forLanguage(parsed, language ?? own) ?? inLanguage(parsed, own);
}
