import type { MethodCertificate } from "@openbeat/schema/domain";
import { methodCertificate } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { audit } from "../src/commands/audit.ts";
import type { PublicCertificate } from "../src/release/public-certificate.ts";
import { type HandMade, writePublicFiles } from "./support/public-files.ts";

type Of<Method extends MethodCertificate["method"]> = Extract<MethodCertificate, { readonly method: Method }>;
const base = { engine: "by hand", policyHash: "a".repeat(64), groupings: 2, cells: 1, suppressed: 0, attacker: "", attacks: [] };
const small: Of<"smallCountRounding"> = { ...base, method: "smallCountRounding", base: 5, mostPerAtom: 4 };
const controlled: Of<"controlledRounding"> = { ...base, method: "controlledRounding", base: 5, lessThan: 5 };
const keyed: Of<"cellKey"> = { ...base, method: "cellKey", most: 3, variance: 2, blocked: 2 };
// Two groupings of variance 100: each costs 1/200.
const noisy: Of<"differentialPrivacy"> = {
  ...base,
  method: "differentialPrivacy",
  unit: "record",
  contributions: 1,
  rho: { numerator: 1, denominator: 100 },
  epsilon: 0.74,
  delta: 1e-6,
  variances: [
    { numerator: 100, denominator: 1 },
    { numerator: 100, denominator: 1 },
  ],
};

/** A month of two districts and two offences, with its sums. */
const month = (period: string, [a, b, c, d]: readonly [number, number, number, number]): readonly HandMade[] => [
  ["1", period, "THEFT", a],
  ["1", period, "ARSON", b],
  ["2", period, "THEFT", c],
  ["2", period, "ARSON", d],
  ["1", period, "ALL", a + b],
  ["2", period, "ALL", c + d],
  ["S", period, "THEFT", a + c],
  ["S", period, "ARSON", b + d],
  ["S", period, "ALL", a + b + c + d],
];
const january = month("2026-01", [10, 5, 15, 0]);
const byOffence: readonly HandMade[] = [
  ["S", "2026-01", "THEFT", 25],
  ["S", "2026-01", "ARSON", 5],
];
const changed = (rows: readonly HandMade[], at: number, by: number) =>
  rows.map((row, place): HandMade => (place === at ? [row[0], row[1], row[2], (row[3] ?? 0) + by] : row));

/** Audits a release made by hand. */
async function run(certificate: MethodCertificate, rows: readonly HandMade[], others: readonly HandMade[] = byOffence) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const folder = writePublicFiles(certificate, { "incidents-by-district": rows, "incidents-by-offence": others });
  const { exitCode: code } = await audit.run([folder], { out: print, err: print, progress: () => {} });
  return { code, line: lines.find((one) => one.startsWith("incidents OUT.01")) ?? "", last: lines.at(-1) };
}

describe("a published certificate", () => {
  it("is one that the public can read", () => {
    const readable: (certificate: PublicCertificate) => MethodCertificate = (certificate) => methodCertificate.parse(certificate);
    for (const certificate of [small, controlled, keyed, noisy]) expect(readable(certificate)).toEqual(certificate);
  });
  it("may have more keys than this version knows, and none of those it uses may be missing", () => {
    expect(methodCertificate.parse({ ...small, later: "something" })).toEqual(small);
    for (const key of Object.keys(noisy)) expect(methodCertificate.safeParse({ ...noisy, [key]: undefined }).success, key).toBe(false);
  });
});

