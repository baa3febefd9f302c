import { textWidth } from "./text-width.ts";

export interface TextBox {
  readonly width: number;
  readonly size: number;
  readonly bold?: boolean;
  /** The last line ends in … where there would be more. */
  readonly lines?: number;
}

// Widths are reckoned for narrow letters; what stands alone may be drawn with wide ones, such as those of DejaVu Sans.
const widest = 1.17;

/** About how wide a text is at most, whatever font it is drawn with. */
export const widestText = (text: string, size: number, bold = false): number => textWidth(text, size, bold) * widest;

/** A text in lines that fit a width. */
export function wrappedText(text: string, { width, size, bold = false, lines = Number.POSITIVE_INFINITY }: TextBox): readonly string[] {
  const wrapped: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = wrapped.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && widestText(longer, size, bold) <= width) wrapped[wrapped.length - 1] = longer;
    else wrapped.push(word);
  }
  if (wrapped.length <= lines) return wrapped;
  const kept = wrapped.slice(0, lines);
  return [...kept.slice(0, -1), `${kept.at(-1)?.replace(/[\s.,;:]+$/, "")}…`];
}
