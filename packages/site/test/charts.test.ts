import { describe, expect, it } from "vitest";
import { cardSvgs } from "../src/cards/card-svg.ts";
import { cardFrom } from "../src/cards/cards.ts";
import { drawPng } from "../src/cards/draw-png.ts";
import { lightColours, withColours } from "../src/chart/palette.ts";
import { drawPicture } from "../src/chart/picture.ts";
import type { ChartSpec } from "../src/chart/spec.ts";
import { standaloneSvg } from "../src/chart/standalone-svg.ts";
import { widestText, wrappedText } from "../src/chart/wrapped-text.ts";
import type { Hub } from "../src/data/hub.ts";
import { chartData } from "../src/figures/chart-data.ts";
import { distinctCharts } from "../src/figures/distinct-charts.ts";
import type { Figure } from "../src/figures/figure.ts";
import { periodPositions } from "../src/figures/positions.ts";
import { rangeNote } from "../src/figures/range-note.ts";
import { wordsOf } from "../src/words/words.ts";
import { hidden, shown } from "./support/rows.ts";

const rows = [shown("2025-01", 12), hidden("2025-02"), shown("2025-03", 34)];
const figure = (id: string, own = rows, headline = "Incidents: 34 in March 2025"): Figure => ({
  table: "incidents",
  spec: {
    id,
    kind: "line",
    headline,
    subtitle: "Recorded incidents, Harbour, by month",
    alt: "Line chart.",
    measure: { code: "OUT.01", title: "Recorded incidents", unit: "incidents", decimals: 0 },
    axis: "Month",
    positions: periodPositions(["2025-01", "2025-02", "2025-03"], "month", "en"),
    series: [{ label: "Harbour", rows: own }],
  },
});

describe("distinctCharts(placed)", () => {
  it("has a chart once that stands on several pages, whatever its words are, named by the first", () => {
    const again = figure("out-01-over-time", rows, "Incidentes: 34 en marzo de 2025");
    const charts = distinctCharts([
      { page: "places/city/", figure: figure("out-01-over-time") },
      { page: "themes/outcomes/", figure: { ...again, table: "incidents-by-month" } },
    ]);
    expect(charts.all).toMatchObject([{ id: "out-01-over-time--city", pages: ["places/city/", "themes/outcomes/"] }]);
    expect(charts.at("themes/outcomes/", again)).toBe(charts.all[0]);
  });
  it("tells charts apart by one value or by whether it is shown", () => {
    const other = [shown("2025-01", 12), hidden("2025-02"), shown("2025-03", 35)];
    const all = [shown("2025-01", 12), shown("2025-02", 20), shown("2025-03", 34)];
    const { all: charts } = distinctCharts(
      [rows, other, all].map((own, at) => ({ page: `places/D${at}/`, figure: figure("out-01-over-time", own) })),
    );
    expect(charts.map(({ id }) => id)).toEqual(["out-01-over-time--D0", "out-01-over-time--D1", "out-01-over-time--D2"]);
  });
  it("gives two charts of one name on pages of two sections names of their own, and refuses a third", () => {
    const other = [shown("2025-01", 1), shown("2025-02", 2), shown("2025-03", 3)];
    const last = [shown("2025-01", 4), shown("2025-02", 5), shown("2025-03", 6)];
    const two = [
      { page: "places/D1/", figure: figure("a") },
      { page: "trust/d1/", figure: figure("a", other) },
    ];
    expect(distinctCharts(two).all.map(({ id }) => id)).toEqual(["a--D1", "a--trust-d1"]);
    expect(() => distinctCharts([...two, { page: "trust/d1/", figure: figure("a", last) }])).toThrow("Two charts");
  });
});

describe("wrappedText(text, box)", () => {
  it("fills lines as far as they are wide, and loses no word", () => {
    const text = "Recorded incidents per 1,000 residents: 31.8 in July to September 2026";
    const lines = wrappedText(text, { width: 200, size: 18, bold: true });
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(" ")).toBe(text);
    for (const line of lines) expect(widestText(line, 18, true)).toBeLessThanOrEqual(200);
  });
  it("says where it leaves something out", () => {
    expect(wrappedText("one two, three four", { width: 75, size: 12, lines: 1 })).toEqual(["one two…"]);
  });
});

describe("withColours(drawing)", () => {
  it("takes the light colours of the style sheet, and refuses one it does not have", () => {
    expect(lightColours(":root { --c1: #0072b2; } @media { :root { --c1: #56b4e9; } }").get("c1")).toBe("#0072b2");
    expect(withColours('fill="var(--c1)"')).toMatch(/^fill="#[0-9a-f]{6}"$/);
    expect(() => withColours("var(--no-such-colour)")).toThrow("no colour");
  });
});

