import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fc, test } from "@fast-check/vitest";
import { PipelineError } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { checkHub } from "../../src/check/check-hub.ts";
import { unusualMonths } from "../../src/check/counts.ts";
import { checkPage } from "../../src/check/html.ts";
import { checkLines } from "../../src/check/report-lines.ts";
import { runOnChange } from "../../src/check/watch.ts";
import { check } from "../../src/commands/check.ts";
import { smallCounts, writeFiles } from "../support/small-hub.ts";
import { townHub } from "../support/town-hub.ts";

const effects = { progress: () => {}, now: () => new Date("2026-04-01T09:00:00Z") };
const town = (change: (files: Map<string, string>) => void = () => {}) => {
  const files = townHub();
  change(files);
  return writeFiles(Object.fromEntries(files), mkdtempSync(join(tmpdir(), "openbeat-check-")));
};
const edit = (files: Map<string, string>, path: string, from: string | RegExp, to: string) =>
  files.set(path, (files.get(path) ?? "").replace(from, to));

describe("checkHub(folder)", () => {
  it("tells what is small, what is hidden for it and what beside it, as counted by hand", async () => {
    const { report } = await checkHub(town(), effects);
    expect(report).toMatchObject({ outcome: "fine", problems: [], persons: [], refusal: null });
    expect(report.totals.map(({ expected, found }) => expected === found)).toEqual([true, true, true]);
    const [risk] = report.risks;
    // Two districts and the city, three months and the quarter, two categories and all.
    expect(risk).toMatchObject({ measure: "OUT.01", threshold: 5, cells: 3 * 4 * 3, zeros: 0, small: 1, narrowest: expect.any(Number) });
    expect(smallCounts(2, 2, 1)).toBeLessThan(5);
    expect(risk?.named.filter(({ why }) => why === "small").map(({ codes }) => codes)).toEqual([["2", "2026-03", "ARSON"]]);
    const hidden = report.datasets[0]?.tables[0]?.suppressed ?? 0;
    // A rate is hidden where its count is.
    expect(2 * ((risk?.hidden.small ?? 0) + (risk?.hidden.beside ?? 0))).toBe(hidden);
    expect(risk?.hidden).toEqual({ small: 1, contributors: 0, beside: (risk?.named.length ?? 0) - 1 });
    expect(risk?.narrowest).toBeGreaterThanOrEqual(5);
    expect(checkLines(report)[0]).toBe("Control totals: 3 of 3 agree with the records.");
  });

  it("tells by how much a control total is not met, in the report alone", async () => {
    const folder = town((files) => edit(files, "control/incidents.csv", "\n1,,,", "\n1,,,9"));
    const { report, error } = await checkHub(folder, effects);
    expect(report.outcome).toBe("refused");
    const [wrong] = report.totals.filter(({ expected, found }) => expected !== found);
    expect(wrong).toMatchObject({
      file: "control/incidents.csv",
      row: 3,
      of: { area: "1" },
      found: [0, 1, 2].reduce((sum, m) => sum + smallCounts(1, m, 0) + smallCounts(1, m, 1), 0),
    });
    expect(error?.problems.map(({ code, row }) => [code, row])).toEqual([["CONTROL_DIFFERS", 3]]);
    expect(`${error?.message} ${JSON.stringify(error?.problems)}`).not.toContain(String(wrong?.found));
  });

  it("says how wrong records can be accepted, where they are as they should be left", async () => {
    const folder = town((files) => {
      const path = "incidents/2026.csv";
      files.set(path, `${files.get(path)}90001,2026-01-05,9,theft\n`);
    });
    const { report } = await checkHub(folder, effects);
    expect(report.problems).toMatchObject([{ code: "UNKNOWN_AREA" }]);
    expect(report.steps).toHaveLength(3);
    expect(report.steps[1]).toContain("tolerate: { UNKNOWN_AREA: N } in datasets/incidents.yaml.");
  });

  it.each([
    ["a file of another name", "control/incident.csv", ",,,1"],
    ["a packed file", "control/incidents.csv.gz", ",,,1"],
    ["a file without a total", "control/incidents.csv", ""],
  ])("does not say that control totals agree where it compares nothing: %s", async (_, path, rows) => {
    const folder = town((files) => files.set(path, `area,period,offence,records\n${rows}`));
    const { error } = await checkHub(folder, effects);
    expect(error?.problems.map(({ code, file }) => [code, file])).toEqual([["CONTROL_INVALID", path]]);
  });

  it("finds what may stand for persons in columns, told by place and never by value", async () => {
    const folder = town((files) => {
      const [header = "", ...rows] = (files.get("incidents/2026.csv") ?? "").trim().split("\n");
      const notes = [
        "call 312-555-0134",
        "qwert@zyx.example",
        "ABC 1234",
        "at 12 Qwert Street",
        "Sgt. Qwert came",
        "5000 BLOCK QWERT AV",
        "nothing",
      ];
      files.set("incidents/2026.csv", [`${header},notes`, ...rows.map((row, at) => `${row},${notes[at % notes.length]}`)].join("\n"));
    });
    const { report } = await checkHub(folder, effects);
    expect(report.persons.map(({ column, sign, isUsed }) => [column, sign, isUsed])).toEqual([
      ["notes", "email", false],
      ["notes", "phone", false],
      ["notes", "plate", false],
      ["notes", "address", false],
      ["notes", "name", false],
    ]);
    const rows = (townHub().get("incidents/2026.csv") ?? "").trim().split("\n").length - 1;
    expect(report.persons[0]?.rows).toBe(Math.ceil((rows - 1) / 7));
    expect(report.warnings.map(({ code, column }) => [code, column])).toEqual([["PERSON_IN_COLUMN", "notes"]]);
    expect(JSON.stringify(report) + checkPage(report)).not.toMatch(/qwert|zyx/i);
  });

  it("says of an area without records that its zeros are published", async () => {
    const { report } = await checkHub(
      town((files) => edit(files, "geography/districts.csv", /$/, "3,West,S\n")),
      effects,
    );
    expect(report.warnings.map(({ code, file, dataset }) => [code, file, dataset])).toEqual([
      ["AREA_WITHOUT_RECORDS", "datasets/incidents.yaml", "incidents"],
    ]);
    expect(report.counts[0]?.areasWithout).toEqual(["3"]);
  });
});

