import { literal, quoted } from "../read/workbench.ts";
import { streets, titles } from "./personal-data.ts";

/** What may stand for a person in a column of records, as DuckDB (RE2) finds it. */
export interface PersonalSign {
  readonly name: "email" | "phone" | "plate" | "address" | "name";
  /** For a sentence "… hold what may be …". */
  readonly what: string;
  readonly pattern: string;
}

/** The signs that are looked for in every text column. Hundred-blocks ("5000 BLOCK OGONTZ AV") are no address of anybody. */
export const personalSigns: readonly PersonalSign[] = [
  { name: "email", what: "e-mail addresses", pattern: "[^\\s@]+@[^\\s@]+\\.[A-Za-z]{2,}" },
  {
    name: "phone",
    what: "telephone numbers",
    pattern:
      "(^|[^0-9.])(\\+[0-9]{1,3}[ .-]?)?(\\([0-9]{3}\\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}($|[^0-9])|(^|\\s)(\\+[0-9]{1,3}|0)[0-9]{2,4} [0-9]{3,4} ?[0-9]{3,4}($|\\s)",
  },
  {
    name: "plate",
    what: "number plates",
    // A plate stands alone: parts of addresses look like one.
    pattern: "^\\s*([A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z]{3}[ -][0-9]{3,4}|[0-9][A-Z]{3}[0-9]{3})\\s*$",
  },
  {
    name: "address",
    what: "addresses with the number of a house",
    pattern: `(?i)(^|[\\s,])[0-9]{1,5}[A-Z]? ([NSEW]\\.? )?([A-Z][A-Z'.-]* ){1,3}(${streets}|Av)\\.?($|[\\s,])`,
  },
  {
    name: "name",
    what: "names of persons, after a title or rank",
    pattern: `(^|\\s)(${titles})\\.? \\p{Lu}\\p{Ll}+`,
  },
];

/** An address of a block is of nobody. */
const block = "(?i)[0-9]+ *(-[0-9]+)? *(BLOCK|BLK)( OF)?\\b";

/** SQL over a column of text: whether it holds a sign. */
export const signSql = ({ name, pattern }: PersonalSign, column: string): string => {
  const text = name === "address" ? `regexp_replace(${quoted(column)}, ${literal(block)}, ' ', 'g')` : quoted(column);
  return `regexp_matches(${text}, ${literal(pattern)})`;
};

/** SQL over a column of text: whether it holds any sign. */
export const personalSql = (column: string): string => personalSigns.map((sign) => signSql(sign, column)).join(" OR ");
