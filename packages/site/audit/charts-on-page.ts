import { DomUtils, parseDocument } from "htmlparser2";
import type { ChartNote } from "../src/client/read-chart.ts";

type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];
type Within = Parameters<typeof DomUtils.getElementsByTagName>[1];

/** A cell of the table under a chart: what people read, and where there is a number, what programs read. */
export interface CellOnPage {
  readonly text: string;
  readonly data?: {
    readonly value: string;
    readonly text: string;
    readonly soft: boolean;
    readonly lower: string | null;
    readonly upper: string | null;
    readonly range?: string;
  };
}

/** A chart as it stands on a page, before any script has run. */
export interface ChartOnPage {
  readonly id: string;
  readonly headline: string;
  /** What the page says of it for the script; nothing where the chart stands alone without its table. */
  readonly note?: ChartNote;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly CellOnPage[] }[];
  /** The file of its rows, from the root of the site. */
  readonly file?: string;
  /** Its drawings, as markup: for wide windows and for narrow ones. */
  readonly pictures: readonly string[];
}

const hasClass = (name: string) => (element: Element) => ` ${element.attribs.class ?? ""} `.includes(` ${name} `);
const all = (name: string, within: Within): readonly Element[] => DomUtils.getElementsByTagName(name, within);
const wordsIn = (node: Parameters<typeof DomUtils.textContent>[0]) => DomUtils.textContent(node).replace(/\s+/g, " ").trim();

function readCell(cell: Element): CellOnPage {
  const [data] = all("data", cell);
  if (data === undefined) return { text: wordsIn(cell) };
  const { value = "", ...attribs } = data.attribs;
  const range = attribs["data-range"];
  return {
    text: wordsIn(cell),
    data: {
      value,
      text: DomUtils.textContent(data).trim(),
      soft: attribs["data-soft"] !== undefined,
      ...(attribs["data-broken"] === undefined ? {} : { broken: true }),
      lower: attribs["data-lower"] ?? null,
      upper: attribs["data-upper"] ?? null,
      ...(range === undefined ? {} : { range }),
    },
  };
}

function readFigure(html: string, figure: Element): ChartOnPage {
  const note = figure.attribs["data-chart"];
  const file = all("a", figure)
    .map(({ attribs }) => attribs.href ?? "")
    .find((link) => link.endsWith(".csv"));
  const [headline] = ["h1", "h2", "h3", "h4"].flatMap((name) => all(name, figure));
  return {
    id: figure.attribs.id ?? "",
    headline: headline === undefined ? "" : wordsIn(headline),
    ...(note === undefined ? {} : { note: JSON.parse(note) as ChartNote }),
    heads: all("thead", figure)
      .flatMap((head) => all("th", head))
      .map((cell) => DomUtils.textContent(cell).trim())
      .slice(1),
    rows: all("tbody", figure)
      .flatMap((body) => all("tr", body))
      .map((row) => ({
        label: all("th", row).map((cell) => DomUtils.textContent(cell).trim())[0] ?? "",
        cells: all("td", row).map(readCell),
      })),
    ...(file === undefined ? {} : { file: decodeURIComponent(file.slice(1)) }),
    pictures: all("div", figure)
      .filter(hasClass("picture"))
      .flatMap((picture) => all("svg", picture))
      .map(({ startIndex, endIndex }) => html.slice(startIndex ?? 0, (endIndex ?? -1) + 1)),
  };
}

/** Every chart of a page, from its HTML. */
export function chartsOnPage(html: string): readonly ChartOnPage[] {
  if (!html.includes('class="figure"')) return [];
  const { children } = parseDocument(html, { withStartIndices: true, withEndIndices: true });
  return all("figure", children)
    .filter(hasClass("figure"))
    .map((figure) => readFigure(html, figure));
}