describe("openbeat audit of figures that were not suppressed", () => {
  it.each([
    ["small count rounding", small],
    ["controlled rounding", controlled],
    ["cell keys", keyed],
    ["differential privacy", noisy],
  ] as const)("finds sound what %s made", async (_, certificate) => {
    const { code, line, last } = await run(certificate, january);
    expect(line).toMatch(/ figures?.*checked; as promised\.$/);
    expect([code, last]).toEqual([0, "The release holds."]);
  });

  it("finds a small count that was not rounded, a sum that is off, and a cell that two tables show otherwise", async () => {
    const rows = month("2026-01", [10, 3, 15, 0]);
    expect((await run(small, rows, [["S", "2026-01", "THEFT", 25]])).line).toMatch(/above zero and below the base/);
    expect((await run(small, changed(january, 8, 5))).line).toMatch(/not the sum of their parts/);
    expect((await run(small, january, [["S", "2026-01", "THEFT", 30]])).line).toMatch(/shown otherwise in another table/);
    expect((await run(small, changed(january, 8, 5))).code).toBe(1);
  });

  it("goes along the calendar, where a method adds up along it", async () => {
    const quarter = january.map(([area, , offence, value]): HandMade => [area, "2026-Q1", offence, value]);
    expect((await run(small, [...january, ...quarter])).code).toBe(0);
    const other = quarter.map(([area, period, offence, value]): HandMade => [area, period, offence, (value ?? 0) * 2]);
    expect((await run(small, [...january, ...other])).line).toMatch(/not the sum of their parts: BROKEN/);
    expect((await run(noisy, [...january, ...other])).code).toBe(0);
  });

  it("finds a figure that is no multiple of the base", async () => {
    expect((await run(controlled, month("2026-01", [10, 5, 15, 2]), [])).line).toMatch(/not a multiple of the base.*BROKEN/);
  });

  it("finds a blocked count, and a sum further off than its noise can be", async () => {
    expect((await run(keyed, changed(january, 3, 2), [])).line).toMatch(/among the blocked counts: BROKEN/);
    expect((await run(keyed, changed(january, 8, 9))).code).toBe(0);
    expect((await run(keyed, changed(january, 8, 10))).line).toMatch(/than the noise goes.*BROKEN/);
    expect((await run(keyed, changed(january, 3, 0.5), [])).line).toMatch(/not a whole number/);
  });

  it("finds a budget that its noise exceeds, and an ε that its cost exceeds", async () => {
    expect((await run({ ...noisy, rho: { numerator: 1, denominator: 101 } }, january)).line).toMatch(/costs more than is stated: BROKEN/);
    expect((await run({ ...noisy, epsilon: 0.5 }, january)).line).toMatch(/ε is stated lower/);
    expect((await run({ ...noisy, groupings: 3 }, january)).line).toMatch(/the noise of some groupings is not stated/);
    expect((await run({ ...noisy, unit: "person", contributions: 2 }, january)).line).toMatch(/costs more/);
    expect((await run(noisy, changed(january, 8, 1))).line).toMatch(/not the sum of their parts: BROKEN/);
  });
});

describe("openbeat audit of figures that were suppressed, by the rule for zeros", () => {
  const suppressed = (zeros: "safe" | "sensitive"): Of<"suppress"> => ({
    ...{
      ...base,
      cells: 9,
      suppressed: 4,
      method: "suppress",
      threshold: 5,
      width: 5,
      zeros,
      knownCells: 0,
      emptyCombinations: "unknown",
      slices: 0,
    },
    ...{ attacked: 4, provedByTables: 4, tables: 2, programmes: 0, worstWidth: 5 },
  });
  /** Two districts and two offences: each row and each column adds up to five, and what they hold is hidden. */
  const table = (shown: readonly (number | null)[]): readonly HandMade[] => [
    ["1", "2026-01", "THEFT", shown[0] ?? null],
    ["1", "2026-01", "ARSON", shown[1] ?? null],
    ["2", "2026-01", "THEFT", shown[2] ?? null],
    ["2", "2026-01", "ARSON", shown[3] ?? null],
    ["1", "2026-01", "ALL", 5],
    ["2", "2026-01", "ALL", 5],
    ["S", "2026-01", "THEFT", 5],
    ["S", "2026-01", "ARSON", 5],
    ["S", "2026-01", "ALL", 10],
  ];

  it("takes hidden counts for possibly zero where the certificate says that zeros are hidden", async () => {
    const { code, line } = await run(suppressed("sensitive"), table([]), []);
    expect(line).toMatch(/4 hidden cells, 4 attacked; every interval is at least 5 wide \(promised 5\)\.$/);
    expect(code).toBe(0);
  });
  it("takes them for at least one where zeros are shown", async () => {
    const { code, line } = await run(suppressed("safe"), table([]), []);
    expect(line).toMatch(/the narrowest interval is 3 \(promised 5\): BROKEN\.$/);
    expect(code).not.toBe(0);
  });
  it("does not let a zero be shown that the certificate says is hidden", async () => {
    const { code, line } = await run(suppressed("sensitive"), table([0, 5, 5, 0]), []);
    expect(line).toMatch(/a zero or another small count is shown.*BROKEN/);
    expect(code).not.toBe(0);
  });
});
