import { PipelineError, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { attendanceTable, makeEngagement } from "./support/engagement.ts";
import { type SmallHub, smallRecords, writeSmallHub } from "./support/small-hub.ts";

type Table = { policy: Record<string, unknown>; measures: string[]; name: string; dimensions: Record<string, string[]> };
const tableOf = (parts: SmallHub) => (parts.dataset.tables as Table[])[0] as Table;
const withPolicy = (policy: Record<string, unknown>, more: (parts: SmallHub) => void = () => {}) =>
  writeSmallHub((parts) => {
    tableOf(parts).policy = policy;
    more(parts);
  });
const suppress = { method: "suppress", threshold: 5, width: 5 };
const problemsOf = async (folder: string) => {
  const error: unknown = await prepare(folder, () => {}).catch((thrown: unknown) => thrown);
  if (!(error instanceof PipelineError)) throw error;
  return error.problems.map(({ message }) => message).join("\n");
};
const observations = async (folder: string) => {
  const { content } = await prepare(folder, () => {});
  return content.datasets.flatMap(({ tables }) => tables.flatMap(({ observations: all }) => [...all()]));
};

/** Records of the small hub with the persons behind them: `personOf(district, month, category, record)`. */
function personsCsv(personOf: (district: number, month: number, category: number, record: number) => string): string {
  const [header, ...lines] = smallRecords(() => 12)
    .trim()
    .split("\n");
  const seen = new Map<string, number>();
  return [
    `${header},who`,
    ...lines.map((line) => {
      const [, day = "", district = "", kind = ""] = line.split(",");
      const key = `${day.slice(0, 7)} ${district} ${kind}`;
      const record = seen.get(key) ?? 0;
      seen.set(key, record + 1);
      return `${line},${personOf(Number(district), Number(day.slice(5, 7)) - 1, kind === "theft" ? 0 : 1, record)}`;
    }),
  ].join("\n");
}

const ofPersons = (csv: string) => (parts: SmallHub) => {
  parts.dataset.protection = { unit: { of: "person" } };
  parts.dataset.select = `${String(parts.dataset.select)}, who AS person`;
  parts.files["incidents/2026.csv"] = csv;
};

describe("a policy that counts persons", () => {
  it("hides a cell of many records of few persons, and enough others", async () => {
    const csv = personsCsv((d, m, c, r) => (d === 2 && m === 2 && c === 1 ? `p${r % 3}` : `p${d}-${m}-${c}-${r}`));
    const cells = await observations(withPolicy({ ...suppress, counts: "persons" }, ofPersons(csv)));
    const cell = cells.find(
      ({ area, period, codes, measure }) => area === "2" && period === "2026-03" && codes[0] === "ARSON" && measure === 0,
    );
    expect(cell).toMatchObject({ status: "SUPPRESSED", value: null });
    expect(cells.filter(({ status }) => status === "SUPPRESSED").length).toBeGreaterThan(4);
    const byRecords = await observations(withPolicy(suppress, ofPersons(csv)));
    expect(byRecords.every(({ status }) => status === "AVAILABLE")).toBe(true);
  });

  it("counts a person once, however many cells and records they are in", async () => {
    const csv = personsCsv((_d, _m, _c, r) => `p${r % 4}`);
    await expect(prepare(withPolicy({ ...suppress, counts: "persons" }, ofPersons(csv)), () => {})).rejects.toMatchObject({
      code: "UNPROTECTABLE",
    });
  });

  it("refuses records that name no person, and a dataset that does not say whom it protects", async () => {
    const csv = personsCsv((d, m, c, r) => (r === 0 && d === 1 && m === 0 && c === 0 ? "" : `p${r}`));
    const message = await problemsOf(withPolicy({ ...suppress, counts: "persons" }, ofPersons(csv)));
    expect(message).toContain("names no person");
    expect(await problemsOf(withPolicy({ ...suppress, counts: "persons" }))).toContain("protection: { unit: { of: person } }");
  });
});

describe("a policy with a rule for groups", () => {
  const groups = { dimension: "offence", others: 2 };
  it("refuses tables that tell something of a whole group, and says which levels pass", async () => {
    const folder = withPolicy({ ...suppress, groups }, (parts) => {
      parts.files["incidents/2026.csv"] = smallRecords((district, month, category) =>
        district === 2 && month === 2 && category === 1 ? 0 : 30,
      );
    });
    await expect(prepare(folder, () => {})).rejects.toMatchObject({
      code: "UNPROTECTABLE",
      message: expect.stringMatching(/everyone in a group.*These levels pass/),
    });
  });
  it("publishes where every group is spread", async () => {
    const folder = withPolicy({ ...suppress, groups }, (parts) => {
      parts.files["incidents/2026.csv"] = smallRecords(() => 30);
    });
    expect((await observations(folder)).every(({ status }) => status === "AVAILABLE")).toBe(true);
  });
  it("refuses a dimension that is no category", async () => {
    expect(await problemsOf(withPolicy({ ...suppress, groups: { dimension: "colour", others: 2 } }))).toContain(
      "no category of the dataset",
    );
  });
});

describe("a policy with rules for sums", () => {
  // District 1 has one large meeting and a few small ones; district 2 many of a size.
  const engagement = (rules: object) => (parts: SmallHub) => {
    const rows = [1, 2].flatMap((district) =>
      Array.from({ length: 12 }, (_, place) => {
        const attendance = district === 1 && place === 0 ? 900 : 30 + place;
        return `${district * 100 + place},2026-01-${10 + place},${district},${place % 2 === 0 ? "MEET" : "EVENT"},${attendance},1`;
      }),
    );
    makeEngagement(parts, { rows, tables: [attendanceTable({ ...suppress, ...rules })], to: "2026-01-31" });
  };
  const statusOf = async (rules: object) => {
    const cells = await observations(writeSmallHub(engagement(rules)));
    return new Map(cells.map(({ area, codes, status }) => [`${area} ${codes.join()}`, status]));
  };

  it.each([
    ["one contributor with most of a cell", { dominance: [{ n: 1, k: 70 }] }],
    ["a largest contributor that the second can estimate", { pPercent: 25 }],
  ])("hides %s, and what would tell it", async (_, rules) => {
    const statuses = await statusOf(rules);
    expect(statuses.get("1 MEET")).toBe("SUPPRESSED");
    expect([...statuses.values()].filter((status) => status === "SUPPRESSED").length).toBeGreaterThanOrEqual(4);
    expect(statuses.get("S ALL")).toBe("AVAILABLE");
  });
  it("shows all of it where no such rule is stated", async () => {
    expect(new Set((await statusOf({})).values())).toEqual(new Set(["AVAILABLE"]));
  });
  it("is refused for counts, which no contributor dominates", async () => {
    expect(await problemsOf(withPolicy({ ...suppress, pPercent: 10 }))).toContain("which is for sums");
  });
  it("is refused where cell keys or noise would be used for a sum", async () => {
    const folder = (policy: object) =>
      writeSmallHub((parts) => {
        engagement({})(parts);
        for (const table of parts.dataset.tables as { policy: object }[]) table.policy = policy;
      });
    for (const method of ["cellKey", "differentialPrivacy"]) expect(await problemsOf(folder({ method }))).toContain("which is a sum");
  });
});

describe("what becomes of tables that cannot be proved safe", () => {
  // Three thefts in each district, in January alone: their sum is all there is, and it is told.
  const sparse = (parts: SmallHub) => {
    parts.files["incidents/2026.csv"] = smallRecords((_, month, category) => (month === 0 && category === 0 ? 3 : 0));
    parts.dataset.tolerate = { PERIOD_WITHOUT_RECORDS: 2 };
  };
  it("fail: nothing is published, and the steward hears what would pass", async () => {
    await expect(prepare(withPolicy(suppress, sparse), () => {})).rejects.toMatchObject({
      code: "UNPROTECTABLE",
      message: expect.stringContaining("These levels pass"),
    });
  });
  it("coarsen: the finest levels are left out, and the others published with their proof", async () => {
    const { content, datasets } = await prepare(withPolicy({ ...suppress, onUnprotectable: "coarsen" }, sparse), () => {});
    const [dataset] = content.datasets;
    const groupings = dataset?.tables.flatMap((table) => table.groupings.map(({ levels }) => levels.join(" "))) ?? [];
    expect(groupings.length).toBeGreaterThan(0);
    expect(groupings).not.toContain("district month category");
    expect(datasets[0]?.protection.join(" ")).toMatch(/cannot be proved safe, and is left out/);
    for (const table of dataset?.tables ?? [])
      for (const { levels } of table.groupings)
        levels.forEach((level, place) => {
          expect(table.dimensions[place]?.levels).toContain(level);
        });
  });
});

describe("a policy that may fall back to a method without its rules", () => {
  it.each([
    ["persons", { counts: "persons" }],
    ["groups", { groups: { dimension: "offence", others: 2 } }],
  ])("is refused where it has a rule for %s", async (_, rule) => {
    for (const method of ["smallCountRounding", "cellKey"])
      expect(
        await problemsOf(
          withPolicy({ ...suppress, ...rule, onUnprotectable: { method } }, (parts) => {
            parts.dataset.protection = { unit: { of: "person" } };
            parts.dataset.select = `${String(parts.dataset.select)}, incident AS person`;
          }),
        ),
      ).toContain("does not keep");
  });
  it("is not offered to a steward whose tables have such rules", async () => {
    const csv = personsCsv((_d, _m, _c, r) => `p${r % 4}`);
    const refused = prepare(withPolicy({ ...suppress, counts: "persons" }, ofPersons(csv)), () => {});
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("smallCountRounding") });
  });
});

