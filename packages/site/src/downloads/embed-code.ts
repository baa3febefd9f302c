import { editionDoors, encodedPath, fileAt } from "@openbeat/schema/domain";
import { cardOf, cardSize } from "../cards/card-path.ts";
import { type Edition, href, permanent, siteAddress, slug } from "../edition.ts";
import { chartNotes } from "../figures/chart-notes.ts";
import type { Chart } from "../figures/distinct-charts.ts";
import { picturesOf } from "../figures/pictures.ts";
import { markupText } from "../markup-text.ts";

/** The page of a chart, within its edition. */
export const chartPath = ({ id }: Pick<Chart, "id">): string => `charts/${slug(id)}/`;

/** A chart alone, to stand in another page: of the newest release, within its edition. */
export const liveEmbed = ({ id }: Pick<Chart, "id">): string => `embed/${slug(id)}/`;

/** The same of one release, within the edition of that release. */
export const frozenEmbed = ({ pages: [page = ""], figure }: Chart): string => `embed/${page}${figure.spec.id}/`;

/** Columns that a chart alone is put in, of a page and of a phone: how many letters of its text and of its headline fit in a line, how many entries of its legend. */
const columns = [
  { picture: "wide", letters: 84, large: 56, entries: 3 },
  { picture: "narrow", letters: 38, large: 26, entries: 1 },
] as const;
const wideColumn = 720;
const line = { text: 24, large: 28, legend: 28, gap: 10, edges: 60 };

/** The texts around a chart alone, but for its headline: its subtitle, its notes and its source, each a paragraph. */
function textsOf({ figure: { spec } }: Chart, { hub, words }: Edition): readonly string[] {
  const { reading, hidden, others } = chartNotes(spec, hub, words);
  const asked = spec.survey?.asked;
  const source = [hub.hub.publisher, words.releaseTitle(hub.version), hub.hub.licence.name, hub.hub.fictional ? words.fictional : ""];
  return [
    spec.subtitle,
    ...(asked === undefined ? [] : [`${words.trust.asked}: ${asked.wording}`]),
    ...[reading, hidden].filter((text) => text !== undefined),
    ...others,
    source.join(" "),
  ];
}

/** A size that holds the chart with its title, its legend, its notes and its source, in a column of a page as in one of a phone. */
export function embedSize(chart: Chart, edition: Edition): { readonly width: number; readonly height: number } {
  const { spec } = chart.figure;
  const pictures = picturesOf(spec, edition.language);
  const texts = textsOf(chart, edition);
  const heights = columns.map(({ picture, letters, large, entries }) => {
    const paragraphs = texts.map((text) => Math.ceil(text.length / letters) * line.text + line.gap);
    const legend = spec.series.length > 1 ? Math.ceil(spec.series.length / entries) * line.legend : 0;
    const headline = Math.ceil(spec.headline.length / large) * line.large;
    return pictures[picture].height + headline + legend + paragraphs.reduce((sum, height) => sum + height, line.edges);
  });
  return { width: wideColumn, height: Math.max(...heights) };
}

const iframe = (address: string, title: string, chart: Chart, edition: Edition) =>
  `<iframe src="${address}" title="${markupText(title)}" width="100%" height="${embedSize(chart, edition).height}" loading="lazy" style="border:0"></iframe>`;

/** The code that puts a chart on another page: of the newest release, of this one, and as a picture. Nothing without the site's address. */
export function embedCodes(edition: Edition, chart: Chart): { live: string; frozen: string; picture: string } | undefined {
  const base = siteAddress(edition.hub.hub);
  if (base === undefined) return undefined;
  const kept = permanent(edition);
  const source = `${base}${href(kept, chart.pages[0])}#${chart.figure.spec.id}`;
  const picture = `${base}${href(kept, encodedPath(fileAt(editionDoors.chartPicture, { chart: chart.id })))}`;
  const { headline, measure } = chart.figure.spec;
  // What shows the newest release is named by what it always shows.
  const lasting = `${measure.title}, ${edition.hub.hub.title}`;
  return {
    live: iframe(`${base}${href(edition, liveEmbed(chart))}`, lasting, chart, edition),
    frozen: iframe(`${base}${href(kept, frozenEmbed(chart))}`, headline, chart, edition),
    picture: `<a href="${source}"><img src="${picture}" alt="${markupText(headline)}"></a>`,
  };
}

/** The answer of oEmbed for a chart, as a file. @see oEmbed 1.0, oembed.com. */
export function oEmbed(edition: Edition, chart: Chart): object | undefined {
  const { hub } = edition;
  const codes = embedCodes(edition, chart);
  if (codes === undefined) return undefined;
  return {
    type: "rich",
    version: "1.0",
    title: chart.figure.spec.headline,
    author_name: hub.hub.publisher,
    provider_name: hub.hub.title,
    provider_url: `${siteAddress(edition.hub.hub)}/`,
    html: edition.isFrozen ? codes.frozen : codes.live,
    ...embedSize(chart, edition),
    thumbnail_url: `${siteAddress(edition.hub.hub)}${href(permanent(edition), cardOf(chart.pages[0] ?? ""))}`,
    thumbnail_width: cardSize.width,
    thumbnail_height: cardSize.height,
  };
}
