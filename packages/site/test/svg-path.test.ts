import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { roundPlace, SvgPath } from "../src/chart/svg-path.ts";
import { figuresOf } from "./support/svg-path.ts";

const path = (draw: (path: SvgPath) => void): string => {
  const own = new SvgPath();
  draw(own);
  return String(own);
};

describe("SvgPath", () => {
  it("says lines along the axes by how far they go, and no line that goes nowhere", () => {
    expect(
      path((own) => {
        own.move([10, 20]);
        own.line([10, 20]);
        own.line([30, 20]);
        own.line([30, 0.5]);
        own.line([29.5, 0]);
      }),
    ).toBe("M10 20h20v-19.5l-.5-.5");
  });
  it("leaves the last side of a closed figure to its closing, and begins the next where that is shorter", () => {
    const box = (own: SvgPath, x: number) => {
      own.move([x, 100]);
      own.line([x + 10, 100]);
      own.line([x + 10, 105]);
      own.line([x, 105]);
      own.line([x, 100]);
      own.close();
    };
    expect(
      path((own) => {
        box(own, 100);
        box(own, 120);
      }),
    ).toBe("M100 100h10v5h-10zm20 0h10v5h-10z");
  });
  it("says circles of one size in the same words", () => {
    const circle = (own: SvgPath, x: number, y: number) => {
      own.move([x, y]);
      own.arc(3.5, true, 1, [x - 7, y]);
      own.arc(3.5, true, 1, [x, y]);
    };
    expect(
      path((own) => {
        circle(own, 50, 20);
        circle(own, 61.5, 8);
      }),
    ).toBe("M50 20a3.5 3.5 0 1 1-7 0 3.5 3.5 0 1 1 7 0M61.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 1 1 7 0");
  });

  const place = fc
    .tuple(fc.double({ min: -50, max: 800, noNaN: true }), fc.double({ min: -50, max: 800, noNaN: true }))
    .map(([x, y]) => [roundPlace(x), roundPlace(y)] as const);
  const figure = fc.record({ places: fc.array(place, { minLength: 2, maxLength: 12 }), isClosed: fc.boolean() });
  test.prop([fc.array(figure, { minLength: 1, maxLength: 6 })])("is read as what was drawn, to the half pixel", (figures) => {
    const own = new SvgPath();
    for (const { places, isClosed } of figures) {
      const one = new SvgPath();
      for (const [at, to] of places.entries())
        if (at === 0) one.move(to);
        else one.line(to);
      if (isClosed) one.close();
      own.add(one);
    }
    const isOther = (to: readonly [number, number], at: number, all: readonly (readonly [number, number])[]) =>
      at === 0 || all[at - 1]?.join() !== to.join();
    const expected = figures
      .map(({ places, isClosed }) => [...places, ...(isClosed ? places.slice(0, 1) : [])].filter(isOther))
      .filter((places) => places.length > 1);
    expect(
      figuresOf(String(own))
        .map((places) => places.filter(isOther))
        .filter((places) => places.length > 1),
    ).toEqual(expected);
  });
});
