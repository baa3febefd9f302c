import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { createEmbedded, type TestDatabase } from "../../../test/support/databases.ts";
import { auditReleases, type Finding } from "../src/audit/audit-releases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import type { PublicCell, PublicRelease } from "../src/audit/public-release.ts";
import { attendanceTable } from "./support/engagement.ts";
import { smallHub, writeFiles } from "./support/small-hub.ts";
import { type Respondent, respondentsFile, smallRespondents, smallSurvey } from "./support/small-survey.ts";

// One resident comes to one meeting, raises one concern and answers one wave. Everything is published twice, with and without that person, and whatever
// the public store then holds is compared, row by row: pages, files and answers are made of nothing else.

const threshold = 5;
const suppress = { method: "suppress", threshold, width: 5 };
const title = (en: string) => ({ en });
const list = (name: string, codes: readonly string[]) => ({
  title: title(name),
  levels: ["one", "all"],
  codes: [
    { code: "ALL", level: "all", label: title("All") },
    ...codes.map((code) => ({ code, level: "one", parent: "ALL", label: title(code) })),
  ],
});
const dimensions = { area: ["district", "city"], period: ["month", "quarter"] };
const coverage = { from: "2026-01-01", to: "2026-03-31" };

const concerns = {
  ...{ dataset: "concerns", theme: "communication", title: title("Concerns"), description: title("Concerns for a test.") },
  ...{ source: { files: "concerns.csv", format: "csv" }, coverage },
  select: "id, day::DATE AS date, district AS area, upper(theme) AS theme",
  codes: { theme: list("Theme", ["NOISE", "TRAFFIC", "DRUGS"]) },
  tables: [
    {
      ...{ name: "concerns-by-district", title: title("Concerns"), measures: ["DLG.01", "DLG.01.R"], policy: suppress },
      dimensions: { ...dimensions, theme: ["one", "all"] },
    },
  ],
};
const engagement = {
  ...{ dataset: "engagement", theme: "trust", title: title("Engagement"), description: title("Activities for a test.") },
  ...{ source: { files: "engagement.csv", format: "csv" }, coverage },
  select: "id, day::DATE AS date, district AS area, kind AS activity, attendance, hours AS officer_hours",
  codes: { activity: { ...list("Activity", ["MEET", "EVENT"]), levels: ["kind", "all"] } },
  tables: [attendanceTable(suppress)],
};
engagement.codes.activity.codes = engagement.codes.activity.codes.map((code) => ({
  ...code,
  level: code.level === "one" ? "kind" : "all",
}));

const months = ["2026-01", "2026-02", "2026-03"];

/** Three concerns about drugs in district 2 in March, and plenty of all others; with the person a fourth. */
function concernRows(withPerson: boolean): string {
  const rows = months.flatMap((month, at) =>
    [1, 2].flatMap((district) =>
      ["noise", "traffic", "drugs"].flatMap((theme, place) => {
        const few = at === 2 && district === 2 && theme === "drugs";
        return Array.from({ length: few ? 3 : 12 + 3 * district + 2 * at + place }, () => `${month}-10,${district},${theme}`);
      }),
    ),
  );
  return `id,day,district,theme\n${[...rows, ...(withPerson ? ["2026-03-20,2,drugs"] : [])].map((row, at) => `${at},${row}`).join("\n")}\n`;
}

/** A meeting of three in district 2 in March, and larger ones; with the person four came. */
function activityRows(withPerson: boolean): string {
  const rows = months.flatMap((month, at) =>
    [1, 2].flatMap((district) =>
      ["MEET", "EVENT"].map((kind, place) => {
        const few = at === 2 && district === 2 && kind === "MEET";
        return `${month}-12,${district},${kind},${few ? 3 + Number(withPerson) : 20 + 3 * district + 2 * at + place},4`;
      }),
    ),
  );
  return `id,day,district,kind,attendance,hours\n${rows.map((row, at) => `${at},${row}`).join("\n")}\n`;
}