describe("unusualMonths(area, counts)", () => {
  const months = (counts: readonly number[]) => new Map(counts.map((count, at) => [`2025-${String(at + 1).padStart(2, "0")}`, count]));
  it("finds the month that is there twice and the one that is empty, and none of the others", () => {
    const found = unusualMonths("1", months([50, 47, 55, 0, 52, 104, 49, 51, 46, 53]));
    expect([found.gaps.map(({ month }) => month), found.outliers.map(({ month }) => month)]).toEqual([["2025-04"], ["2025-06"]]);
  });
  it.each([
    ["too few months to know", [50, 50, 0]],
    ["few records in each", [3, 0, 9, 2, 0, 1, 4]],
    ["a season", [30, 33, 38, 44, 50, 55, 58, 55, 50, 44, 38, 33]],
  ])("says nothing of %s", (_, counts) => {
    expect(unusualMonths("1", months(counts))).toEqual({ gaps: [], outliers: [] });
  });
  test.prop([fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 6, maxLength: 24 })])(
    "finds nothing in counts that chance alone makes",
    (counts) => {
      expect(unusualMonths("1", months(counts))).toEqual({ gaps: [], outliers: [] });
    },
  );
});

describe("openbeat check", () => {
  const quiet = { out: () => {}, err: () => {}, progress: () => {} };
  const now = () => effects.now();
  const west = (files: Map<string, string>) => edit(files, "geography/districts.csv", /$/, "3,West,S\n");

  it("exits with 0 where the hub can be published, with 3 where something is to know and --strict is said, and refuses the rest", async () => {
    expect((await check.run([town(), "--strict"], quiet, now)).exitCode).toBe(0);
    const told = town(west);
    expect((await check.run([told], quiet, now)).exitCode).toBe(0);
    expect((await check.run([told, "--strict"], quiet, now)).exitCode).toBe(3);
    await expect(check.run([town((files) => files.delete("hub.yaml"))], quiet, now)).rejects.toThrow(PipelineError);
  });

  it("gives a program how much it looked at, and nothing of what is not protected", async () => {
    const { result } = await check.run([town(west)], quiet, now);
    expect(result).toMatchObject({ outcome: "to know", looked: { totals: 3, tables: 1 } });
    for (const unprotected of ["totals", "counts", "persons", "risks"]) expect(result).not.toHaveProperty(unprotected);
    expect(JSON.stringify(result)).not.toContain('"small"');
  });

  it("writes a report that needs nothing else, and that its steward alone can read", async () => {
    const folder = town((files) => {
      west(files);
      edit(files, "hub.yaml", "hub: smallville", "hub: small.ville");
    });
    const page = join(folder, "report.html");
    writeFileSync(page, "An older one, which everybody can read.", { mode: 0o644 });
    await check.run([folder, "--html", page], quiet, now);
    const text = readFileSync(page, "utf8");
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(text).not.toMatch(/<script|<link|<img|https?:|@import|url\(/);
    expect(text).toContain('<th scope="row">2 · 2026-03 · ARSON</th><td>too few people</td>');
    expect(text).toContain("AREA_WITHOUT_RECORDS");
    expect(text.match(/<table>/g)?.length).toBe(text.match(/<caption>/g)?.length);
  });

  it("puts nothing into a page but text", async () => {
    const { report } = await checkHub(town(), effects);
    const page = checkPage({ ...report, hub: `<img src=x onerror="1">&` });
    expect(page).toContain("<h1>Check of &lt;img src=x onerror=&quot;1&quot;&gt;&amp;</h1>");
  });
});

describe("runOnChange(folder, run, signal)", () => {
  it("runs again after a change, not for what stands in .openbeat, and ends when it is told to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openbeat-watch-"));
    const stop = new AbortController();
    let runs = 0;
    const until = async (count: number) => {
      for (let waited = 0; runs < count && waited < 5000; waited += 20) await setTimeout(20);
    };
    const count = async () => {
      runs += 1;
    };
    const ended = runOnChange(folder, count, stop.signal);
    await until(1);
    writeFileSync(join(folder, ".openbeat-lock"), "");
    await setTimeout(500);
    expect(runs).toBe(1);
    writeFileSync(join(folder, "hub.yaml"), "hub: x\n");
    await until(2);
    expect(runs).toBe(2);
    stop.abort();
    await ended;
    rmSync(folder, { recursive: true });
  });
});
