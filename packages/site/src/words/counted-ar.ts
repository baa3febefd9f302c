import { numberText, pluralForm } from "./formats.ts";

/** A noun in the forms that Arabic counts in: one and two without the number, three to ten, and more. */
export interface CountedNoun {
  readonly one: string;
  readonly two: string;
  readonly few: string;
  readonly many: string;
}

/** A number with its noun. None, and after a round hundred, it has no ending of the accusative. */
export function countedAr(value: number, { one, two, few, many }: CountedNoun): string {
  const bare = many.replace(/ًا(?= |$)/gu, "");
  const noun = pluralForm(value, "ar", { zero: bare, one, two, few, many, other: bare });
  return value === 1 || value === 2 ? noun : `${numberText(value, "ar")} ${noun}`;
}
