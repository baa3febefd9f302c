import { withColours } from "../chart/palette.ts";
import { svgLine } from "../chart/standalone-svg.ts";
import { type TextBox, wrappedText } from "../chart/wrapped-text.ts";
import { cardSize } from "./card-path.ts";

/** What a card shows: nothing that its page does not say. */
export interface Card {
  readonly direction: "ltr" | "rtl";
  readonly site: string;
  readonly title: string;
  readonly description: string;
  /** A chart of the page: its words, and its narrow picture. */
  readonly chart?: {
    readonly headline: string;
    readonly subtitle: string;
    readonly viewBox: readonly [number, number];
    readonly drawing: string;
  };
  /** Who publishes, and of which release. */
  readonly foot: string;
  /** That the data are made up. */
  readonly notice?: string;
}

const edge = 64;

const { width } = cardSize;
const footHeight = 126;
const bodyHeight = cardSize.height - footHeight;
const leading = 1.22;

interface Paragraph extends TextBox {
  readonly gap: number;
  readonly fill: string;
}

/** Sets paragraphs one below the other, as far as there is room. @param from Where the first begins. @param to Where no line goes on. */
function textSetter(direction: Card["direction"], from: number, to: number): (text: string, paragraph: Paragraph) => string {
  const isRtl = direction === "rtl";
  const start = isRtl ? width - edge : edge;
  const anchor = isRtl ? ' text-anchor="end"' : "";
  let y = from;
  return (text, { gap, fill, ...box }) => {
    const room = Math.floor((to - y - gap) / (box.size * leading));
    if (room < 1) return "";
    y += gap;
    return wrappedText(text, { ...box, lines: Math.min(box.lines ?? room, room) })
      .map((line) => {
        y += box.size * leading;
        return `<text x="${start}" y="${Math.round(y)}"${anchor} font-size="${box.size}"${box.bold ? ' font-weight="700"' : ""} fill="${fill}">${svgLine(line, direction)}</text>`;
      })
      .join("");
  };
}

const svg = (height: number, inside: string) =>
  withColours(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans"><rect width="${width}" height="${height}" fill="var(--paper)"/>${inside}</svg>`,
  );

/** The upper part: what the page is about. */
function bodySvg({ direction, site, title, description, chart }: Card): string {
  const isRtl = direction === "rtl";
  const column = chart === undefined ? width - 2 * edge : 520;
  const paragraph = textSetter(direction, site === title ? 56 : 0, bodyHeight);
  const size = title.length > 40 ? 40 : 52;
  const words = [
    site === title ? "" : paragraph(site, { gap: 56, width: width - 2 * edge, size: 26, lines: 1, fill: "var(--accent)" }),
    paragraph(title, { gap: 24, width: column, size, bold: true, lines: 3, fill: "var(--ink)" }),
    chart === undefined
      ? paragraph(description, { gap: 20, width: column, size: 28, lines: 5, fill: "var(--muted)" })
      : paragraph(chart.headline, { gap: 20, width: column, size: 28, lines: 5, fill: "var(--ink)" }) +
        paragraph(chart.subtitle, { gap: 14, width: column, size: 20, lines: 4, fill: "var(--muted)" }),
  ];
  const picture = () => {
    if (chart === undefined) return "";
    const [wide, high] = chart.viewBox;
    const [roomWide, roomHigh] = [width - column - 3 * edge, 360];
    const scale = Math.min(roomWide / wide, roomHigh / high);
    const x = isRtl ? edge : width - edge - wide * scale;
    return `<svg x="${Math.round(x)}" y="128" width="${Math.round(wide * scale)}" height="${Math.round(high * scale)}" viewBox="0 0 ${wide} ${high}">${chart.drawing}</svg>`;
  };
  return svg(bodyHeight, `<rect width="${width}" height="12" fill="var(--accent)"/>${words.join("")}${picture()}`);
}

/** The lower part, which all cards of an edition share: who publishes, and of which release. */
function footSvg({ direction, foot, notice }: Card): string {
  const paragraph = textSetter(direction, footHeight - edge - (notice === undefined ? 26 : 60), footHeight);
  const line = { width: width - 2 * edge, size: 22, lines: 1 };
  const words = [
    paragraph(foot, { ...line, gap: 0, fill: "var(--muted)" }),
    notice === undefined ? "" : paragraph(notice, { ...line, gap: 6, bold: true, fill: "var(--notice)" }),
  ];
  return svg(footHeight, words.join(""));
}

/** A card as SVG, in the one font it is drawn with: what its page is about, and below it what all cards of the edition say. */
export const cardSvgs = (card: Card): readonly [string, string] => [bodySvg(card), footSvg(card)];
