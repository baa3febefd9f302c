import { fc, test } from "@fast-check/vitest";
import { PipelineError, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { allocate } from "../src/derived/estimate-areas.ts";
import { type SmallHub, writeSmallHub } from "./support/small-hub.ts";

type Figure = NonNullable<ReturnType<Parameters<typeof allocate>[1]>>;
const shown = (value: number): Figure => ({ status: "AVAILABLE", value, flags: [] });
const hidden: Figure = { status: "SUPPRESSED", value: null, flags: [] };

/** Areas with a count each, and the share of each that lies on one side of a line. */
const cut = fc.array(fc.tuple(fc.nat({ max: 500 }), fc.double({ min: 0.001, max: 0.999, noNaN: true })), { minLength: 1, maxLength: 12 });

describe("allocate(parts, figureOf)", () => {
  it("adds up what lies inside whole, and splits what is cut", () => {
    const figures = new Map([
      ["1", shown(40)],
      ["2", shown(100)],
    ]);
    expect(
      allocate(
        [
          { area: "1", share: 1, isWhole: true },
          { area: "2", share: 0.25, isWhole: false },
        ],
        (area) => figures.get(area),
      ),
    ).toEqual({
      status: "AVAILABLE",
      value: 65,
      flags: ["ESTIMATED"],
      interval: { lower: 40, upper: 140, level: 1, method: "allocation" },
    });
  });
  it("has a range that holds what lies where nobody lives: an area that another part of the map touches is not whole", () => {
    const parts = [{ area: "1", share: 1, isWhole: false }];
    expect(allocate(parts, () => shown(40))).toMatchObject({ value: 40, interval: { lower: 0, upper: 40 } });
    expect(allocate([{ area: "1", share: 0, isWhole: false }], () => shown(40))).toMatchObject({
      value: 0,
      interval: { lower: 0, upper: 40 },
    });
  });
  it("splits no count that a method changed: a range around it would not hold the true one", () => {
    const parts = [{ area: "1", share: 0.5, isWhole: false }];
    for (const flag of ["ROUNDED", "PERTURBED"] as const)
      expect(allocate(parts, () => ({ ...shown(40), flags: [flag] }))).toMatchObject({
        status: "NOT_APPLICABLE",
        value: null,
        interval: null,
      });
  });
  test.prop([cut])("lies in a range that holds the truth wherever the records of a cut area lie", (areas) => {
    const parts = areas.map(([, share], at) => ({ area: String(at), share, isWhole: false }));
    const { value, interval } = allocate(parts, (area) => shown(areas[Number(area)]?.[0] ?? 0));
    if (value === null || interval === null) throw new Error("There is no estimate.");
    expect(interval.lower).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(interval.upper);
    expect(interval.upper).toBe(areas.reduce((sum, [count]) => sum + count, 0));
  });
  test.prop([cut])("gives away nothing of an area: the two sides of a line add up to the areas that it cuts", (areas) => {
    const sides = [(share: number) => share, (share: number) => 1 - share].map(
      (side) =>
        allocate(
          areas.map(([, share], at) => ({ area: String(at), share: side(share), isWhole: false })),
          (area) => shown(areas[Number(area)]?.[0] ?? 0),
        ).value ?? 0,
    );
    expect(Math.abs((sides[0] ?? 0) + (sides[1] ?? 0) - areas.reduce((sum, [count]) => sum + count, 0))).toBeLessThanOrEqual(0.11);
  });
  test.prop([cut, fc.nat()])("is hidden where one of its areas is", (areas, which) => {
    const parts = areas.map(([, share], at) => ({ area: String(at), share, isWhole: false }));
    const estimate = allocate(parts, (area) => (Number(area) === which % areas.length ? hidden : shown(7)));
    expect(estimate).toEqual({ status: "SUPPRESSED", value: null, flags: [], interval: null });
  });
});

/** Two wards cut the two districts: ward A has all of district 1 and a quarter of district 2. */
const withWards =
  (rows: string) =>
  (parts: SmallHub): void => {
    const geography = parts.hub.geography as { levels: object[]; crosswalks?: object[] };
    geography.levels.push({
      ...{ code: "ward", name: { en: "Ward" }, plural: { en: "Wards" }, parent: "city" },
      areas: [
        { code: "A", name: { en: "Ward A" } },
        { code: "B", name: { en: "Ward B" } },
      ],
    });
    geography.crosswalks = [{ from: "district", to: "ward", file: "wards.csv", basis: { en: "residents" } }];
    parts.files["wards.csv"] = `from_area,to_area,weight\n${rows}`;
  };
const right = "1,A,4000\n2,A,1500\n2,B,4500\n";
const run = (rows: string) =>
  prepare(
    writeSmallHub(withWards(rows)),
    () => {},
    [],
    () => new Date("2026-11-26T12:00:00Z"),
  );

describe("a hub with a crosswalk", () => {
  it("tells by the level that cuts across what is published by the other, as estimates with their range", async () => {
    const { content } = await run(right);
    const dataset = content.datasets.find(({ code }) => code === "incidents-estimated");
    const [table] = dataset?.tables ?? [];
    const [source] = content.datasets.find(({ code }) => code === "incidents")?.tables ?? [];
    if (table === undefined || source === undefined) throw new Error("There is no such table.");
    const estimates = [...table.observations()];
    expect(table.rows).toBe(estimates.length);
    expect(new Set(estimates.map(({ area }) => area))).toEqual(new Set(["A", "B"]));
    expect(estimates.filter(({ status }) => status === "AVAILABLE").every(({ flags }) => flags.includes("ESTIMATED"))).toBe(true);
    const counts = [...source.observations()];
    for (const estimate of estimates) {
      const count = (area: string) =>
        counts.find(
          (one) => one.measure === 0 && one.area === area && one.period === estimate.period && one.codes[0] === estimate.codes[0],
        );
      const [first, second] = [count("1"), count("2")];
      const needed = estimate.area === "A" ? [first, second] : [second];
      if (needed.some((one) => one?.status !== "AVAILABLE")) expect(estimate.value).toBe(null);
      else {
        const value = (estimate.area === "A" ? (first?.value ?? 0) : 0) + (estimate.area === "A" ? 0.25 : 0.75) * (second?.value ?? 0);
        expect(Math.abs((estimate.value ?? 0) - value)).toBeLessThanOrEqual(0.0501);
      }
    }
    expect(estimates.some(({ status }) => status === "SUPPRESSED")).toBe(true);
  });

  it.each([
    ["an area that is none", "9,A,1\n1,A,1\n2,B,1\n", 2, "from_area"],
    ["an area of another level", "1,2,1\n2,B,1\n", 2, "to_area"],
    ["a weight that is none", "1,A,x\n2,B,1\n", 2, "weight"],
    ["the same two areas twice", "1,A,1\n1,A,2\n2,B,1\n", 3, undefined],
    ["an area that is missing", "1,A,1\n", undefined, undefined],
  ])("is refused for %s", async (_, rows, row, column) => {
    const refused = await run(rows).catch((error: unknown) => error);
    if (!(refused instanceof PipelineError)) throw new Error("The hub was not refused.", { cause: refused });
    expect(refused.problems).toContainEqual(
      expect.objectContaining({
        ...{ code: "CROSSWALK_INVALID", file: "wards.csv" },
        ...(row === undefined ? {} : { row }),
        ...(column === undefined ? {} : { column }),
      }),
    );
  });

  it("does not take an area as whole that touches another where nobody lives: the row says so with the weight 0", async () => {
    const lowestOfA = async (rows: string) => {
      const { content } = await run(rows);
      const cells = [...(content.datasets.find(({ code }) => code === "incidents-estimated")?.tables[0]?.observations() ?? [])];
      return cells.find(({ area, period, codes }) => area === "A" && period === "2026-01" && codes[0] === "ALL")?.interval?.lower;
    };
    expect(await lowestOfA(right)).toBeGreaterThan(0);
    expect(await lowestOfA(`${right}1,B,0\n`)).toBe(0);
  });

  it("is refused where one level nests in the other", async () => {
    const refused = await prepare(
      writeSmallHub((parts) => {
        withWards(right)(parts);
        const geography = parts.hub.geography as { crosswalks: { to: string }[] };
        for (const one of geography.crosswalks) one.to = "city";
      }),
      () => {},
    ).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problems: [{ code: "HUB_INVALID" }] });
  });
});
