import { type Claim, type ProtectedGrouping, protect, verify } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { cubeOf, flat, policy } from "../cubes.ts";

const cube = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 3, 40, 50, 60, 70, 80, 90]);
const claimOf = async (terms = policy, given = cube): Promise<Claim> => ({ cube: given, policy: terms, ...(await protect(given, terms)) });
type Cells = ProtectedGrouping["cells"];
const shownAs = ({ groupings }: Claim, grouping: number, cell: number, value: unknown): ProtectedGrouping[] =>
  groupings.map((old, g) =>
    g === grouping ? { ...old, cells: old.cells.map((shown, i) => (i === cell ? value : shown)) as unknown as Cells } : old,
  );

describe("verify({ cube, policy, groupings, proof })", () => {
  it("accepts what protect has made, and counts what it checked", async () => {
    expect(verify(await claimOf())).toEqual({ cells: 16, suppressed: 4, tables: 1, entries: 4 });
  });

  it.each<[string, (claim: Claim) => Partial<Claim>]>([
    ["a hidden cell that is shown after all", (claim) => ({ groupings: shownAs(claim, 0, 2, { status: "published", count: 3 }) })],
    ["a complementary cell that is shown after all", (claim) => ({ groupings: shownAs(claim, 0, 5, { status: "published", count: 60 }) })],
    ["a figure that is not the true one", (claim) => ({ groupings: shownAs(claim, 0, 0, { status: "published", count: 21 }) })],
    ["a hidden cell that says more than that", (claim) => ({ groupings: shownAs(claim, 0, 2, { status: "suppressed", count: 3 }) })],
    ["a cell that is hidden without a witness", (claim) => ({ groupings: shownAs(claim, 0, 8, { status: "suppressed" }) })],
    ["a missing grouping", (claim) => ({ groupings: claim.groupings.slice(1) })],
    ["groupings in another order", (claim) => ({ groupings: [...claim.groupings].reverse() })],
    ["no tables", (claim) => ({ proof: { ...claim.proof, tables: [] } })],
    ["no witness for a cell", (claim) => ({ proof: { ...claim.proof, witnesses: claim.proof.witnesses.slice(1) } })],
    [
      "a table with a smaller change",
      (claim) => ({
        proof: {
          ...claim.proof,
          tables: claim.proof.tables.map(({ atoms, changes }) => ({ atoms, changes: changes.map((change) => change - Math.sign(change)) })),
        },
      }),
    ],
    [
      "a table that changes a published figure",
      (claim) => ({
        proof: {
          ...claim.proof,
          tables: claim.proof.tables.map(({ atoms, changes }) => ({
            atoms,
            changes: changes.map((change, i) => (i === 0 ? change + 1 : change)),
          })),
        },
      }),
    ],
    [
      "a table that names an atom twice",
      (claim) => ({
        proof: {
          ...claim.proof,
          tables: claim.proof.tables.map(({ atoms, changes }) => ({ atoms: [...atoms, ...atoms], changes: [...changes, ...changes] })),
        },
      }),
    ],
    [
      "a table with a fraction",
      (claim) => ({
        proof: {
          ...claim.proof,
          tables: claim.proof.tables.map(({ atoms, changes }) => ({ atoms, changes: changes.map((change) => change / 2) })),
        },
      }),
    ],
    ["a stricter width than was proved", () => ({ policy: { ...policy, width: 6 } })],
    ["a higher threshold than was used", () => ({ policy: { ...policy, threshold: 21 } })],
    ["other records", () => ({ cube: cubeOf(cube.dimensions, [20, 30, 4, 40, 50, 60, 70, 80, 90]) })],
  ])("refuses %s", async (_, change) => {
    const claim = await claimOf();
    expect(() => verify({ ...claim, ...change(claim) })).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
  });

  it("counts the entries of all tables that it checked", async () => {
    const claim = await claimOf();
    const [table] = claim.proof.tables;
    const many = {
      ...claim,
      proof: { ...claim.proof, tables: Array.from({ length: 25_000 }, () => table as (typeof claim.proof.tables)[number]) },
    };
    expect(verify(many).entries).toBe(100_000);
  });
});