const picture = (spec: ChartSpec) =>
  standaloneSvg(drawPicture(chartData(spec, "en", false), "p", 720), {
    language: "en",
    direction: "ltr",
    title: spec.headline,
    subtitle: spec.subtitle,
    alt: spec.alt,
    series: [],
    foot: ["Source: Testhaven <Police>. Licence: CC BY 4.0."],
  });

describe("standaloneSvg(picture, words)", () => {
  it("needs no style sheet, and holds its title, its source and its licence", () => {
    const svg = picture(figure("a").spec);
    expect(svg).not.toMatch(/var\(|<style|NaN|undefined/);
    expect(svg).toContain("<title>Incidents: 34 in March 2025</title>");
    expect(svg).toContain("Testhaven &lt;Police&gt;. Licence: CC BY 4.0.");
    expect(svg).toContain("[c]");
  });
});

const edition = {
  language: "en",
  words: wordsOf("en"),
  hub: {
    version: "1.0.0",
    publishedAt: "2026-01-02T00:00:00Z",
    hub: { title: "Testhaven", publisher: "Testhaven Police", fictional: true },
  } as unknown as Hub,
};

describe("cardFrom(html, edition)", () => {
  const page = (kind: string, id: string) =>
    `<figure class="figure" id="${id}" data-chart="{&quot;kind&quot;:&quot;${kind}&quot;}"><header><h3 id="${id}-headline">Calls &amp; ${id}</h3> <p>By month</p></header><svg class="wide" viewBox="0 0 720 320"><path d="M0 0"/></svg><svg class="narrow" viewBox="0 0 350 250" aria-hidden="true"><path fill="var(--c1)" d="M1 1"/></svg></figure>`;
  const head = '<meta property="og:title" content="Harbour &quot;D1&quot;"><meta property="og:description" content="A district">';
  it("takes its words and its picture from the page, a chart over time before another", () => {
    expect(cardFrom(head + page("bars", "one") + page("line", "two"), edition)).toMatchObject({
      title: 'Harbour "D1"',
      description: "A district",
      chart: { headline: "Calls & two", subtitle: "By month", viewBox: [350, 250] },
      notice: edition.words.fictional,
    });
    expect(cardFrom(head, edition)).not.toHaveProperty("chart");
    expect(() => cardFrom("<html></html>", edition)).toThrow("no title");
  });
  it("shares all that names the release, and no line of it runs into that", () => {
    const long = "words ".repeat(80);
    const chart = { headline: long, subtitle: long, viewBox: [350, 250] as const, drawing: "" };
    const card = { ...cardFrom(head, edition), title: long, chart };
    const [body, foot] = cardSvgs(card);
    expect(cardSvgs({ ...card, title: "Harbour" })[1]).toBe(foot);
    expect(cardSvgs({ ...card, foot: "Release 2.0.0" })[0]).toBe(body);
    const height = Number(/height="(\d+)"/.exec(body)?.[1]);
    expect(Math.max(...[...body.matchAll(/<text x="\d+" y="(\d+)"/g)].map(([, y]) => Number(y)))).toBeLessThan(height);
  });
  it("is drawn as a picture of its size, the same bytes twice", async () => {
    const card = cardFrom(head + page("line", "two"), edition);
    const png = await drawPng(...cardSvgs(card));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    expect((await drawPng(...cardSvgs(card))).equals(png)).toBe(true);
    expect((await drawPng(...cardSvgs({ ...cardFrom(head, edition), title: "المرفأ", direction: "rtl" }))).equals(png)).toBe(false);
  });
});

describe("rangeNote(spec, hub, words)", () => {
  const words = wordsOf("en");
  const hubWith = (kind: string) => ({ measures: [{ code: "OUT.01", kind }] }) as unknown as Hub;
  const ranged = (flags: readonly "ESTIMATED"[] = []) => {
    const row = shown("2025-01", 12, flags);
    return figure("a", [{ ...row, observation: { ...row.observation, lower: 6, upper: 20 } as typeof row.observation }]).spec;
  };
  it("says of each kind of range what it is, and nothing where none is drawn", () => {
    expect(rangeNote(figure("a").spec, hubWith("RATE"), words)).toBeUndefined();
    expect(rangeNote(ranged(), hubWith("RATE"), words)).toBe(words.charts.range.rate);
    expect(rangeNote(ranged(), hubWith("PROPORTION"), words)).toBe(words.charts.range.share);
    expect(rangeNote(ranged(), hubWith("MEDIAN"), words)).toBe(words.charts.range.other);
    expect(rangeNote(ranged(["ESTIMATED"]), hubWith("COUNT"), words)).toBe(words.charts.range.estimated);
  });
});
