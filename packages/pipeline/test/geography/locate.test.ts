import { fc, test } from "@fast-check/vitest";
import { prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import type { Area } from "../../src/geography/areas.ts";
import { locatorOf } from "../../src/geography/locate.ts";
import { type SmallHub, writeSmallHub } from "../support/small-hub.ts";

/** A rectangle as an area of a level. */
const rectangle = (code: string, [west, south, east, north]: readonly [number, number, number, number]): Area => ({
  code,
  level: "district",
  name: { en: code },
  parent: undefined,
  boundary: {
    sha256: "",
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    },
  },
});
const size = 4;
/** Unit squares of a chessboard, row by row. */
const board = Array.from({ length: size * size }, (_, at) => {
  const [x, y] = [at % size, Math.floor(at / size)];
  return rectangle(`S${String(at).padStart(2, "0")}`, [x, y, x + 1, y + 1]);
});
const inBoard = fc.double({ min: 0, max: size, noNaN: true });

describe("locatorOf(areas)", () => {
  const find = locatorOf(board);
  test.prop([inBoard, inBoard])("puts every point of the land into one area that holds it", (x, y) => {
    const { boundary } = board[find(x, y)] ?? {};
    const [ring = []] = (boundary?.geometry.coordinates ?? []) as number[][][];
    const xs = ring.map(([at = Number.NaN]) => at);
    const ys = ring.map(([, at = Number.NaN]) => at);
    expect([Math.min(...xs) <= x, x <= Math.max(...xs), Math.min(...ys) <= y, y <= Math.max(...ys)]).toEqual([true, true, true, true]);
  });
  test.prop([fc.integer({ min: 0, max: size }), fc.double({ min: 0.01, max: size - 0.01, noNaN: true })])(
    "gives a point on a boundary to the first of its areas, whichever way it is drawn",
    (x, y) => {
      const expected = Math.max(x - 1, 0) + size * Math.max(Math.ceil(y) - 1, 0);
      expect(find(x, y)).toBe(expected);
      const backwards = board.map((area): Area => {
        const [ring = []] = (area.boundary?.geometry.coordinates ?? []) as number[][][];
        return { ...area, boundary: { sha256: "", geometry: { type: "Polygon", coordinates: [[...ring].reverse()] } } };
      });
      expect(locatorOf(backwards)(x, y)).toBe(expected);
    },
  );
  it.each([
    [-0.001, 1],
    [1, 4.001],
    [90, 45],
    [Number.NaN, 1],
  ])("finds no area at %s, %s", (x, y) => {
    expect(find(x, y)).toBe(-1);
  });
  it("finds nothing in a hole, and something in each part of a shape of several", () => {
    const ring = (west: number, south: number, east: number, north: number) =>
      rectangle("", [west, south, east, north]).boundary?.geometry.coordinates[0] as number[][];
    const shape: Area = {
      ...rectangle("A", [0, 0, 1, 1]),
      boundary: {
        sha256: "",
        geometry: { type: "MultiPolygon", coordinates: [[ring(0, 0, 3, 3), ring(1, 1, 2, 2)], [ring(5, 5, 6, 6)]] },
      },
    };
    const findIn = locatorOf([shape]);
    expect([findIn(0.5, 0.5), findIn(1.5, 1.5), findIn(5.5, 5.5), findIn(4, 4)]).toEqual([0, -1, 0, -1]);
  });
  it("finds nothing where no area has a boundary", () => {
    expect(locatorOf([{ ...rectangle("A", [0, 0, 1, 1]), boundary: undefined }])(0.5, 0.5)).toBe(-1);
  });
});

const geojson = (level: string, shapes: readonly Area[]) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: shapes.map(({ code, boundary }) => ({ type: "Feature", properties: { code, level }, geometry: boundary?.geometry })),
  });
const secret = 0.123456;

/** The small hub, whose incidents say where they were by coordinates only; and wards across the districts. */
const byPoints = (parts: SmallHub) => {
  const [city] = (parts.hub.geography as { levels: object[] }).levels;
  const level = (code: string) => ({
    code,
    name: { en: code },
    plural: { en: code },
    parent: "city",
    file: `geography/${code}.geojson`,
    select: "code, code AS name",
  });
  parts.hub.geography = { levels: [city, level("district"), level("ward")] };
  parts.files["geography/district.geojson"] = geojson("district", [rectangle("1", [0, 0, 1, 2]), rectangle("2", [1, 0, 2, 2])]);
  parts.files["geography/ward.geojson"] = geojson("ward", [rectangle("W1", [0, 0, 2, 1]), rectangle("W2", [0, 1, 2, 2])]);
  const rows = String(parts.files["incidents/2026.csv"]).trimEnd().split("\n");
  parts.files["incidents/2026.csv"] = rows
    .map((line, at) => {
      if (at === 0) return "incident,day,lat,lng,kind";
      const [id, day, district, kind] = line.split(",");
      return [id, day, at % 2 === 0 ? 1 + secret : secret, Number(district) - 1 + secret, kind].join(",");
    })
    .join("\n");
  parts.dataset.select = "incident AS id, day::DATE AS date, lat::DOUBLE AS lat, lng::DOUBLE AS lng, upper(kind) AS offence";
  parts.dataset.locate = { latitude: "lat", longitude: "lng", level: "district" };
  const [table] = parts.dataset.tables as object[];
  parts.dataset.tables = [
    table,
    {
      ...table,
      name: "incidents-by-ward",
      title: { en: "By ward" },
      dimensions: { area: ["ward"], period: ["month", "quarter"], offence: ["category", "all"] },
      measures: ["OUT.01"],
    },
  ];
};
/** The same hub with some lines of its records in the place of others: 1 is the header. */
const withLines = (lines: Readonly<Record<number, string>>, tolerate: object) => (parts: SmallHub) => {
  byPoints(parts);
  const rows = String(parts.files["incidents/2026.csv"]).split("\n");
  parts.files["incidents/2026.csv"] = rows.map((row, at) => lines[at + 1] ?? row).join("\n");
  parts.dataset.tolerate = tolerate;
};
const wrongPoints = {
  5: "r5,2026-01-05,,0.5,theft",
  6: "r6,2026-01-05,here,0.5,theft",
  7: "r7,2026-01-05,91,0.5,theft",
  8: "r8,2026-01-05,0.5,7.7777,theft",
};

