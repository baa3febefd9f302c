import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alderport } from "../../src/synthetic/city.ts";
import { geographyFiles } from "../../src/synthetic/geography-files.ts";

type Point = readonly [number, number];
type Edge = readonly [from: Point, to: Point];
interface Feature {
  readonly properties: { readonly code: string; readonly parent?: string; readonly name_en: string; readonly name_es: string };
  readonly geometry:
    | { readonly type: "Polygon"; readonly coordinates: Point[][] }
    | { readonly type: "MultiPolygon"; readonly coordinates: Point[][][] };
}

const sample = new URL("../../../../samples/alderport/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, sample), "utf8");
const features = (level: string) => (JSON.parse(read(`geography/${level}.geojson`)) as { features: Feature[] }).features;
const [city, districts, beats, council] = [features("city"), features("districts"), features("beats"), features("council-districts")];
const levels = { city, districts, beats, "council-districts": council };

const rings = ({ geometry }: Feature) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat());
const edges = (feature: Feature): Edge[] => rings(feature).flatMap((ring) => ring.slice(1).map((to, i): Edge => [ring[i] as Point, to]));
const key = ([from, to]: Edge) => `${from} ${to}`;
/** Twice the area within the rings, in units of 1e-10 square degrees: a whole number. */
const area = (feature: Feature) =>
  edges(feature).reduce(
    (sum, [[ax, ay], [bx, by]]) =>
      sum + BigInt(Math.round(ax * 1e5)) * BigInt(Math.round(by * 1e5)) - BigInt(Math.round(bx * 1e5)) * BigInt(Math.round(ay * 1e5)),
    0n,
  );
const areaOf = (list: readonly Feature[]) => list.reduce((sum, feature) => sum + area(feature), 0n);

const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point) =>
  Math.sign(Math.round(((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) * 1e11));
/** Whether two edges meet anywhere but at a point where both begin or end. */
const cross = ([a, b]: Edge, [c, d]: Edge) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

describe("geographyFiles(city)", () => {
  it("gives the committed files", () => {
    const files = geographyFiles(alderport());
    for (const [path, text] of files) expect(read(path) === text, `${path} is what openbeat synthesise --geography writes`).toBe(true);
    expect([...files.values()].reduce((sum, text) => sum + text.length, 0)).toBeLessThan(200_000);
  });
  it("has one city, 6 districts, 24 beats and 5 council districts, all with codes of their own and names in both languages", () => {
    const all = Object.values(levels).flat();
    expect(Object.values(levels).map((list) => list.length)).toEqual([1, 6, 24, 5]);
    expect(new Set(all.map(({ properties }) => properties.code)).size).toBe(36);
    for (const { properties } of all) expect(properties.name_en.length * properties.name_es.length).toBeGreaterThan(0);
  });
});

describe.each(Object.entries(levels))("the boundaries of %s", (_, list) => {
  it("are closed rings, counter-clockwise, to five decimals", () => {
    for (const feature of list) {
      expect(area(feature)).toBeGreaterThan(0n);
      for (const ring of rings(feature)) {
        expect(ring.at(-1)).toEqual(ring[0]);
        expect(ring.length).toBeGreaterThan(3);
        expect(new Set(ring.slice(1).map(String)).size).toBe(ring.length - 1);
        for (const number of ring.flat()) expect(Number(number.toFixed(5))).toBe(number);
      }
    }
  });
  it("do not cross themselves", () => {
    for (const feature of list) {
      const own = edges(feature);
      for (const [place, edge] of own.entries()) expect(own.slice(place + 1).some((other) => cross(edge, other))).toBe(false);
    }
  });
  it("divide the city: every edge belongs to two areas or to the city's outline, and the areas add up", () => {
    const own = new Set(list.flatMap((feature) => edges(feature).map(key)));
    const outline = new Set(city.flatMap((feature) => edges(feature).map(key)));
    expect(own.size).toBe(list.flatMap(edges).length);
    for (const [from, to] of list.flatMap(edges)) expect(own.has(key([to, from]))).toBe(!outline.has(key([from, to])));
    expect(areaOf(list)).toBe(areaOf(city));
  });
});

describe("Alderport's levels", () => {
  it("nest: the beats of a district add up to it", () => {
    for (const district of districts) {
      const own = beats.filter(({ properties }) => properties.parent === district.properties.code);
      expect(own).toHaveLength(4);
      expect(areaOf(own)).toBe(area(district));
    }
  });
  it("do not nest: every council district has parts of two police districts and cuts beats", () => {
    const { streets } = alderport();
    for (const { properties } of council) {
      const own = streets.filter(({ councilDistrict }) => councilDistrict === properties.code);
      expect(new Set(own.map(({ beat }) => beat.district)).size).toBeGreaterThanOrEqual(2);
      const cut = own.some(({ beat }) => streets.some((street) => street.beat === beat && street.councilDistrict !== properties.code));
      expect(cut).toBe(true);
    }
  });
  it("are of one piece each, but for the island", () => {
    const pieces = (list: readonly Feature[]) =>
      list.filter((feature) => rings(feature).length > 1).map(({ properties }) => properties.code);
    expect(Object.values(levels).flatMap(pieces)).toEqual(["ALD", "D1", "B104", "CD1"]);
  });
});

const linesOf = (path: string) =>
  read(path)
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

describe("population.csv", () => {
  const rows = linesOf("population.csv");
  const residents = (areas: readonly Feature[], group: (code: string) => boolean) =>
    rows
      .filter(([code, own]) => areas.some(({ properties }) => properties.code === code) && group(own ?? ""))
      .reduce((sum, row) => sum + Number(row[3]), 0);
  it("counts the same city by beat and by council district, by age and by language", () => {
    for (const areas of [beats, council])
      for (const groups of ["all", "age_", "home_"]) expect(residents(areas, (group) => group.startsWith(groups))).toBe(181_400);
  });
  it("gives every group of every area, and council districts about the same number of residents", () => {
    expect(rows).toHaveLength(29 * 8);
    for (const area of council) expect(Math.abs(residents([area], (group) => group === "all") - 36_280)).toBeLessThan(1_500);
  });
});

describe("survey-targets.csv", () => {
  const rows = linesOf("survey-targets.csv");
  it("has every group of adults in every district once: 3 ages, 3 genders, 7 races or ethnicities", () => {
    expect(rows).toHaveLength(6 * 3 * 3 * 7);
    expect(new Set(rows.map((row) => row.slice(0, 4).join())).size).toBe(rows.length);
  });
  it("adds up to the adults of population.csv, in each district and age", () => {
    const population = linesOf("population.csv");
    for (const district of districts.map(({ properties }) => properties.code))
      for (const age of ["age_18_34", "age_35_64", "age_65_plus"]) {
        const adults = rows.filter((row) => row[0] === district && row[1] === age).reduce((sum, row) => sum + Number(row[5]), 0);
        const residents = population
          .filter(([area = "", group]) => area.startsWith(district.replace("D", "B")) && group === age)
          .reduce((sum, row) => sum + Number(row[3]), 0);
        expect(adults).toBe(residents);
      }
  });
});
