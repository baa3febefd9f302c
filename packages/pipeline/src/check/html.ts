import type { Problem } from "../errors.ts";
import type { CheckReport } from "./check-hub.ts";
import type { UnusualMonth } from "./counts.ts";
import { many, riskSentence } from "./report-lines.ts";
import type { TableRisk, WhyHidden } from "./risk.ts";

/** Text that is HTML already. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[];

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HTML, in which everything that is put in is text, unless it is HTML already. */
function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = (part: Part): string =>
    part instanceof Html
      ? part.text
      : typeof part === "object"
        ? part.map(written).join("")
        : String(part).replace(/[&<>"']/g, (mark) => marks[mark] ?? "");
  return new Html(fixed.map((text, at) => text + (at < parts.length ? written(parts[at] ?? "") : "")).join(""));
}

const nothing = html``;
const when = (condition: boolean, part: () => Html): Html => (condition ? part() : nothing);

/** A table that scrolls by itself where it is too wide, and can be reached by the keyboard then. */
const table = (caption: string, heads: readonly string[], rows: readonly Html[]): Html => html`
<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;

const placed = ({ file, row, column }: Problem) =>
  [file ?? "", row === undefined ? "" : `${/\.ya?ml$/.test(file ?? "") ? "line" : "row"} ${row}`, column ?? ""]
    .filter((part) => part !== "")
    .join(", ");

const problemTable = (caption: string, problems: readonly Problem[]) =>
  table(
    caption,
    ["Where", "What, and what to do"],
    problems.map(
      (problem) => html`<tr><th scope="row">${placed(problem)}</th><td>${problem.message} <code>${problem.code}</code></td></tr>`,
    ),
  );

const whyWords: Readonly<Record<WhyHidden, string>> = {
  small: "too few people",
  contributors: "one contributor stands out",
  beside: "beside others: with it shown they could be worked out",
};

const hiddenOf = (risk: TableRisk) => risk.hidden.small + risk.hidden.contributors + risk.hidden.beside;

const riskSection = (risk: TableRisk): Html => html`
<h3>${risk.table}: <code>${risk.measure}</code></h3>
<p>${riskSentence(risk)}.</p>
${when(
  risk.named.length > 0,
  () => html`<details><summary>The hidden cells${risk.named.length < hiddenOf(risk) ? `: the first ${many(risk.named.length)} of ${many(hiddenOf(risk))}` : ""}</summary>
${table(
  `Hidden cells of ${risk.table}, ${risk.measure}`,
  ["Cell", "Why it is hidden"],
  risk.named.map(({ codes, why }) => html`<tr><th scope="row">${codes.join(" · ")}</th><td>${whyWords[why]}</td></tr>`),
)}
</details>`,
)}`;

const monthTable = (caption: string, months: readonly UnusualMonth[]) =>
  table(
    caption,
    ["Area", "Month", "Records", "In its usual month"],
    months.map(
      ({ area, month, records, usual }) =>
        html`<tr><th scope="row">${area}</th><td>${month}</td><td class="number">${many(records)}</td><td class="number">${many(usual)}</td></tr>`,
    ),
  );

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #ffffff; --quiet: #55606e; --line: #c9d0d9; --mark: #8a1c1c; --wash: #f3f5f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --paper: #14181e; --quiet: #a9b3c0; --line: #3a4350; --mark: #ff9c8f; --wash: #1d232b; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-top: 2px solid var(--line); padding-top: .75rem; } h3 { margin-bottom: .25rem; }
.secret { border: 2px solid var(--mark); padding: .5rem .75rem; color: var(--mark); font-weight: 600; }
.outcome { font-size: 1.25rem; } .wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: start; font-weight: 600; padding-bottom: .25rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--quiet); font-size: .875rem; } .number { font-variant-numeric: tabular-nums; }
code { font-size: .875em; background: var(--wash); padding: 0 .2em; white-space: nowrap; } summary { cursor: pointer; padding: .25rem 0; } :focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
@media print { :root { --ink: #000; --paper: #fff; --quiet: #333; --line: #999; --wash: #fff; } details::details-content { content-visibility: visible; height: auto; } .wide { overflow: visible; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;

const outcomes: Readonly<Record<CheckReport["outcome"], string>> = {
  fine: "The hub can be published.",
  "to know": "The hub can be published. There is something to know of it.",
  refused: "The hub cannot be published like this.",
};

/**
 * A report of a check as one page that needs nothing else: no script, no font, no picture, no address. It tells of unprotected records, and says so.
 * @returns HTML.
 */
export function checkPage(report: CheckReport): string {
  const { hub, checkedAt, outcome, refusal, problems, warnings, steps, datasets, totals, counts, persons, risks } = report;
  const [gaps, outliers] = [counts.flatMap((one) => one.gaps), counts.flatMap((one) => one.outliers)];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Check of ${hub}</title><style>${new Html(style)}</style></head>
<body><main>
<h1>Check of ${hub}</h1>
<p class="secret">For the steward's eyes. It tells which figures are hidden and why, and counts that were not protected: do not publish it, send it on or keep it longer than you need it.</p>
<p class="outcome">${outcomes[outcome]}</p>
<p>Checked at <time datetime="${checkedAt}">${checkedAt.slice(0, 16).replace("T", " ")} UTC</time>.</p>
${when(refusal !== null, () => html`<h2>What is wrong</h2><p>${refusal?.message ?? ""} <code>${refusal?.code ?? ""}</code></p>`)}
${when(problems.length > 0, () => problemTable(`${many(problems.length)} ${problems.length === 1 ? "problem" : "problems"}`, problems))}
${when(steps.length > 0, () => html`<h2>What to do next</h2><ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>`)}
${when(warnings.length > 0, () => html`<h2>To know</h2>${problemTable("What stops nothing", warnings)}`)}
${when(
  datasets.length > 0,
  () =>
    html`<h2>What was read</h2>${table(
      "Records by dataset",
      ["Dataset", "Read", "Used", "Left out, as tolerated, and notes"],
      datasets.map(
        ({ dataset, read, used, leftOut, notes, held, protection }) =>
          html`<tr><th scope="row">${dataset}</th><td class="number">${many(read)}</td><td class="number">${many(used)}</td><td>${[
            ...[...leftOut, ...notes].map(({ code, records }) => `${many(records)} ${code}`),
            ...(held.length === 0 ? [] : [`as published before: ${held.join(", ")}`]),
            ...protection,
          ].join("; ")}</td></tr>`,
      ),
    )}`,
)}
${when(
  totals.length > 0,
  () =>
    html`<h2>Control totals</h2>${table(
      "Totals that you know, and what the records give",
      ["Total", "Of", "Expected", "Found", "Agrees"],
      totals.map(
        ({ file, row, of, expected, found }) =>
          html`<tr><th scope="row">${file}, row ${row}</th><td>${Object.values(of).join(" · ") || "everything"}</td><td class="number">${many(expected)}</td><td class="number">${many(found)}</td><td>${expected === found ? "yes" : "no"}</td></tr>`,
      ),
    )}`,
)}
${when(gaps.length + outliers.length > 0, () => html`<h2>Gaps, and months far from the usual</h2>`)}
${when(gaps.length > 0, () => monthTable("Months without a record", gaps))}
${when(outliers.length > 0, () => monthTable("Months with far more or fewer records", outliers))}
${when(
  persons.length > 0,
  () =>
    html`<h2>What may stand for persons</h2>${table(
      "Columns of the files",
      ["Column", "Dataset", "Sign", "Rows", "Named by the select"],
      persons.map(
        ({ column, dataset, sign, rows, isUsed }) =>
          html`<tr><th scope="row"><code>${column}</code></th><td>${dataset}</td><td>${sign}</td><td class="number">${many(rows)}</td><td>${isUsed ? "yes" : "no"}</td></tr>`,
      ),
    )}`,
)}
${when(risks.length > 0, () => html`<h2>Risk, before and after protection</h2>${risks.map(riskSection)}`)}
</main></body></html>
`;
  return page.text;
}
