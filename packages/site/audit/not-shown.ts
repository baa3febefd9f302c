import { parseCsv } from "./csv.ts";
import { digits, type Finding } from "./finding.ts";
import type { SiteFolder } from "./site-folder.ts";

const figures = ["value", "numerator", "denominator", "n", "n_effective", "lower", "upper"] as const;

/** What an assessment counted, and what it works out from that. */
const counted = /^(response|comparison|buffer|buffer_comparison)_(before|after)$/;
const workedOut =
  /^(gross_effect|net_effect|displacement_quotient|displacement|total_net_effect|difference(_error|_lower|_upper)?|relative_(effect|lower|upper)|estimate(_unit|_lower|_upper)?|level)$/;

type Csv = Readonly<Record<string, string>>;

/** The columns that a row has a figure in, and must not; `undefined` for a row that is shown. */
function figuresOf(row: Csv): readonly string[] | undefined {
  const filled = (isFigure: (column: string) => boolean) => Object.keys(row).filter((column) => isFigure(column) && row[column] !== "");
  if (row.status !== undefined) return row.status === "AVAILABLE" ? undefined : filled((column) => figures.some((one) => one === column));
  if (row.verdict !== "not_assessable") return undefined;
  return filled((column) => workedOut.test(column) || (row.reason === "hidden" && counted.test(column)));
}

const tables = /^[^\r]*,status,/;
const evaluations = /(^|\/)records\/evaluations\.csv$/;

/**
 * Whether a row of any CSV file that is not shown has none of its figures, nor an assessment that could not be made any of its own. No figure is
 * repeated in what is found.
 */
export function nothingHidden(site: SiteFolder): Finding {
  const faults: string[] = [];
  let hidden = 0;
  const files = site.files
    .filter((file) => file.endsWith(".csv"))
    .map((file) => ({ file, text: site.read(file) }))
    .filter(({ file, text }) => tables.test(text) || evaluations.test(file));
  for (const { file, text } of files) {
    for (const [at, row] of parseCsv(text).entries()) {
      const found = figuresOf(row);
      if (found === undefined) continue;
      hidden += 1;
      faults.push(...found.map((figure) => `${file}, row ${at + 1}: ${figure}`));
    }
  }
  return {
    id: "not-shown",
    subject: "Protection",
    target: "0 figures on the rows of files that are not shown",
    measured: `${digits(faults.length)} on ${digits(hidden)} such rows of ${digits(files.length)} CSV files with figures`,
    looked: hidden,
    faults,
  };
}
