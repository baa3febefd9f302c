import { readFileSync } from "node:fs";
import { digits, type Finding } from "./finding.ts";

/** Letters and what they stand on: at least 4.5 : 1 (WCAG 1.4.3). */
const letters: readonly (readonly [string, string])[] = [
  ...["ink", "muted", "accent"].flatMap((colour) => ["paper", "wash"].map((ground) => [colour, ground] as const)),
  ["ink", "accent-wash"],
  ["accent", "accent-wash"],
  ["ink", "notice-wash"],
  ["notice", "notice-wash"],
  ["accent", "notice-wash"],
  ["paper", "ink"],
  ["paper", "accent"],
  ["ink", "land"],
  ["ink", "a-middle"],
  ...[1, 2, 3, 4, 5].flatMap((shade) => ["poor", "good"].map((side) => [`a-on-${shade}`, `a-${side}-${shade}`] as const)),
];

/** What is drawn, and what lies beside it: at least 3 : 1 (WCAG 1.4.11). Pieces of stacked answers carry their value in letters instead. */
const drawings: readonly (readonly [string, string])[] = [
  ...["c1", "c2", "c3", "c4", "hatch", "ink", "accent"].map((colour) => [colour, "paper"] as const),
  ["accent", "land"],
];

/** The contrast of two colours, each as `#rrggbb`, from 1 to 21. @see WCAG 2.2, relative luminance. */
export function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colours of a style sheet by the names of their variables: by day, and by night, when some are others. */
export function colourTokens(css: string): { readonly light: ReadonlyMap<string, string>; readonly dark: ReadonlyMap<string, string> } {
  const [day = "", night = ""] = css.split(/@media[^{]*prefers-color-scheme: dark[^{]*\{/);
  const read = (block: string) =>
    [...(/:root\s*\{([^}]*)\}/.exec(block)?.[1]?.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi) ?? [])].map(
      ([, name = "", value = ""]) => [name, value] as const,
    );
  const light = read(day);
  return { light: new Map(light), dark: new Map([...light, ...read(night)]) };
}

/** The style sheet that the colours of the site are written in. */
export const tokenStyles = (): string => readFileSync(new URL("../src/styles/tokens.css", import.meta.url), "utf8");

/** Whether the colours of the site stand out from what they are on, by day and by night: what axe cannot tell of letters in drawings. */
export function clearColours(css: string = tokenStyles()): readonly Finding[] {
  const kinds = [
    { id: "contrast-letters", what: "letters", pairs: letters, least: 4.5 },
    { id: "contrast-drawings", what: "lines, bars, dots and hatching", pairs: drawings, least: 3 },
  ];
  return kinds.map(({ id, what, pairs, least }) => {
    const contrasts = Object.entries(colourTokens(css)).flatMap(([theme, colours]) =>
      pairs.map(([colour, ground]) => {
        const [one, other] = [colours.get(colour), colours.get(ground)];
        return { name: `${theme}: ${colour} on ${ground}`, ratio: one === undefined || other === undefined ? 0 : contrast(one, other) };
      }),
    );
    const weak = contrasts.filter(({ ratio }) => ratio < least);
    const lowest = contrasts.reduce((least, one) => (one.ratio < least.ratio ? one : least));
    return {
      id,
      subject: "Accessibility",
      target: `contrast of ${what} ≥ ${digits(least, 1)} : 1, by day and by night`,
      measured: `at least ${digits(lowest.ratio, 2)} : 1 (${lowest.name}), ${contrasts.length} pairs`,
      looked: contrasts.length,
      faults: weak.map(({ name, ratio }) => `${name}: ${digits(ratio, 2)} : 1`),
    };
  });
}
