import { parseCsv } from "./csv.ts";
import { digits, type Finding } from "./finding.ts";
import type { SiteFolder } from "./site-folder.ts";

const figures = ["value", "numerator", "n", "n_effective", "lower", "upper"] as const;

/** Whether a row of any CSV file that is not shown has none of its figures. No figure is repeated in what is found. */
export function nothingHidden(site: SiteFolder): Finding {
  const faults: string[] = [];
  let hidden = 0;
  const files = site.files.filter((file) => file.endsWith(".csv"));
  for (const file of files) {
    const text = site.read(file);
    if (!/^[^\r]*,status,/.test(text)) continue;
    for (const [at, row] of parseCsv(text).entries()) {
      if (row.status === "AVAILABLE") continue;
      hidden += 1;
      for (const figure of figures) if ((row[figure] ?? "") !== "") faults.push(`${file}, row ${at + 1}: ${figure}`);
    }
  }
  return {
    id: "not-shown",
    subject: "Protection",
    target: "0 figures on the rows of files that are not shown",
    measured: `${digits(faults.length)} on ${digits(hidden)} such rows of ${digits(files.length)} CSV files`,
    looked: hidden,
    faults,
  };
}
