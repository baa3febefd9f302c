import { describe, expect, it } from "vitest";
import type { Area } from "../src/data/hub.ts";
import { drawOutline, neighboursOf } from "../src/map/outline.ts";
import { figuresOf } from "./support/svg-path.ts";

const square = (code: string, west: number, level = "beat"): Area => ({
  code,
  name: `Beat ${code}`,
  level,
  parent: null,
  children: [],
  populations: [],
  boundary: {
    type: "Polygon",
    coordinates: [
      [
        [west, 0],
        [west + 1, 0],
        [west + 1, 1],
        [west, 1],
        [west, 0],
      ],
    ],
  },
});
const [a, b, c] = [square("a", 0), square("b", 1), square("c", 2)];

describe("neighboursOf(area, areas)", () => {
  it("finds the areas of its level that touch it", () => {
    expect(neighboursOf(a, [a, b, c, square("d", 0, "district")]).map(({ code }) => code)).toEqual(["b"]);
  });
});

describe("drawOutline(areas, focus, room, width, mostHeight)", () => {
  it("draws what lies in view, north up, whatever way round the ring goes", () => {
    const { shapes, width, height } = drawOutline([a, b, c], [a], 0.5, 480, 400);
    expect(shapes.map(({ area }) => area.code)).toEqual(["a", "b"]);
    expect([width, height]).toEqual([480, 400]);
    const ring = (a.boundary as { coordinates: number[][][] }).coordinates[0] ?? [];
    const reversed = { ...a, boundary: { type: "Polygon" as const, coordinates: [ring.toReversed()] } };
    expect(drawOutline([reversed], [reversed], 0, 480, 400).shapes[0]?.label).toEqual(drawOutline([a], [a], 0, 480, 400).shapes[0]?.label);
  });
  it("cuts what lies out of view off at the edge, so that no link reaches beyond the picture", () => {
    const { shapes, width, height } = drawOutline([a, b], [a], 0.5, 480, 400);
    const points = shapes.flatMap(({ path }) => figuresOf(path).flat());
    expect(points.length).toBeGreaterThanOrEqual(8);
    for (const [x = -1, y = -1] of points) {
      expect(x >= 0 && x <= width).toBe(true);
      expect(y >= 0 && y <= height).toBe(true);
    }
    expect(Math.max(...figuresOf(shapes[1]?.path ?? "").flatMap((places) => places.map(([x]) => x)))).toBe(width);
  });
  it("lets neighbours meet after rounding", () => {
    const { shapes } = drawOutline([a, b], [a, b], 0, 333, 400);
    const points = shapes.map(({ path }) => new Set(figuresOf(path).flatMap((places) => places.map(String))));
    expect([...(points[0] ?? [])].filter((point) => points[1]?.has(point))).toHaveLength(2);
  });
  it("writes the shorter name where the full one would lie on another, and none where that would too", () => {
    const [first, beside, same] = [
      { ...a, name: "Harbour and Old Town" },
      { ...square("e", 0.45), name: "Market and Mill Gate" },
      { ...square("f", 0.45), name: "Market and Mill Gate" },
    ];
    const labels = (...areas: readonly Area[]) => drawOutline(areas, areas, 0, 480, 400).shapes.map(({ label }) => label?.text);
    expect(labels(first)).toEqual(["Harbour and Old Town"]);
    expect(labels(first, beside)).toEqual(["a", "Market and Mill Gate"]);
    expect(labels(same, beside)).toEqual([undefined, "Market and Mill Gate"]);
  });
});
