import { fc, test } from "@fast-check/vitest";
import type { Geometry, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { shareWithin } from "../src/map/overlap.ts";

const ring = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const box = (...sides: readonly [number, number, number, number]): Geometry => ({ type: "Polygon", coordinates: [ring(...sides)] });

describe("shareWithin(inner, outer)", () => {
  it("is how much of the first one's land lies in the other, not the other way round", () => {
    expect(shareWithin(box(0, 0, 2, 2), box(1, 0, 9, 9))).toBeCloseTo(0.5, 6);
    expect(shareWithin(box(1, 0, 9, 9), box(0, 0, 2, 2))).toBeCloseTo(2 / 72, 2);
    expect(shareWithin(box(3, 3, 4, 4), box(0, 0, 9, 9))).toBeCloseTo(1, 6);
  });
  it("is none where they only touch, or are apart", () => {
    expect([box(2, 0, 3, 2), box(0, 2, 2, 3), box(5, 5, 6, 6)].map((outer) => shareWithin(box(0, 0, 2, 2), outer))).toEqual([0, 0, 0]);
  });
  it("leaves holes out, and takes all pieces in", () => {
    const holed: Geometry = { type: "Polygon", coordinates: [ring(0, 0, 4, 4), ring(1, 1, 3, 3)] };
    expect(shareWithin(box(0, 0, 4, 4), holed)).toBeCloseTo(0.75, 6);
    expect(shareWithin(holed, box(0, 0, 2, 4))).toBeCloseTo(0.5, 6);
    const pieces: Geometry = { type: "MultiPolygon", coordinates: [[ring(0, 0, 1, 1)], [ring(5, 0, 8, 1)]] };
    expect(shareWithin(pieces, box(4, 0, 9, 1))).toBeCloseTo(0.75, 6);
  });
  it("is right of slopes to two in a thousand", () => {
    const triangle: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [4, 0],
          [0, 4],
          [0, 0],
        ],
      ],
    };
    // What a diagonal leaves of a box of 2 by 2 in its corner: all of it.
    expect(Math.abs(shareWithin(triangle, box(0, 0, 2, 2)) - 0.5)).toBeLessThan(0.002);
    expect(Math.abs(shareWithin(box(1, 1, 4, 4), triangle) - 2 / 9)).toBeLessThan(0.002);
  });
  const side = fc.double({ min: 0.1, max: 5, noNaN: true });
  const at = fc.double({ min: -5, max: 5, noNaN: true });
  test.prop([at, at, side, side, at])("adds up to all of an area over two that divide it", (west, south, width, height, cut) => {
    const inner = box(west, south, west + width, south + height);
    const [left, right] = [box(-20, -20, cut, 20), box(cut, -20, 20, 20)];
    expect(shareWithin(inner, left) + shareWithin(inner, right)).toBeCloseTo(1, 6);
  });
});
