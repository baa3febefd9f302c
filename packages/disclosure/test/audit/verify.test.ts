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
    [
      "a table that changes an atom that does not exist",
      (claim) => ({ proof: { ...claim.proof, tables: [...claim.proof.tables, { atoms: [9], changes: [5] }] } }),
    ],
    [
      "a table that changes an atom between two others",
      (claim) => ({ proof: { ...claim.proof, tables: [...claim.proof.tables, { atoms: [0.5], changes: [0] }] } }),
    ],
    [
      "a table with an atom that it does not change",
      (claim) => ({
        proof: { ...claim.proof, tables: claim.proof.tables.map(({ atoms, changes }) => ({ atoms: [...atoms, 0], changes })) },
      }),
    ],
    [
      "a table in which a hidden cell is empty",
      (claim) => ({
        proof: {
          ...claim.proof,
          tables: claim.proof.tables.flatMap((table) => {
            const sign = Math.sign(table.changes[table.atoms.indexOf(2)] ?? 0);
            return [table, { ...table, changes: table.changes.map((change) => -3 * sign * Math.sign(change)) }];
          }),
        },
      }),
    ],
    [
      "witnesses that rely on tables that are not there",
      (claim) => ({ proof: { ...claim.proof, witnesses: claim.proof.witnesses.map(({ cell }) => ({ cell, tables: [-1, 0.5, 7] })) } }),
    ],
    [
      "witnesses that rely on tables that do not move them",
      (claim) => ({
        proof: {
          tables: [...claim.proof.tables, { atoms: [], changes: [] }],
          witnesses: claim.proof.witnesses.map(({ cell }) => ({ cell, tables: [claim.proof.tables.length] })),
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

  it("refuses a table with a count below zero that no cell shows", async () => {
    const margins = cubeOf(
      [flat("area", 3), flat("offence", 3)],
      [20, 30, 3, 40, 50, 60, 70, 80, 90],
      [
        ["each", "all"],
        ["all", "each"],
      ],
    );
    const claim = await claimOf(policy, margins);
    const table = { atoms: [0, 1, 3, 4], changes: [-21, 21, 21, -21] };
    expect(() => verify({ ...claim, proof: { ...claim.proof, tables: [table] } })).toThrow("a count that cannot be");
  });

  it("refuses a proof that leans on one other record, where the policy guards against whoever that is", async () => {
    const claim = await claimOf(policy, cubeOf([flat("area", 2), flat("offence", 2)], [3, 50, 60, 1]));
    expect(verify(claim).suppressed).toBe(4);
    expect(() => verify({ ...claim, policy: { ...policy, knownCells: 1 } })).toThrow("by someone who knows one other");
  });

  it("refuses a proof that leans on where the one record of another cell lies: whoever is alone there knows it", () => {
    // Two margins, all hidden: area 0 holds one record, of offence 0.
    const margins = cubeOf(
      [flat("area", 2), flat("offence", 2)],
      [1, 0, 2, 30],
      [
        ["each", "all"],
        ["all", "each"],
      ],
    );
    const cells = [{ status: "suppressed" }, { status: "suppressed" }] as unknown as Cells;
    const groupings = margins.groupings.map((levels, g) => ({ levels, shape: g === 0 ? [2, 1] : [1, 2], cells }));
    const tables = [
      { atoms: [0, 1], changes: [-1, 1] }, // the record of area 0 is of the other offence
      { atoms: [2], changes: [4] },
      { atoms: [0], changes: [5] },
      { atoms: [3], changes: [5] },
      { atoms: [2], changes: [5] },
    ];
    const proofBy = (...ofOffence: number[]) => ({
      tables,
      witnesses: [
        { cell: 0, tables: [2] },
        { cell: 1, tables: [3] },
        { cell: 2, tables: ofOffence },
        { cell: 3, tables: [3] },
      ],
    });
    const claim = { cube: margins, policy, groupings };
    const guarded = { ...policy, knownCells: 1 } as const;
    expect(verify({ ...claim, proof: proofBy(0, 1) }).suppressed).toBe(4);
    expect(() => verify({ ...claim, policy: guarded, proof: proofBy(0, 1) })).toThrow("by someone who knows one other");
    expect(verify({ ...claim, policy: guarded, proof: proofBy(0, 1, 4) }).suppressed).toBe(4);
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
