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

/** A card as SVG, in the one font it is drawn with. */
export function cardSvg({ direction, site, title, description, chart, foot, notice }: Card): string {
  const { width, height } = cardSize;
  const isRtl = direction === "rtl";
  const column = chart === undefined ? width - 2 * edge : 520;
  const start = isRtl ? width - edge : edge;
  const anchor = isRtl ? ' text-anchor="end"' : "";
  let y = site === title ? 56 : 0;
  const paragraph = (text: string, { gap, ...box }: TextBox & { readonly gap: number }, fill: string) => {
    y += gap;
    return wrappedText(text, box)
      .map((line) => {
        y += box.size * 1.22;
        return `<text x="${start}" y="${Math.round(y)}"${anchor} font-size="${box.size}"${box.bold ? ' font-weight="700"' : ""} fill="${fill}">${svgLine(line, direction)}</text>`;
      })
      .join("");
  };
  const size = title.length > 40 ? 40 : 52;
  const words = [
    site === title ? "" : paragraph(site, { gap: 56, width: width - 2 * edge, size: 26, lines: 1 }, "var(--accent)"),
    paragraph(title, { gap: 24, width: column, size, bold: true, lines: 3 }, "var(--ink)"),
    chart === undefined
      ? paragraph(description, { gap: 20, width: column, size: 28, lines: 5 }, "var(--muted)")
      : paragraph(chart.headline, { gap: 20, width: column, size: 28, lines: 5 }, "var(--ink)") +
        paragraph(chart.subtitle, { gap: 14, width: column, size: 20, lines: 4 }, "var(--muted)"),
  ];
  y = height - edge - (notice === undefined ? 26 : 60);
  words.push(paragraph(foot, { gap: 0, width: width - 2 * edge, size: 22, lines: 1 }, "var(--muted)"));
  if (notice !== undefined)
    words.push(paragraph(notice, { gap: 6, width: width - 2 * edge, size: 22, bold: true, lines: 1 }, "var(--notice)"));
  const picture = () => {
    if (chart === undefined) return "";
    const [wide, high] = chart.viewBox;
    const [roomWide, roomHigh] = [width - column - 3 * edge, 360];
    const scale = Math.min(roomWide / wide, roomHigh / high);
    const x = isRtl ? edge : width - edge - wide * scale;
    return `<svg x="${Math.round(x)}" y="128" width="${Math.round(wide * scale)}" height="${Math.round(high * scale)}" viewBox="0 0 ${wide} ${high}">${chart.drawing}</svg>`;
  };
  return withColours(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans"><rect width="${width}" height="${height}" fill="var(--paper)"/><rect width="${width}" height="12" fill="var(--accent)"/>${words.join("")}${picture()}</svg>`,
  );
}
