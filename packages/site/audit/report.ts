import { type Finding, holds } from "./finding.ts";

/** A finding as it is kept: the page on accessibility tells of some. */
export interface RecordedFinding extends Finding {
  readonly holds: boolean;
  /** How many places miss the target: `faults` has the first of them. */
  readonly missed: number;
  /** The day it was measured: 2026-11-26. */
  readonly date: string;
  /** Whether everything was looked at, or the part that the quick form looks at. */
  readonly quick: boolean;
}

/** What is kept of an audit. */
export interface AuditRecord {
  /** The day of the newest finding. */
  readonly date: string;
  readonly pages: number;
  readonly files: number;
  readonly languages: readonly string[];
  readonly browser: string;
  /** Load of the machine before and after: times depend on it. */
  readonly load: readonly [string, string];
  readonly findings: readonly RecordedFinding[];
}

const most = 10;

/** A finding as it is kept: with the first of its faults. */
export const recordOf = (finding: Finding, date: string, quick: boolean): RecordedFinding => ({
  ...finding,
  faults: finding.faults.slice(0, most),
  holds: holds(finding),
  missed: finding.faults.length,
  date,
  quick,
});

/** An audit of some parts in the place of an earlier one, of which the other findings stay, with their day. */
export const withEarlier = (record: AuditRecord, earlier: AuditRecord | undefined): AuditRecord => {
  const fresh = new Map(record.findings.map((finding) => [finding.id, finding]));
  const kept = (earlier?.findings ?? []).map((finding) => fresh.get(finding.id) ?? finding);
  const added = record.findings.filter(({ id }) => !kept.some((finding) => finding.id === id));
  return { ...record, findings: [...kept, ...added] };
};

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const code = (text: string) => `\`${text.replaceAll("`", "'").replaceAll("\n", " ")}\``;

/** An audit as a page of the documentation. */
export function auditPage(record: AuditRecord): string {
  const missed = record.findings.filter((finding) => !finding.holds);
  const parts = [
    "# Audit of the site",
    `What the site promises, measured by \`pnpm --filter @openbeat/site run audit\`, which writes this page: the site of the fictional sample city Alderport, ${record.pages.toLocaleString("en")} pages and ${(record.files - record.pages).toLocaleString("en")} other files in ${record.languages.join(", ")}, on ${record.date}, with ${record.browser}. The load of the machine was ${record.load[0]} before and ${record.load[1]} after: the times that Lighthouse measures depend on it.`,
    ...(record.findings.some(({ quick }) => quick)
      ? [
          "Targets marked with a star were measured in the quick form: on a part of the pages and looks. The command without `--quick` measures all.",
        ]
      : []),
    `**${record.findings.length - missed.length} of ${record.findings.length} targets are met.**`,
    [
      "| | Target | Measured | Met |",
      "|---|---|---|---|",
      ...record.findings.map(
        ({ subject, target, measured, holds, quick }) =>
          `| ${cell(subject)} | ${cell(target)}${quick ? " *" : ""} | ${cell(measured)} | ${holds ? "yes" : "**no**"} |`,
      ),
    ].join("\n"),
    ...(missed.length === 0 ? [] : ["## What misses its target"]),
    ...missed.map(({ subject, target, missed: count, looked, faults }) =>
      [
        `**${subject}: ${target}.** ${looked === 0 ? "Nothing was looked at." : `${count.toLocaleString("en")} places${count > faults.length ? `, the first ${faults.length} of them` : ""}:`}`,
        "",
        ...faults.map((fault) => `- ${code(fault)}`),
      ].join("\n"),
    ),
    "## What this does not say",
    "axe finds a part of the barriers there are, and nobody has yet used the site with a screen reader for this audit. Pieces of stacked answers carry their value in letters where there is room, and always in the table: the palest of them stand out from the page less than 3 : 1. Build times and memory are measured by `pnpm bench site`. Whether a check can fail is tested in `packages/site/test/audit.test.ts`, with a fault seeded for each.",
  ];
  return `${parts.join("\n\n")}\n`;
}
