import { fc, test } from "@fast-check/vitest";
import { type Address, keepPoints, type MasterPoint, type PointsProblem, placeRecords, readPointsPolicy } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { cities, largeCity, policy } from "./cities.ts";

const areas = ["b1", "d1"];
const at = (x: number, own = areas) => ({ x, y: 0, areas: own });
const point = (id: string, x: number, own = areas): MasterPoint => ({ id, ...at(x, own) });
const homes = (x: number, count: number, own = areas): Address[] => Array.from({ length: count }, () => at(x, own));
const ids = (kept: { readonly points: readonly MasterPoint[] }) => kept.points.map(({ id }) => id);

describe("keepPoints(problem, policy)", () => {
  it("takes the smallest away first, and gives its addresses to the nearest that are left", () => {
    const masterPoints = [point("a", 0), point("b", 10), point("c", 20), point("d", 30)];
    const addresses = [...homes(0, 2), ...homes(10, 1), ...homes(20, 3), ...homes(30, 3)];
    // b, with one, goes to a, which then has three.
    expect(keepPoints({ masterPoints, addresses }, policy)).toEqual({
      points: [masterPoints[0], masterPoints[2], masterPoints[3]],
      addresses: [3, 3, 3],
      merged: 1,
      dropped: 0,
    });
  });
  it("keeps points that nobody lives near, until the addresses of another come to them", () => {
    const masterPoints = [point("home", 0), point("park", 10), point("street", 20)];
    expect(ids(keepPoints({ masterPoints, addresses: [...homes(0, 3), ...homes(20, 3)] }, policy))).toEqual(["home", "park", "street"]);
    expect(keepPoints({ masterPoints, addresses: [...homes(0, 3), ...homes(20, 2)] }, policy)).toMatchObject({
      addresses: [5],
      merged: 2,
    });
  });
  it("counts again inside every area: what two areas share of a catchment is not enough", () => {
    const masterPoints = [point("a", 0), point("b", 1, ["b1", "d2"])];
    const addresses = [...homes(0, 2), ...homes(0, 2, ["b1", "d2"])];
    expect(keepPoints({ masterPoints, addresses }, policy)).toMatchObject({ points: [], dropped: 2 });
    expect(ids(keepPoints({ masterPoints, addresses: [...addresses, at(0)] }, policy))).toEqual(["a"]);
  });
  it("counts the addresses of an institution as one", () => {
    const beds = homes(0, 50).map((home) => ({ ...home, institution: "hospital" }));
    const masterPoints = [point("hospital", 0), point("street", 10)];
    expect(keepPoints({ masterPoints, addresses: [...beds, ...homes(10, 2)] }, policy)).toMatchObject({ addresses: [3] });
    expect(ids(keepPoints({ masterPoints, addresses: [...beds, ...homes(10, 1)] }, policy))).toEqual([]);
  });
  it("gives a tie to the lower id, in the count, in the order and in the distance", () => {
    const masterPoints = [point("b", 0), point("a", 0), point("c", 10)];
    expect(keepPoints({ masterPoints, addresses: homes(5, 4) }, { ...policy, minAddresses: 4 })).toMatchObject({ addresses: [4, 0, 0] });
    const pair = [point("b", 0), point("a", 10)];
    expect(ids(keepPoints({ masterPoints: pair, addresses: [...homes(0, 2), ...homes(10, 2)] }, policy))).toEqual(["b"]);
  });
  test.prop([cities, fc.integer({ min: 1, max: 9 })])("leaves every point at least k addresses, or none", (city, minAddresses) => {
    for (const count of keepPoints(city, { ...policy, minAddresses }).addresses) expect(count === 0 || count >= minAddresses).toBe(true);
  });
  test.prop([cities, fc.infiniteStream(fc.nat({ max: 1_000 }))])("keeps the same whatever the order of the input", (city, order) => {
    const mixed = <T>(list: readonly T[]) =>
      list
        .map((own) => ({ own, key: order.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ own }) => own);
    const other = { masterPoints: mixed(city.masterPoints), addresses: mixed(city.addresses) };
    expect(keepPoints(other, policy)).toEqual(keepPoints(city, policy));
  });
  test.prop([cities, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 })])(
    "keeps some of the same points when the minimum is stricter, and never others",
    (city, minAddresses, more) => {
      const lax = ids(keepPoints(city, { ...policy, minAddresses }));
      const strict = ids(keepPoints(city, { ...policy, minAddresses: minAddresses + more }));
      expect(strict.filter((id) => !lax.includes(id))).toEqual([]);
    },
  );
  test.prop([cities])("keeps all of what it kept before", (city) => {
    const kept = keepPoints(city, policy);
    expect(keepPoints({ ...city, masterPoints: kept.points }, policy)).toEqual({ ...kept, merged: 0, dropped: 0 });
  });
});

