import { describe, expect, it } from "vitest";
import { movedCells } from "../../src/audit/alternatives.ts";
import { cellSpace } from "../../src/cells.ts";
import { cubeOf, flat } from "../cubes.ts";

describe("movedCells(space, hidden, least, alternative)", () => {
  const space = cellSpace(cubeOf([flat("area", 2), flat("offence", 2)], [20, 30, 3, 40]));
  const corners = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0, 0);

  it("says by how much a table moves each hidden cell", () => {
    expect([...movedCells(space, corners, 1, { atoms: [0, 1, 2, 3], changes: [-5, 5, 5, -5] })]).toEqual([
      [0, -5],
      [1, 5],
      [2, 5],
      [3, -5],
    ]);
  });
  it.each<[string, number[], number[], Uint8Array]>([
    ["changes a published cell", [0, 1], [-5, 5], corners],
    ["changes a published inner cell", [0, 1, 2, 3], [-5, 5, 5, -5], Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0, 0)],
    ["falls below zero", [0, 1, 2, 3], [4, -4, -4, 4], corners],
    ["empties a hidden cell", [0, 1, 2, 3], [3, -3, -3, 3], corners],
    ["holds fractions", [0, 1, 2, 3], [-0.5, 0.5, 0.5, -0.5], corners],
    ["holds no number", [0, 1, 2, 3], [Number.NaN, 5, 5, -5], corners],
    ["lies outside the cube", [0, 9], [-5, 5], corners],
  ])("refuses a table that %s", (_, atoms, changes, hidden) => {
    expect(() => movedCells(space, hidden, 1, { atoms, changes })).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
  });

  it("lets a table empty a hidden cell where zeros are hidden, and never go below", () => {
    const emptied = { atoms: [0, 1, 2, 3], changes: [3, -3, -3, 3] };
    expect(movedCells(space, corners, 0, emptied).get(2)).toBe(-3);
    expect(() => movedCells(space, corners, 0, { ...emptied, changes: [4, -4, -4, 4] })).toThrow("a count that cannot be");
  });
});