const answers: Respondent = {
  ...{ id: "planted", wave: "2026-Q1", district: "2", age: "old", sex: "woman", fair: "1", rude: "5", contacted: "yes", channels: "talk" },
};

function hubWith(withPerson: boolean): string {
  const { hub } = smallHub();
  const { survey, files } = smallSurvey();
  return writeFiles(
    {
      "hub.yaml": stringify(hub),
      "datasets/concerns.yaml": stringify(concerns),
      "datasets/engagement.yaml": stringify(engagement),
      "surveys/residents.yaml": stringify(survey),
      ...files,
      "concerns.csv": concernRows(withPerson),
      "engagement.csv": activityRows(withPerson),
      "answers/residents.csv": respondentsFile([...smallRespondents, ...(withPerson ? [answers] : [])]),
    },
    mkdtempSync(join(tmpdir(), "openbeat-one-person-")),
  );
}

/** Every public table, row by row, without the ids of rows and what names a release: its number, its time, its hashes and its signature. */
async function rowsOf(database: TestDatabase): Promise<ReadonlyMap<string, readonly string[]>> {
  const reader = await database.open("reader");
  try {
    const tables = await reader.query(
      "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%' ORDER BY 1",
    );
    const rows = new Map<string, readonly string[]>();
    for (const { name } of tables) {
      const found = await reader.query(`SELECT to_jsonb(t)::text AS row FROM "${String(name)}" t`);
      rows.set(String(name), found.map(({ row }) => String(row).replaceAll(/[0-9a-f]{64}/g, "HASH")).sort());
    }
    return rows;
  } finally {
    await reader.close();
  }
}

const addressOf = (table: string, { measure, area, period, codes }: PublicCell) => [table, measure, area, period, ...codes].join(" ");