describe("placeRecords(problem, policy)", () => {
  const masterPoints = [point("a", 0), point("b", 100), point("c", 50, ["b2", "d1"])];
  const addresses = [...homes(0, 3), ...homes(100, 3), ...homes(50, 3, ["b2", "d1"]), ...homes(50, 3, ["b2", "d2"])];
  const record = (x: number, category = "noise", own = areas) => ({ ...at(x, own), category });
  const records = [
    record(40),
    record(51),
    record(48, "theft", ["b2", "d1"]),
    record(50, "domestic"),
    record(50, "noise", ["b1", "none"]),
    record(50, "noise", ["b2", "d2"]),
  ];
  it("moves a record to the nearest point of its own areas, though another is nearer, and says in totals why some have none", () => {
    const { placed, points, report } = placeRecords({ masterPoints, addresses, records }, policy);
    expect(placed).toEqual(["a", "b", "c", null, null, null]);
    expect(points).toEqual(masterPoints);
    expect(report).toEqual({
      points: { given: 3, kept: 3, empty: 0, merged: 0, dropped: 0 },
      combinations: { all: 3, withoutPoint: 1 },
      addresses: { least: 3, lowerQuartile: 3, median: 3, upperQuartile: 3 },
      metresMoved: { lowerQuartile: 10, median: 40, upperQuartile: 50 },
      placed: 3,
      notPlaced: { sensitive: 1, fewAddresses: 1, noMasterPoint: 1 },
    });
  });
  it("tells no distances of so few records that they would be those of one", () => {
    expect(placeRecords({ masterPoints, addresses, records: records.slice(0, 2) }, policy).report.metresMoved).toBeNull();
  });
  it("measures degrees in metres", () => {
    const lonLat = { ...policy, minAddresses: 1, metric: { kind: "lonLat", latitude: 60 } } as const;
    const there = { x: 25, y: 60, areas };
    const placement = placeRecords(
      { masterPoints: [{ ...there, id: "a" }], addresses: [there], records: [{ ...there, x: 25.01, category: "noise" }] },
      lonLat,
    );
    expect(placement.report.metresMoved?.median).toBe(560); // 0.01° · 111,195 m · cos 60° = 556 m
  });
  test.prop([cities])("never leaves the areas of a record, and never places a sensitive one", (city) => {
    const { placed, report } = placeRecords(city, policy);
    const byId = new Map(city.masterPoints.map((own) => [own.id, own]));
    placed.forEach((id, i) => {
      if (city.records[i]?.category === "domestic") expect(id).toBeNull();
      if (id !== null) expect(byId.get(id)?.areas).toEqual(city.records[i]?.areas);
    });
    const { sensitive, fewAddresses, noMasterPoint } = report.notPlaced;
    expect(report.placed + sensitive + fewAddresses + noMasterPoint).toBe(city.records.length);
  });
  test.prop([cities])("places each record where it would be placed alone", (city) => {
    const { placed } = placeRecords(city, policy);
    city.records.forEach((own, i) => {
      expect(placeRecords({ ...city, records: [own] }, policy).placed).toEqual([placed[i]]);
    });
  });
  it("places 100,000 records among 50,000 addresses and 5,000 points", () => {
    const city = largeCity({ points: 5_000, homes: 50_000, records: 100_000, seed: 1 });
    const { report } = placeRecords(city.problem, city.policy);
    expect(report.addresses?.least).toBeGreaterThanOrEqual(8);
    expect(report.points.merged).toBeGreaterThan(0);
    expect(report.placed).toBeGreaterThan(80_000);
    expect(report.notPlaced.sensitive).toBe(10_000);
  });

  const whole: PointsProblem = { masterPoints, addresses, records };
  const first = <T>(list: readonly T[], change: Record<string, unknown>): T[] => [{ ...(list[0] as T), ...change }, ...list.slice(1)];
  it.each([
    ["a coordinate that is no number", { x: Number.NaN }],
    ["a coordinate that is missing", { y: undefined }],
    ["a coordinate off the earth", { x: 1e200 }],
    ["an area that is unknown", { areas: ["b1", "d9"] }],
    ["an area of the wrong layer", { areas: ["d1", "b1"] }],
    ["a layer too few", { areas: ["b1"] }],
    ["no areas", { areas: undefined }],
  ])("refuses %s, wherever it stands", (_, change) => {
    for (const list of ["masterPoints", "addresses", "records"] as const)
      expect(() => placeRecords({ ...whole, [list]: first<unknown>(whole[list], change) }, policy)).toThrow(
        expect.objectContaining({ code: "RECORDS_INVALID" }),
      );
  });
  it.each([
    ["an id that stands twice", { masterPoints: first(masterPoints, { id: "b" }) }],
    ["an id that is empty", { masterPoints: first(masterPoints, { id: "" }) }],
    ["an institution without a name", { addresses: first(addresses, { institution: null }) }],
    ["a category that nobody listed", { records: first(records, { category: "arson" }) }],
    ["a category that is missing", { records: first(records, { category: undefined }) }],
  ])("refuses %s, and does not repeat it", (_, change) => {
    const attempt = () => placeRecords({ ...whole, ...change }, policy);
    expect(attempt).toThrow(expect.objectContaining({ code: "RECORDS_INVALID" }));
    expect(attempt).not.toThrow(/arson/);
  });
});

describe("readPointsPolicy(value)", () => {
  it("asks for eight addresses where nothing is stated", () => {
    const { minAddresses: _, ...rest } = policy;
    expect(readPointsPolicy(rest).minAddresses).toBe(8);
  });
  it.each([
    { minAddresses: 0 },
    { minAddresses: Number.NaN },
    { minAddresses: 2.5 },
    { minAddresses: null },
    { metric: undefined },
    { metric: { kind: "lonLat" } },
    { metric: { kind: "lonLat", latitude: 90 } },
    { layers: [] },
    { layers: [{ code: "beat", areas: [] }] },
    { layers: [{ code: "beat", areas: ["b1", "b1"] }] },
    { layers: [policy.layers[0], policy.layers[0]] },
    { placed: undefined },
    { sensitive: undefined },
    { sensitive: ["noise"] },
    { surprise: 1 },
  ])("refuses %j", (change) => {
    expect(() => readPointsPolicy({ ...policy, ...change })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
});
