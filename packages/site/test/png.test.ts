import { inflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { packed, pngOf } from "../src/cards/png.ts";

const width = 90;
const height = 70;
/** Two rows of three are as the one above them. */
const pixels = Uint8Array.from({ length: 4 * width * height }, (_, at) => {
  const own = (at % (4 * width)) + 4 * width * Math.floor(at / (12 * width));
  return at % 4 === 3 ? 255 : (own * own) % 251;
});
const inStrips = (...heights: readonly number[]) => {
  let row = 0;
  return pngOf(
    heights.map((high) => {
      const strip = packed(pixels.subarray(4 * width * row, 4 * width * (row + high)), width, high);
      row += high;
      return strip;
    }),
  );
};

describe("pngOf(strips)", () => {
  it("is a picture that another program reads, pixel by pixel", () => {
    const href = `data:image/png;base64,${inStrips(30, 1, 39).toString("base64")}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}"><image width="${width}" height="${height}" image-rendering="optimizeSpeed" xlink:href="${href}"/></svg>`;
    expect(new Resvg(svg).render().pixels.equals(pixels)).toBe(true);
  });

  it("holds the same, with a sum that is right, whatever strips it is made of", () => {
    // The data of the picture: zlib checks the sum at their end.
    const data = (png: Buffer) => inflateSync(png.subarray(8 + 25 + 8, -12 - 4));
    expect(data(inStrips(30, 1, 39)).equals(data(inStrips(height)))).toBe(true);
  });

  it("refuses strips that are not equally wide", () => {
    expect(() => pngOf([packed(pixels, width, height), packed(pixels, height, width)])).toThrow("not equally wide");
  });
});
