import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { hasPhiladelphia, makePhiladelphiaHub } from "./philadelphia-hub.ts";

const table = {
  ...{ name: "by-district", title: { en: "By district" }, measures: ["OUT.01"], policy: { method: "none", reason: { en: "For a test." } } },
  dimensions: { area: ["district", "city"], period: ["year"], offence: ["all"] },
};

/** Finds the district of every point by Python and its own ray casting, and counts who agrees with the agency's own district. */
const independently = `
import csv, glob, gzip, json, sys
from collections import Counter
shapes = []
for feature in json.load(open(sys.argv[1] + "/geography/police_districts.geojson"))["features"]:
    geometry = feature["geometry"]
    for rings in geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]:
        # The hub keeps outlines to six decimals, about 10 cm.
        rings = [[(round(p[0], 6), round(p[1], 6)) for p in ring] for ring in rings]
        xs, ys = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
        shapes.append((str(feature["properties"]["dist_num"]).zfill(2), min(xs), min(ys), max(xs), max(ys), rings))
def inside(x, y, ring):
    odd = False
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, ring[1:]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd
known, told, districts = {}, Counter(), Counter()
def find(x, y):
    if (x, y) not in known:
        known[(x, y)] = next((code for code, w, s, e, n, rings in shapes
            if w <= x <= e and s <= y <= n and sum(inside(x, y, ring) for ring in rings) % 2 == 1), None)
    return known[(x, y)]
for path in sorted(glob.glob(sys.argv[1] + "/incidents/incidents_2025_0[1-3].csv.gz")):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            told["read"] += 1
            if not "2025-01-01" <= row["dispatch_date"] <= "2025-03-31":
                told["outside coverage"] += 1
            elif not (abs(float(row["point_x"] or "inf")) <= 180 and abs(float(row["point_y"] or "inf")) <= 90):
                told["without a point"] += 1
            else:
                district = find(float(row["point_x"]), float(row["point_y"]))
                told["outside" if district is None else "inside"] += 1
                told["agrees"] += district == row["dc_dist"].zfill(2)
                if district is not None:
                    districts[district] += 1
for name, count in told.items():
    print(name + "=" + str(count))
for name, count in districts.items():
    print(name + "=" + str(count))
`;

describe.skipIf(!hasPhiladelphia)("Philadelphia's real incidents, located by their points", () => {
  let folder: string;
  let counted: ReadonlyMap<string, number>;
  const of = (name: string) => counted.get(name) ?? 0;
  const path = () => join(folder, "datasets/incidents.yaml");
  const write = (tolerate: object) => {
    const dataset = parse(readFileSync(path(), "utf8"));
    const changed = {
      ...dataset,
      source: { files: "incidents/incidents_2025_0[1-3].csv.gz", format: "csv" },
      select: dataset.select.replace("lpad(dc_dist, 2, '0') AS area", "point_y AS lat, point_x AS lng"),
      locate: { latitude: "lat", longitude: "lng", level: "district" },
      tolerate,
    };
    writeFileSync(path(), stringify(changed));
  };

  beforeAll(() => {
    folder = makePhiladelphiaHub([table], { from: "2025-01-01", to: "2025-03-31" });
    const lines = execFileSync("python3", ["-c", independently, folder], { encoding: "utf8" }).trim().split("\n");
    counted = new Map(lines.map((line) => [line.split("=")[0] ?? "", Number(line.split("=")[1])]));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are counted in each district as another program counts them, and left out by their own reasons", async () => {
    write({ OUTSIDE_COVERAGE: 100, NO_LOCATION: 1000, OUTSIDE_EVERY_AREA: 1000 });
    const prepared = await prepare(folder, () => {});
    const leftOut = Object.fromEntries(prepared.datasets[0]?.leftOut.map(({ code, records }) => [code, records]) ?? []);
    expect(prepared.datasets[0]).toMatchObject({ read: of("read"), used: of("inside") });
    expect(leftOut).toEqual({
      OUTSIDE_COVERAGE: of("outside coverage"),
      NO_LOCATION: of("without a point"),
      ...(of("outside") === 0 ? {} : { OUTSIDE_EVERY_AREA: of("outside") }),
    });
    const cells = [...(prepared.content.datasets[0]?.tables[0]?.observations() ?? [])].filter(({ area }) => area !== "PHL");
    expect(cells).toHaveLength(21);
    for (const { area, value } of cells) expect(value, area).toBe(of(area));
    console.info(
      `Located: ${of("inside")} of ${of("read")}, ${of("agrees")} in the district that the agency wrote; ${JSON.stringify(leftOut)} left out.`,
    );
  });

  it("are refused where those without a point are not tolerated", async () => {
    write({ OUTSIDE_COVERAGE: 100, OUTSIDE_EVERY_AREA: 1000 });
    await expect(prepare(folder, () => {})).rejects.toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code: "NO_LOCATION", column: "lat", row: expect.any(Number) })]),
    });
  });
});
