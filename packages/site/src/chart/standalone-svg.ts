import { withColours } from "./palette.ts";
import type { Picture } from "./picture.ts";
import { type TextBox, wrappedText } from "./wrapped-text.ts";

/** What a picture says when it stands alone. */
export interface PictureWords {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly title: string;
  readonly subtitle: string;
  /** The picture in words. */
  readonly alt: string;
  /** Names of the series, where there are several, in the order of their colours. */
  readonly series: readonly { readonly label: string; readonly colour: string; readonly dash: string }[];
  /** Who publishes, under which licence, that data are made up: each a line at the foot. */
  readonly foot: readonly string[];
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Text within SVG. */
export const svgText = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

const edge = 16;

/** A chart as an SVG file that needs no style sheet: with its title, its source and its licence. */
export function standaloneSvg({ width, height, drawing }: Picture, words: PictureWords): string {
  const isRtl = words.direction === "rtl";
  const inner = width - 2 * edge;
  const start = isRtl ? width - edge : edge;
  const anchor = isRtl ? ' text-anchor="end"' : "";
  let y = edge;
  const paragraph = (text: string, box: Omit<TextBox, "width">, fill: string) =>
    wrappedText(text, { ...box, width: inner })
      .map((line) => {
        y += box.size * 1.3;
        return `<text x="${start}" y="${Math.round(y)}"${anchor} font-size="${box.size}"${box.bold ? ' font-weight="600"' : ""} fill="${fill}">${svgText(line)}</text>`;
      })
      .join("");
  const head = paragraph(words.title, { size: 18, bold: true }, "var(--ink)") + paragraph(words.subtitle, { size: 13 }, "var(--muted)");
  y += 6;
  const legend = words.series
    .map(({ label, colour, dash }) => {
      y += 18;
      const from = isRtl ? start - 28 : start;
      const line = `<path d="M${from} ${y - 4}h28" stroke="${colour}" stroke-width="2.5"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}/>`;
      return `${line}<text x="${isRtl ? start - 36 : start + 36}" y="${y}"${anchor} font-size="12" fill="var(--ink)">${svgText(label)}</text>`;
    })
    .join("");
  y = Math.round(y + 14);
  const chart = `<svg x="${edge}" y="${y}" width="${inner}" height="${Math.round((inner / width) * height)}" viewBox="0 0 ${width} ${height}">${drawing}</svg>`;
  y += Math.round((inner / width) * height) + 4;
  const foot = words.foot.map((line) => paragraph(line, { size: 11 }, "var(--muted)")).join("");
  const whole = Math.round(y + edge);
  return withColours(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" xml:lang="${words.language}" role="img" font-family="system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"><title>${svgText(words.title)}</title><desc>${svgText(`${words.alt} ${words.foot.join(" ")}`)}</desc><rect width="${width}" height="${whole}" fill="var(--paper)"/>${head}${legend}${chart}${foot}</svg>\n`,
  );
}