describe("one resident in the records", () => {
  let worlds: { readonly release: PublicRelease; readonly rows: ReadonlyMap<string, readonly string[]> }[];
  const stores: TestDatabase[] = [];
  const publishInto = (database: TestDatabase, folder: string) =>
    publish(folder, { openStore: () => database.open("publisher"), now: () => new Date("2026-07-01T09:00:00Z"), progress: () => {} });
  const read = async (database: TestDatabase, version: string) => {
    const reader = await database.open("reader");
    try {
      return await readFromStore(reader, version);
    } finally {
      await reader.close();
    }
  };
  const findings = async (releases: readonly PublicRelease[]) => {
    const found: Finding[] = [];
    for await (const finding of auditReleases(releases, 0, () => {})) found.push(finding);
    return found;
  };

  beforeAll(async () => {
    worlds = [];
    for (const withPerson of [false, true]) {
      const database = await createEmbedded();
      stores.push(database);
      await publishInto(database, hubWith(withPerson));
      worlds.push({ release: await read(database, "1.0.0"), rows: await rowsOf(database) });
    }
  }, 120_000);
  afterAll(async () => {
    for (const store of stores) await store.drop();
  });

  /** Cells of a dataset in both worlds that are not the same. */
  const differing = (dataset: string) => {
    const [without, withPerson] = worlds;
    if (without === undefined || withPerson === undefined) throw new Error("A world is missing.");
    return without.release.structure.tables
      .filter((table) => table.dataset === dataset)
      .flatMap(({ code }) => {
        const others = new Map((withPerson.release.cells.get(code) ?? []).map((cell) => [addressOf(code, cell), cell]));
        const own = without.release.cells.get(code) ?? [];
        expect(others.size).toBe(own.length);
        return own.flatMap((before) => {
          const after = others.get(addressOf(code, before));
          if (after === undefined) throw new Error("A cell is in one world only.");
          return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ address: addressOf(code, before), before, after }];
        });
      });
  };

  it("changes nothing but figures, how many records were read, and what is made of them: no text, code, table, note or record", () => {
    const [without, withPerson] = worlds;
    const changed = [...(without?.rows ?? [])].filter(([name, rows]) => rows.join("\n") !== withPerson?.rows.get(name)?.join("\n"));
    // The wave's own row tells how many answered; the release's row holds the certificate and the manifest.
    expect(changed.map(([name]) => name)).toEqual(["dataset", "observation", "release", "survey_wave"]);
  });

  it.each([
    ["concerns", 2],
    ["engagement", 1],
  ])("of %s: differs by one where the person is counted among enough, and is hidden in both worlds where not", (dataset, measures) => {
    const found = differing(dataset);
    expect(found.length).toBeGreaterThan(0);
    for (const { address, before, after } of found) {
      expect(before.status, address).toBe("AVAILABLE");
      expect(after.status, address).toBe("AVAILABLE");
      const [from, to] = [before.numerator ?? before.value ?? 0, after.numerator ?? after.value ?? 0];
      expect(to - from, address).toBe(1);
      expect(from, address).toBeGreaterThanOrEqual(threshold);
      expect([before.area, before.period].join(), address).toMatch(/^(2|S),2026-(03|Q1)$/);
    }
    const own = worlds.map(({ release }) =>
      release.structure.tables
        .filter((table) => table.dataset === dataset)
        .flatMap(({ code }) => release.cells.get(code) ?? [])
        .filter(({ area, period, codes }) => area === "2" && period === "2026-03" && ["DRUGS", "MEET"].includes(codes[0] ?? "")),
    );
    for (const cells of own) {
      expect(cells).toHaveLength(measures);
      for (const { status, value } of cells) expect([status, value]).toEqual(["SUPPRESSED", null]);
    }
  });

  it("of the survey: moves no figure by more than what one of a rounded step is worth, and shows none of few people", () => {
    const found = differing("residents");
    for (const { address, before, after } of found) {
      // What one answer does to a share of 40 or 80 people is less than the step that it is rounded to: it moves by a step or not at all.
      if (before.value !== null && after.value !== null) expect(Math.abs(after.value - before.value), address).toBeLessThanOrEqual(10);
      for (const { n } of [before, after]) if (n !== null) expect(n, address).toBeGreaterThanOrEqual(10);
      expect(before.status === "AVAILABLE" || before.value === null, address).toBe(true);
    }
  });

  it("cannot be placed by a solver, in either world", async () => {
    const [without, withPerson] = worlds;
    if (without === undefined || withPerson === undefined) throw new Error("A world is missing.");
    for (const { release } of [without, withPerson]) expect((await findings([release])).filter(({ holds }) => !holds)).toEqual([]);
  }, 120_000);

  it("that comes late changes no figure of the next release, which says no more than that records wait", async () => {
    const database = await createEmbedded();
    stores.push(database);
    const folder = hubWith(false);
    await publishInto(database, folder);
    writeFiles({ "concerns.csv": concernRows(true), "engagement.csv": activityRows(true) }, folder);
    const { published, datasets } = await publishInto(database, folder);
    expect(published.version).toBe("1.0.1");
    const [first, second] = [await read(database, "1.0.0"), await read(database, "1.0.1")];
    for (const [table, cells] of first.cells) expect(second.cells.get(table)).toEqual(cells);
    const sourceOf = async (version: string) => {
      const reader = await database.open("reader");
      const rows = await reader.query(
        "SELECT d.code, d.source->>'recordsRead' AS read, d.source->>'recordsUsed' AS used FROM dataset d JOIN release r ON r.id = d.release_id WHERE r.version = $1 ORDER BY d.code",
        [version],
      );
      await reader.close();
      return rows;
    };
    const before = await sourceOf("1.0.0");
    expect((await sourceOf("1.0.1")).filter((row, at) => JSON.stringify(row) !== JSON.stringify(before[at]))).toEqual(
      before.filter(({ code }) => code === "concerns").map((row) => ({ ...row, read: null })),
    );
    expect(datasets.map(({ dataset, held }) => [dataset, held])).toEqual(
      expect.arrayContaining([
        ["concerns", ["2026-03"]],
        ["engagement", ["2026-03"]],
      ]),
    );
  }, 120_000);
});
