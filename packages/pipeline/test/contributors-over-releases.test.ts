import { type Prepared, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { attendanceTable, makeEngagement } from "./support/engagement.ts";
import { type SmallHub, writeSmallHub } from "./support/small-hub.ts";

const after = (past: readonly Prepared[], change: (parts: SmallHub) => void) =>
  prepare(
    writeSmallHub(change),
    () => {},
    past.map(({ history }, at) => ({ version: `1.${at}.0`, datasets: new Map(history.map((dataset) => [dataset.dataset, dataset])) })),
  );
const suppress = { method: "suppress", threshold: 5, width: 5 };

describe("late records of few persons, where a policy counts persons", () => {
  /** Twelve records of twelve persons in each cell of two months, and late ones of January. */
  const withLate = (late: readonly string[]) => (parts: SmallHub) => {
    const rows: string[] = [];
    const add = (day: string, district: number, kind: string, who: string) =>
      rows.push([`r${rows.length}`, day, district, kind, who].join(","));
    for (const month of ["01", "02"])
      for (const district of [1, 2])
        for (const kind of ["theft", "arson"])
          for (let n = 0; n < 12; n++) add(`2026-${month}-10`, district, kind, `${month} ${district} ${kind} ${n}`);
    for (const who of late) add("2026-01-20", 1, "theft", who);
    parts.files["incidents/2026.csv"] = `incident,day,district,kind,who\n${rows.join("\n")}\n`;
    parts.dataset.select = `${String(parts.dataset.select)}, who AS person`;
    parts.dataset.coverage = { from: "2026-01-01", to: "2026-02-28" };
    parts.dataset.protection = { unit: { of: "person" } };
    for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { ...suppress, counts: "persons" };
  };
  const persons = (count: number) => Array.from({ length: count }, (_, n) => `late ${n}`);

  it("wait, however many they are: their difference would be one person's", async () => {
    const first = await after([], withLate([]));
    const second = await after([first], withLate(persons(8).map(() => "late")));
    expect(second.datasets[0]?.held).toEqual(["2026-01"]);
  });
  it("are shown where they must be of as many persons as the threshold says", async () => {
    const first = await after([], withLate([]));
    const second = await after([first], withLate(persons(8)));
    expect(second.datasets[0]?.held).toEqual([]);
  });
  it("wait where they are withdrawn, too", async () => {
    const first = await after([], withLate(persons(8).map(() => "late")));
    const second = await after([first], withLate([]));
    expect(second.datasets[0]?.held).toEqual(["2026-01"]);
  });
});

describe("a sum that one contributor dominates", () => {
  /** Attendance by district and kind: one meeting of January in district 1 has nearly all of its cell. */
  const engagement = (to: string, late: readonly number[]) => (parts: SmallHub) => {
    const rows: string[] = [];
    const add = (day: string, district: number, kind: string, attendance: number) =>
      rows.push([`a${rows.length}`, day, district, kind, attendance, 1].join(","));
    for (const month of ["01", "02"])
      for (const district of [1, 2])
        for (const kind of ["MEET", "EVENT"])
          for (let n = 0; n < 12; n++)
            add(`2026-${month}-1${n % 9}`, district, kind, month === "01" && district === 1 && kind === "MEET" && n === 0 ? 3000 : 100 + n);
    for (const attendance of late) add("2026-01-28", 2, "EVENT", attendance);
    makeEngagement(parts, { rows, tables: [attendanceTable({ ...suppress, dominance: [{ n: 1, k: 60 }] })], to });
  };
  /** The widest interval that was asked for, and proved. */
  const widthOf = ({ history }: Prepared) =>
    Math.max(...(history[0]?.tables.flatMap(({ measures }) => measures.flatMap(({ widths = [] }) => widths.flat())) ?? []));

  it("stays as uncertain as it must be while its month waits, and its contributors are not known any more", async () => {
    const first = await after([], engagement("2026-01-31", []));
    expect(widthOf(first)).toBeGreaterThan(1000);
    const second = await after([first], engagement("2026-02-28", [3]));
    expect(second.datasets[0]?.held).toEqual(["2026-01"]);
    expect(widthOf(second)).toBeGreaterThan(1000);
  });
  it("is not told by the difference of two releases", async () => {
    const first = await after([], engagement("2026-01-31", []));
    const second = await after([first], engagement("2026-02-28", [800]));
    expect(second.datasets[0]?.held).toEqual(["2026-01"]);
  });
});
