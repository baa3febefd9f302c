import { measureByCode } from "@openbeat/schema/domain";
import type { Measure } from "../../src/data/hub.ts";

/** A measure of the catalogue, as a release tells it. */
export function measureIn(code: string, language = "en"): Measure {
  const measure = measureByCode(code);
  if (measure === undefined) throw new Error(`The catalogue has no measure ${code}.`);
  const { kind, higherIs, decimals } = measure;
  const text = (words: Readonly<Record<string, string>>) => words[language] ?? "";
  const { title, shortTitle, unit } = measure;
  return {
    code,
    title: text(title),
    shortTitle: text(shortTitle ?? title),
    description: "",
    kind,
    unit: text(unit),
    higherIs,
    decimals,
    method: "",
  };
}
