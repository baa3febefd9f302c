import { markupText } from "../markup-text.ts";

const names = ["title", "told", "address", "open"] as const;
type Name = (typeof names)[number];

/** What a page that is filled in later has in the places of its words. */
export const blanks = Object.fromEntries(names.map((name) => [name, `@@${name}@@`])) as Readonly<Record<Name, string>>;

/** A page with its blanks filled in. @param texts Plain texts: they are escaped. */
export const filledIn = (page: string, texts: Readonly<Record<Name, string>>): string =>
  page.replaceAll(/@@(\w+)@@/g, (blank, name: string) => (name in texts ? markupText(texts[name as Name]) : blank));
