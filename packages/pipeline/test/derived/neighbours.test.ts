import { fc, test } from "@fast-check/vitest";
import type { Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import { neighboursOf, type Outlined } from "../../src/derived/neighbours.ts";

const metre = 1 / 111_320;
/** A rectangle from corner to corner, in metres from a point in the north. */
const box = (
  code: string,
  west: number,
  south: number,
  east: number,
  north: number,
  more: readonly (readonly [number, number])[] = [],
): Outlined => {
  const shrink = Math.cos((40 * Math.PI) / 180);
  const at = ([x, y]: readonly [number, number]) => [-75 + (x * metre) / shrink, 40 + y * metre];
  const ring = [[west, south], [east, south], ...more, [east, north], [west, north], [west, south]] as const;
  return { code, geometry: { type: "Polygon", coordinates: [ring.map(at)] } satisfies Polygon };
};
const asObject = (areas: readonly Outlined[]) => Object.fromEntries(neighboursOf(areas));

describe("neighboursOf(areas)", () => {
  it("finds shared borders and shared corners", () => {
    const grid = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => box(`${y}${x}`, 1000 * x, 1000 * y, 1000 * x + 1000, 1000 * y + 1000)));
    const found = asObject(grid);
    expect(found["11"]).toEqual(["00", "01", "02", "10", "12", "20", "21", "22"]);
    expect(found["00"]).toEqual(["01", "10", "11"]);
    expect(found["01"]).toEqual(["00", "02", "10", "11", "12"]);
  });

  it("finds a border whose points are not the same on both sides, with gaps and overlaps of a few metres", () => {
    const west = box("W", 0, 0, 1000, 1000);
    expect(asObject([west, box("E", 1000, 300, 2000, 700)])).toEqual({ E: ["W"], W: ["E"] });
    expect(asObject([west, box("E", 1003, 300, 2000, 700)])).toEqual({ E: ["W"], W: ["E"] });
    expect(asObject([west, box("E", 997, -5000, 2000, 5000)])).toEqual({ E: ["W"], W: ["E"] });
    expect(asObject([west, box("E", 1020, 300, 2000, 700)])).toEqual({ E: [], W: [] });
  });

  it("finds areas that cross, an area in the hole of another, and any piece of one of several pieces", () => {
    expect(asObject([box("A", 0, 400, 1000, 600), box("B", 400, 0, 600, 1000)])).toEqual({ A: ["B"], B: ["A"] });
    const inner = box("I", 300, 300, 600, 600);
    const outer = box("O", 0, 0, 1000, 1000);
    const [ring = []] = (inner.geometry as Polygon).coordinates;
    const around: Outlined = { code: "O", geometry: { type: "Polygon", coordinates: [...(outer.geometry as Polygon).coordinates, ring] } };
    expect(asObject([inner, around])).toEqual({ I: ["O"], O: ["I"] });
    const pieces = [box("", 5000, 0, 6000, 1000), box("", 1000, 0, 2000, 1000)].map(({ geometry }) => (geometry as Polygon).coordinates);
    expect(asObject([outer, { code: "P", geometry: { type: "MultiPolygon", coordinates: pieces } }])).toEqual({ O: ["P"], P: ["O"] });
  });

  it("knows an area without neighbours, and no areas", () => {
    expect(asObject([box("A", 0, 0, 1000, 1000), box("B", 5000, 0, 6000, 1000)])).toEqual({ A: [], B: [] });
    expect(asObject([])).toEqual({});
  });

  const boxes = fc.array(fc.tuple(fc.nat({ max: 3000 }), fc.nat({ max: 3000 }), fc.integer({ min: 10, max: 900 })), {
    minLength: 2,
    maxLength: 8,
  });
  test.prop([boxes, fc.integer()])("is the same on both sides and in any order", (all, seed) => {
    const areas = all.map(([x, y, size], place) => box(`A${place}`, x, y, x + size, y + size));
    const found = neighboursOf(areas);
    for (const [code, around] of found) for (const other of around) expect(found.get(other)).toContain(code);
    const shuffled = areas.toSorted((a, b) => ((Number(a.code.slice(1)) * 7 + seed) % 5) - ((Number(b.code.slice(1)) * 7 + seed) % 5));
    expect(Object.fromEntries(neighboursOf(shuffled))).toEqual(Object.fromEntries(found));
  });
});
