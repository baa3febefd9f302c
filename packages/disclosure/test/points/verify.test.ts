import { test } from "@fast-check/vitest";
import { type PlacedRecords, type PointsProblem, placeRecords, verifyPoints } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { cities, largeCity, policy } from "./cities.ts";

const failure = expect.objectContaining({ code: "AUDIT_FAILED" });

describe("verifyPoints(problem, policy, placed)", () => {
  test.prop([cities])("passes what placeRecords places, and counts the same", (city) => {
    const { points, placed, report } = placeRecords(city, policy);
    expect(verifyPoints(city, policy, { points, placed })).toEqual({
      points: report.points.kept,
      placed: report.placed,
      leastAddresses: report.addresses?.least ?? null,
    });
  });

  const { problem, policy: terms } = largeCity({ points: 400, homes: 4_000, records: 2_000, seed: 7 });
  const right = placeRecords(problem, terms);
  const check = (change: Partial<PlacedRecords>, given: PointsProblem = problem) =>
    verifyPoints(given, terms, { points: right.points, placed: right.placed, ...change });
  const shown = right.placed.findIndex((id) => id !== null);
  const move = (id: string | null | undefined, i = shown) => right.placed.map((own, at) => (at === i ? (id as string | null) : own));
  const areasOf = (i: number) => problem.records[i]?.areas.join();

  it("passes the city that the following tests break", () => {
    expect(check({}).placed).toBe(right.report.placed);
  });
  it("notices that the addresses were not counted again inside the areas", () => {
    // The method of before: catchments over the whole map, whatever the areas. Its own recount, over the whole map, is content.
    const oneArea = <T extends { readonly areas: readonly string[] }>(places: readonly T[]) =>
      places.map((own) => ({ ...own, areas: ["all"] }));
    const flat = {
      masterPoints: oneArea(problem.masterPoints),
      addresses: oneArea(problem.addresses),
      records: oneArea(problem.records),
    };
    const mutant = placeRecords(flat, { ...terms, layers: [{ code: "all", areas: ["all"] }] });
    const points = mutant.points.map(
      ({ id }) => problem.masterPoints.find((own) => own.id === id) as (typeof problem.masterPoints)[number],
    );
    expect(() => check({ points, placed: mutant.placed })).toThrow(/too few addresses/);
    // Neither does it pass where records are moved within their areas, and only the count is left out.
    expect(() => check({ points, placed: right.placed })).toThrow(/too few addresses/);
  });
  it("notices a point that should have been merged, and one that is made up", () => {
    const merged = problem.masterPoints.filter(({ id }) => !right.points.some((own) => own.id === id)).slice(0, 20);
    expect(merged.length).toBeGreaterThan(0);
    const noticed = merged.filter((own) => {
      try {
        check({ points: [...right.points, own] });
        return false;
      } catch (error) {
        expect(error).toEqual(failure);
        return true;
      }
    });
    expect(noticed).toHaveLength(merged.length);
    const home = { ...(right.points[0] as (typeof right.points)[number]), x: 1, y: 1 };
    expect(() => check({ points: [home, ...right.points.slice(1)] })).toThrow(/master points/);
    expect(() => check({ points: [...right.points, ...right.points.slice(0, 1)] })).toThrow(/twice/);
  });
  it("notices addresses that are gone since, and those that are all of one institution", () => {
    const crowd = problem.addresses.filter(({ areas }) => areas.join() === areasOf(shown));
    const without = problem.addresses.filter((own) => !crowd.slice(0, crowd.length - 5).includes(own));
    expect(() => check({}, { ...problem, addresses: without })).toThrow(failure);
    const barracks = problem.addresses.map((own) => (crowd.includes(own) ? { ...own, institution: "barracks" } : own));
    expect(() => check({}, { ...problem, addresses: barracks })).toThrow(failure);
  });
  it("notices points in areas that nobody is known to live in", () => {
    const addresses = problem.addresses.filter(({ areas }) => areas.join() !== areasOf(shown));
    expect(() => check({}, { ...problem, addresses })).toThrow(/too few addresses in common/);
    expect(placeRecords({ ...problem, addresses }, terms).placed[shown]).toBeNull();
  });
  it("notices a record that left its areas, is not at its nearest point, or at none at all", () => {
    const elsewhere = right.points.find(({ areas }) => areas.join() !== areasOf(shown));
    const further = right.points.find(({ id, areas }) => areas.join() === areasOf(shown) && id !== right.placed[shown]);
    expect(() => check({ placed: move(elsewhere?.id) })).toThrow(/left its areas/);
    expect(() => check({ placed: move(further?.id) })).toThrow(/nearest point/);
    expect(() => check({ placed: move("p-unknown") })).toThrow(/not a kept point/);
    expect(() => check({ placed: move(undefined) })).toThrow(failure);
    expect(() => check({ placed: move(null) })).toThrow(/not placed/);
    expect(() => check({ placed: right.placed.slice(1) })).toThrow(failure);
  });
  it("notices a sensitive record that is placed, and a category that nobody listed", () => {
    const sensitive = problem.records.findIndex(({ category }) => category === "domestic");
    const there = right.points.find(({ areas }) => areas.join() === areasOf(sensitive));
    expect(() => check({ placed: move(there?.id, sensitive) })).toThrow(/sensitive/);
    const records = problem.records.map((own, i) => (i === shown ? { ...own, category: "arson" } : own));
    expect(() => check({}, { ...problem, records })).toThrow(failure);
  });
});