describe("policies that do not fit together", () => {
  const second = (policy: object, measures: string[], area: string[]) => (parts: SmallHub) => {
    (parts.dataset.tables as object[]).push({
      name: "second",
      title: { en: "Second" },
      dimensions: { area, period: ["year"], offence: ["all"] },
      measures,
      policy,
    });
  };
  it("are refused: two methods for one measure", async () => {
    const folder = withPolicy(suppress, second({ method: "smallCountRounding" }, ["OUT.01"], ["city"]));
    expect(await problemsOf(folder)).toMatch(/different policies[\s\S]*one method/);
  });
  it.each<[string, Record<string, unknown>]>([
    ["an unknown method", { method: "blur" }],
    ["an unknown key", { ...suppress, treshold: 5 }],
    ["a threshold that is no number", { ...suppress, threshold: "five" }],
    ["a share above one", { method: "cellKey", mostRecovered: 50 }],
    ["a fraction that is none", { method: "differentialPrivacy", rho: "1/0" }],
    ["no ρ at all", { method: "differentialPrivacy", rho: 0 }],
    ["an unknown way out", { ...suppress, onUnprotectable: "publish" }],
  ])("are refused: %s", async (_, policy) => {
    const error: unknown = await prepare(withPolicy(policy), () => {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "HUB_HAS_PROBLEMS" });
  });
  it("are refused: changes shown that are smaller than what is hidden", async () => {
    const folder = withPolicy(suppress, (parts) => {
      parts.dataset.protection = { finality: { minimumChange: 2 } };
    });
    expect(await problemsOf(folder)).toContain("changes smaller than 5");
  });
});
