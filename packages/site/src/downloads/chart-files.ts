import { createHash } from "node:crypto";
import { editionDoors, type FileDoor, fileAt, observationStatuses } from "@openbeat/schema/domain";
import { tableRows } from "@openbeat/schema/formats";
import { standaloneSvg } from "../chart/standalone-svg.ts";
import { type Edition, href, permanent, siteAddress } from "../edition.ts";
import { chartFacts } from "../figures/chart-facts.ts";
import type { Chart } from "../figures/distinct-charts.ts";
import { figureRows } from "../figures/figure.ts";
import { legendOf } from "../figures/legend.ts";
import { picturesOf } from "../figures/pictures.ts";
import { releaseLineOf } from "../words/release-line.ts";
import { rangeOf, valueText } from "../words/values.ts";
import { citationOf, datasetCitation } from "./citation.ts";
import { csvTableOf, figureCsv } from "./csv.ts";
import { oEmbed } from "./embed-code.ts";
import type { SiteFile } from "./files.ts";
import { saidOfAll } from "./package.ts";
import { instant, jsonText } from "./release-files.ts";

/** A chart's place within its edition, where it never changes. */
const placeOf = ({ pages: [page = ""], figure }: Chart) => `${page}#${figure.spec.id}`;

const sourceLine = ({ hub, words, language }: Edition): string =>
  words.charts.source(hub.hub.publisher, releaseLineOf({ hub, words, language }), `${hub.hub.licence.name} (${hub.hub.licence.url})`);

/** What the figures of a chart are, for programs and for people who find the file alone. @param csv The file of its rows. */
function aboutChart(edition: Edition, chart: Chart, csv: string) {
  const { hub, words, language } = edition;
  const { spec } = chart.figure;
  const { dataset, measure, periods, areas, all, shown, notes } = chartFacts(edition, chart.figure);
  return {
    id: chart.id,
    title: spec.headline,
    subtitle: spec.subtitle,
    description: spec.alt,
    language,
    measure: { code: spec.measure.code, title: spec.measure.title, unit: spec.measure.unit, description: measure?.description },
    dataset: dataset && { code: dataset.code, title: dataset.title },
    table: chart.figure.table,
    period: periods,
    areas,
    values: { all, shown },
    asked: spec.survey?.asked?.wording,
    notes: [...saidOfAll(hub, words), ...notes],
    publisher: hub.hub.publisher,
    licence: hub.hub.licence,
    release: { version: hub.version, publishedAt: instant(hub.publishedAt), sha256: hub.sha256 },
    citations: [
      citationOf(edition, spec.headline, placeOf(chart), "TEXT"),
      ...(dataset === undefined ? [] : [datasetCitation(hub, dataset, "TEXT")]),
    ],
    permanentUrl: `${siteAddress(edition.hub.hub) ?? ""}${href(permanent(edition), placeOf(chart))}`,
    csv: { bytes: Buffer.byteLength(csv), sha256: createHash("sha256").update(csv).digest("hex") },
  };
}

/** A chart as Markdown: title, table, what to know of it, and its source. */
function chartText(edition: Edition, chart: Chart): string {
  const { hub, words, language } = edition;
  const { spec } = chart.figure;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const cells = (at: number) =>
    spec.series.map(({ rows }) => {
      const observation = rows[at]?.observation;
      if (observation === undefined) return "";
      if (observation.status !== "AVAILABLE") return observationStatuses[observation.status].mark;
      const range = rangeOf(observation, spec, language);
      return `${valueText(observation.value, spec, language)}${range === undefined ? "" : ` (${range})`}`;
    });
  const statuses = [
    ...new Set(figureRows(chart.figure).flatMap(({ observation }) => (observation.status === "AVAILABLE" ? [] : [observation.status]))),
  ];
  return `${[
    `# ${spec.headline}`,
    spec.subtitle,
    [
      line([spec.axis, ...spec.series.map(({ label }) => label)]),
      line(["---", ...spec.series.map(() => "---:")]),
      ...spec.positions.map(({ label }, at) => line([label, ...cells(at)])),
    ].join("\n"),
    ...statuses.map((status) => `${observationStatuses[status].mark} ${words.marks[status]}`),
    ...chartFacts(edition, chart.figure).notes,
    ...saidOfAll(hub, words),
    sourceLine(edition),
    citationOf(edition, spec.headline, placeOf(chart), "TEXT"),
  ].join("\n\n")}\n`;
}

/** A chart as an SVG file. */
export function chartPicture(edition: Edition, chart: Chart): string {
  const { hub, words, language } = edition;
  const { spec } = chart.figure;
  return standaloneSvg(picturesOf(spec, language).wide, {
    language,
    direction: words.direction,
    title: spec.headline,
    subtitle: spec.subtitle,
    alt: spec.alt,
    series: legendOf(spec),
    foot: [...chartFacts(edition, chart.figure).notes, sourceLine(edition), ...saidOfAll(hub, words)],
  });
}

/** The files of each chart, once for every edition. */
export function* chartFiles(edition: Edition, charts: readonly Chart[]): Generator<SiteFile> {
  const { hub } = edition;
  for (const chart of charts) {
    const at = (door: FileDoor) => `${edition.root === "" ? "" : `${edition.root}/`}${fileAt(door, { chart: chart.id })}`;
    const csv = figureCsv(hub, chart.figure);
    const about = aboutChart(edition, chart, csv);
    const table = hub.tables.find(({ code }) => code === chart.figure.table);
    if (table === undefined) throw new Error(`The release has no table ${chart.figure.table}.`);
    const rows = tableRows(csvTableOf(hub, table, figureRows(chart.figure)));
    yield { path: at(editionDoors.chart), text: csv };
    yield { path: at(editionDoors.chartRows), text: jsonText({ ...about, rows }) };
    yield { path: at(editionDoors.chartAbout), text: jsonText(about) };
    yield { path: at(editionDoors.chartText), text: chartText(edition, chart) };
    yield { path: at(editionDoors.chartPicture), text: chartPicture(edition, chart) };
    const embedded = oEmbed(edition, chart);
    if (embedded !== undefined) yield { path: at(editionDoors.chartEmbed), text: jsonText(embedded) };
  }
}
