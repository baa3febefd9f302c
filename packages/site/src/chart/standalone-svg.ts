import { markupText } from "../markup-text.ts";
import { withColours } from "./palette.ts";
import type { Picture } from "./picture.ts";
import { type TextBox, widestText, wrappedText } from "./wrapped-text.ts";

interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  /** Of a line: how it is broken. */
  readonly dash: string;
  /** Whether it is an area that is filled, and no line. */
  readonly fills: boolean;
}

/** What a picture says when it stands alone. */
export interface PictureWords {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly title: string;
  readonly subtitle: string;
  /** The picture in words. */
  readonly alt: string;
  /** Names of the series, where there are several, in the order of their colours. */
  readonly series: readonly LegendEntry[];
  /** Who publishes, under which licence, that data are made up: each a line at the foot. */
  readonly foot: readonly string[];
}

/** A line within SVG that is read in its own direction: drawings have no paragraphs, and begin from the left by themselves. */
export const svgLine = (text: string, direction: "ltr" | "rtl"): string =>
  direction === "rtl" ? `\u2067${markupText(text)}\u2069` : markupText(text);

const edge = 16;
const swatch = 24;

/** Where each entry of the legend stands: in lines, as far as there is room. */
function legendOf(series: readonly LegendEntry[], width: number): readonly (LegendEntry & { readonly x: number; readonly line: number })[] {
  let [x, line] = [0, 0];
  return series.map((entry) => {
    const wide = swatch + 6 + widestText(entry.label, 12) + 18;
    if (x > 0 && x + wide > width) [x, line] = [0, line + 1];
    const placed = { ...entry, x: Math.round(x), line };
    x += wide;
    return placed;
  });
}

/** A chart as an SVG file that needs no style sheet: with its title, its source and its licence. */
export function standaloneSvg({ width, height, drawing }: Picture, words: PictureWords): string {
  const isRtl = words.direction === "rtl";
  const inner = width - 2 * edge;
  const start = isRtl ? width - edge : edge;
  const anchor = isRtl ? ' text-anchor="end"' : "";
  let y = edge / 2;
  const paragraph = (text: string, box: Omit<TextBox, "width">, fill: string) =>
    wrappedText(text, { ...box, width: inner })
      .map((line) => {
        y += box.size * 1.3;
        return `<text x="${start}" y="${Math.round(y)}"${anchor} font-size="${box.size}"${box.bold ? ' font-weight="600"' : ""} fill="${fill}">${svgLine(line, words.direction)}</text>`;
      })
      .join("");
  const head = paragraph(words.title, { size: 18, bold: true }, "var(--ink)") + paragraph(words.subtitle, { size: 13 }, "var(--muted)");
  const legend = legendOf(words.series, inner).map(({ label, colour, dash, fills, x, line }) => {
    const middle = y + 14 + line * 20;
    const from = isRtl ? start - x - swatch : start + x;
    const mark = fills
      ? `<rect x="${from}" y="${middle - 5}" width="${swatch}" height="10" fill="${colour}"/>`
      : `<path d="M${from} ${middle}h${swatch}" stroke="${colour}" stroke-width="2.5"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}/>`;
    return `${mark}<text x="${isRtl ? from - 6 : from + swatch + 6}" y="${middle + 4}"${anchor} font-size="12" fill="var(--ink)">${svgLine(label, words.direction)}</text>`;
  });
  y += 20 * (1 + Math.max(-1, ...legendOf(words.series, inner).map(({ line }) => line)));
  y = Math.round(y + 14);
  const chart = `<svg x="${edge}" y="${y}" width="${inner}" height="${Math.round((inner / width) * height)}" viewBox="0 0 ${width} ${height}">${drawing}</svg>`;
  y += Math.round((inner / width) * height) + 4;
  const foot = words.foot.map((line) => paragraph(line, { size: 11 }, "var(--muted)")).join("");
  const whole = Math.round(y + edge);
  return withColours(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" xml:lang="${words.language}" role="img" font-family="system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"><title>${markupText(words.title)}</title><desc>${markupText(`${words.alt} ${words.foot.join(" ")}`)}</desc><rect width="${width}" height="${whole}" fill="var(--paper)"/>${head}${legend.join("")}${chart}${foot}</svg>\n`,
  );
}
