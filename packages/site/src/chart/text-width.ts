// Advance widths of a Helvetica-like face, in thousandths of the font size. Readers see their own system font; a little room covers it.
const byWidth: Readonly<Record<number, string>> = {
  191: "'",
  222: "ijl",
  260: "|",
  278: " !,./:;I[]\\ft",
  333: "`()-r",
  334: "{}",
  355: '"',
  389: "*",
  469: "^",
  500: "Jckvsxyz",
  584: "+<=>~",
  611: "FTZ",
  667: "ABEKPSVXY&",
  722: "CDHNRUw",
  778: "GOQ",
  833: "Mm",
  889: "%",
  944: "W",
  1000: "—…",
  1015: "@",
};
const widths = new Map(
  Object.entries(byWidth).flatMap(([width, letters]) => [...letters].map((letter) => [letter, Number(width)] as const)),
);
const ordinary = 556;

/** About how wide a text is when it is drawn, in pixels: enough to place labels before a browser has seen them. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const letter of text.normalize("NFD")) {
    if (/\p{Mark}/u.test(letter)) continue;
    thousandths += widths.get(letter) ?? ordinary;
  }
  return (thousandths / 1000) * fontSize * (bold ? 1.07 : 1.02);
}