describe("a dataset whose records have coordinates and no area", () => {
  it("is counted by the areas that hold them, as one that names its areas, and by each level that overlaps them", async () => {
    const named = await prepare(writeSmallHub(), () => {});
    const located = await prepare(writeSmallHub(byPoints), () => {});
    const cellsOf = ({ content }: typeof named, code: string) =>
      [...(content.datasets[0]?.tables.find((one) => one.code === code)?.observations() ?? [])].map((cell) => [
        cell.measure,
        cell.area,
        cell.period,
        cell.codes,
      ]);
    expect(located.datasets[0]).toMatchObject({ read: named.datasets[0]?.read, used: named.datasets[0]?.used, leftOut: [] });
    expect(cellsOf(located, "incidents-by-district")).toEqual(cellsOf(named, "incidents-by-district"));
    const total = (prepared: typeof named, code: string, area: string) =>
      [...(prepared.content.datasets[0]?.tables.find((one) => one.code === code)?.observations() ?? [])].find(
        (cell) => cell.area === area && cell.period === "2026-Q1" && cell.codes[0] === "ALL" && cell.measure === 0,
      )?.value;
    const districts = ["1", "2"].map((code) => total(located, "incidents-by-district", code));
    expect(districts.every((value) => Number(value) > 0)).toBe(true);
    expect(districts).toEqual(["1", "2"].map((code) => total(named, "incidents-by-district", code)));
    const wards = ["W1", "W2"].map((code) => total(located, "incidents-by-ward", code) ?? Number.NaN);
    expect(wards.reduce((sum, value) => sum + value, 0)).toBe(named.datasets[0]?.used);
  });

  it("refuses records without a point and outside every area, by row and column and without the coordinates", async () => {
    const refused = await prepare(writeSmallHub(withLines(wrongPoints, {})), () => {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "HUB_HAS_PROBLEMS",
      problems: [
        ...[5, 6, 7].map((row) => ({ code: "NO_LOCATION", row, column: "lat", file: "incidents/2026.csv" })),
        { code: "OUTSIDE_EVERY_AREA", row: 8, column: "area", file: "incidents/2026.csv" },
      ],
    });
    expect(JSON.stringify(refused)).not.toContain("7.7777");
  });

  it("leaves out as many of them as are tolerated, and counts them", async () => {
    const prepared = await prepare(writeSmallHub(withLines(wrongPoints, { NO_LOCATION: 3, OUTSIDE_EVERY_AREA: 1 })), () => {});
    expect(prepared.datasets[0]?.leftOut).toEqual([
      { code: "NO_LOCATION", records: 3 },
      { code: "OUTSIDE_EVERY_AREA", records: 1 },
    ]);
  });

  it("has its coordinates in nothing that is released or kept", async () => {
    const prepared = await prepare(writeSmallHub(byPoints), () => {});
    const released = prepared.content.datasets.map((dataset) => ({
      ...dataset,
      tables: dataset.tables.map((one) => ({ ...one, cells: [...one.observations()] })),
    }));
    const kept = JSON.stringify([released, prepared.history, prepared.datasets, prepared.warnings]);
    expect(kept.length).toBeGreaterThan(1000);
    expect(kept).not.toContain(String(secret));
    expect(kept).not.toContain('"lat"');
  });

  it.each([
    [
      "a level without boundaries",
      (p: SmallHub) => (p.dataset.locate = { latitude: "lat", longitude: "lng", level: "city" }),
      /no boundary/,
    ],
    ["a level that the hub lacks", (p: SmallHub) => (p.dataset.locate = { latitude: "lat", longitude: "lng", level: "beat" }), /no level/],
    ["one column for both", (p: SmallHub) => (p.dataset.locate = { latitude: "lat", longitude: "lat", level: "district" }), /are one/],
    ["another areaLevel", (p: SmallHub) => (p.dataset.areaLevel = "ward"), /areaLevel/],
    ["an area in the select too", (p: SmallHub) => (p.dataset.select = `${p.dataset.select}, '1' AS area`), /Leave one of them out/],
    [
      "coordinates that the select lacks",
      (p: SmallHub) => (p.dataset.select = String(p.dataset.select).replace("AS lng", "AS x")),
      /does not name/,
    ],
  ])("is refused with %s", async (_, change, says) => {
    const folder = writeSmallHub((parts) => {
      byPoints(parts);
      change(parts);
    });
    const refused = await prepare(folder, () => {}).catch((error: { problems: { message: string }[] }) => error);
    expect("problems" in refused ? refused.problems.map(({ message }) => message).join(" ") : "").toMatch(says);
  });
});
