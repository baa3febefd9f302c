import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SiteFolder } from "../../audit/site-folder.ts";
import { drawPicture } from "../../src/chart/picture.ts";

/** Files of a site, by their names. */
export type Files = Readonly<Record<string, string>>;

/** A site that is in memory alone. */
export const siteOf = (files: Files): SiteFolder => ({
  folder: "",
  files: Object.keys(files).toSorted(),
  read: (file) => files[file] ?? "",
  bytes: (file) => Buffer.from(files[file] ?? ""),
});

/** Writes a site into a folder of its own. */
export function writeSite(files: Files): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-tiny-site-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A page with some content, valid and light. */
export const page = (content: string, head = "") => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Harbour</title><link rel="icon" href="data:,">${head}</head><body><main><h1>Harbour</h1>${content}</main></body></html>
`;

const note = {
  kind: "line" as const,
  locale: "en",
  decimals: 0,
  ticks: [["Jan"], ["Feb"], ["Mar"]],
  narrowTicks: [["Jan"], ["Feb"], ["Mar"]],
};
const data = {
  ...note,
  labels: ["January 2025", "February 2025", "March 2025"],
  series: [
    {
      label: "Harbour",
      points: [
        { value: 12, text: "12", soft: false, lower: null, upper: null },
        { mark: "[c]" },
        { value: 34, text: "34", soft: false, lower: null, upper: null },
      ],
    },
  ],
};
const svg = (name: string, id: string, width: number) => {
  const { drawing, height } = drawPicture(data, id, width);
  return `<svg class="${name}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${drawing}</svg>`;
};
const attribute = (value: unknown) => JSON.stringify(value).replaceAll('"', "&quot;");

/** A chart as pages carry it: its two drawings, its table, and the way to its file. */
export const chart = `<figure class="figure" id="a" data-chart="${attribute(note)}" aria-labelledby="a-headline"><header><h2 id="a-headline">Incidents: 34 in March 2025</h2></header><div class="stage"><div class="picture" role="img" aria-labelledby="a-headline">${svg("wide", "a-w", 720)}${svg("narrow", "a-n", 350)}</div></div><details><summary>Table</summary><table><caption>Incidents</caption><thead><tr><th scope="col">Month</th><th scope="col">Harbour</th></tr></thead><tbody><tr><th scope="row">January 2025</th><td><data value="12">12</data></td></tr><tr><th scope="row">February 2025</th><td><abbr title="Not shown">[c]</abbr></td></tr><tr><th scope="row">March 2025</th><td><data value="34">34</data></td></tr></tbody></table></details><p><a href="/charts/a.csv">CSV</a></p></figure>`;

const columns = "measure,area,area_label,period,period_label,value,status,flags,numerator,denominator,n,n_effective,lower,upper";
const row = (period: string, value: string, status: string) => `OUT.01,D1,Harbour,${period},${period},${value},${status},,${value},,,,,`;
/** The file of its rows. */
export const csv = `${[columns, row("2025-01", "12", "AVAILABLE"), row("2025-02", "", "SUPPRESSED"), row("2025-03", "34", "AVAILABLE")].join("\r\n")}\r\n`;

const object = (period: string, value: number | null, status: string) => ({
  measure: "OUT.01",
  area: "D1",
  area_label: "Harbour",
  period,
  period_label: period,
  value,
  status,
  flags: "",
  numerator: value,
  denominator: null,
  n: null,
  n_effective: null,
  lower: null,
  upper: null,
});
/** The same for programs. */
export const json = JSON.stringify({
  table: "incidents",
  release: { version: "1.0.0" },
  rows: [object("2025-01", 12, "AVAILABLE"), object("2025-02", null, "SUPPRESSED"), object("2025-03", 34, "AVAILABLE")],
});

/** A site of two pages and a chart that nothing is wrong with. */
export const sound: Files = {
  "index.html": page('<p><a href="/charts/a/#a">A chart</a></p>', '<link rel="stylesheet" href="/site.css">'),
  "charts/a/index.html": page(chart, '<link rel="stylesheet" href="/site.css">'),
  "charts/a.csv": csv,
  "charts/a.json": json,
  "site.css": ".narrow { display: none } svg { width: 100%; height: auto } body { color: #000; background: #fff }\n",
};
