import { type Prepared, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { type SmallHub, smallRecords, writeSmallHub } from "./support/small-hub.ts";

type Counts = (district: number, month: number, category: number) => number;
const plenty: Counts = (district, month, category) => 20 + 7 * district + 3 * month + 2 * category;
/** District 2 has no arson in March. */
const none: Counts = (district, month, category) =>
  district === 2 && month === 2 && category === 1 ? 0 : plenty(district, month, category);

/** The small hub with other counts, up to a month (0 is January), and a rule for zeros. */
const hubWith =
  (counts: Counts, zeros: string, lastMonth = 2, more: (parts: SmallHub) => void = () => {}) =>
  (parts: SmallHub) => {
    parts.files["incidents/2026.csv"] = smallRecords((district, month, category) =>
      month <= lastMonth ? counts(district, month, category) : 0,
    );
    parts.dataset.coverage = { from: "2026-01-01", to: ["2026-01-31", "2026-02-28", "2026-03-31"][lastMonth] };
    for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { method: "suppress", threshold: 5, width: 5, zeros };
    more(parts);
  };

/** Makes a release after others, without a database. */
async function releaseAfter(past: readonly Prepared[], change: (parts: SmallHub) => void): Promise<Prepared> {
  const releases = past.map(({ history }, at) => ({
    version: `1.${at}.0`,
    datasets: new Map(history.map((dataset) => [dataset.dataset, dataset])),
  }));
  return prepare(writeSmallHub(change), () => {}, releases);
}

const cellsOf = ({ content }: Prepared) =>
  content.datasets.slice(0, 1).flatMap(({ tables }) => tables.flatMap(({ observations }) => [...observations()]));
const find = (prepared: Prepared, area: string, period: string, code: string, measure = 0) =>
  cellsOf(prepared).find((cell) => cell.area === area && cell.period === period && cell.codes[0] === code && cell.measure === measure);

describe("a policy with zeros: sensitive", () => {
  it("hides a zero with its rate and enough others, and shows no count below the threshold", async () => {
    const release = await releaseAfter([], hubWith(none, "sensitive"));
    expect(find(release, "2", "2026-03", "ARSON")).toMatchObject({ status: "SUPPRESSED", value: null });
    expect(find(release, "2", "2026-03", "ARSON", 1)).toMatchObject({ status: "SUPPRESSED", value: null });
    expect(cellsOf(release).every(({ value, measure }) => measure !== 0 || value === null || value >= 5)).toBe(true);
    expect(cellsOf(release).filter(({ status, measure }) => status === "SUPPRESSED" && measure === 0).length).toBeGreaterThanOrEqual(4);
    const safe = await releaseAfter([], hubWith(none, "safe"));
    expect(find(safe, "2", "2026-03", "ARSON")).toMatchObject({ status: "AVAILABLE", value: 0 });
  });

  it("hides zeros of what no record has, with its totals: a category that nobody ever fell into is not told", async () => {
    const withFraud = (parts: SmallHub) => {
      const { offence } = parts.dataset.codes as { offence: { codes: object[] } };
      offence.codes.push({ code: "FRAUD", level: "category", parent: "ALL", label: { en: "Fraud" } });
    };
    const release = await releaseAfter([], hubWith(plenty, "sensitive", 2, withFraud));
    const fraud = cellsOf(release).filter(({ codes }) => codes[0] === "FRAUD");
    expect(fraud.length).toBeGreaterThan(5);
    expect(fraud.every(({ status }) => status === "SUPPRESSED")).toBe(true);
    expect(find(release, "S", "2026-Q1", "ALL")?.status).toBe("AVAILABLE");
  });

  it("refuses areas that overlap without nesting where one of them holds nothing: it is not known where that one lies", async () => {
    const withWards = (wards: readonly string[]) => (parts: SmallHub) => {
      const { levels } = parts.hub.geography as { levels: object[] };
      const areas = wards.map((code) => ({ code, name: { en: code } }));
      levels.push({ code: "ward", name: { en: "Ward" }, plural: { en: "Wards" }, parent: "city", areas });
      parts.dataset.select = `${String(parts.dataset.select)}, CASE WHEN incident::INTEGER % 2 = 0 THEN 'A' ELSE 'B' END AS ward`;
      const tables = parts.dataset.tables as { name: string; dimensions: object; measures: string[]; policy: object }[];
      const [first] = tables;
      if (first !== undefined)
        tables.push({ ...first, name: "wards", measures: ["OUT.01"], dimensions: { ...first.dimensions, area: ["ward"] } });
    };
    const dense: Counts = (...place) => 3 * plenty(...place);
    const known = await releaseAfter([], hubWith(dense, "sensitive", 2, withWards(["A", "B"])));
    expect(cellsOf(known).some(({ status }) => status === "AVAILABLE")).toBe(true);
    await expect(releaseAfter([], hubWith(dense, "sensitive", 2, withWards(["A", "B", "C"])))).rejects.toMatchObject({
      code: "UNPROTECTABLE",
      message: expect.stringContaining("no record ever fell into it"),
    });
  });

  it("tells the public that a hidden count may be zero", async () => {
    const { content } = await releaseAfter([], hubWith(none, "sensitive"));
    const [policy] = content.datasets.flatMap(({ tables }) => tables.map((table) => table.policy));
    expect(policy).toMatchObject({ zeros: "sensitive", explanation: { en: expect.stringContaining("may be zero") } });
    const safe = await releaseAfter([], hubWith(none, "safe"));
    expect(safe.content.datasets[0]?.tables[0]?.policy).not.toHaveProperty("zeros");
  });

  it.each(["smallCountRounding", "cellKey"])("is refused with %s as the way out, which shows zeros", async (method) => {
    const change = hubWith(none, "sensitive", 2, (parts) => {
      for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { ...table.policy, onUnprotectable: { method } };
    });
    const error: unknown = await releaseAfter([], change).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problems: [{ message: expect.stringContaining("which shows them") }] });
  });

  it("is refused beside empty combinations that are public: what everybody knows cannot be hidden", async () => {
    const change = hubWith(none, "sensitive", 2, (parts) => {
      for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { ...table.policy, emptyCombinations: "public" };
    });
    const error: unknown = await releaseAfter([], change).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problems: [{ message: expect.stringContaining("Change zeros or emptyCombinations") }] });
  });
});

describe("a policy with emptyCombinations: public", () => {
  it("is told to the public and to the certificate, and not where combinations are unknown", async () => {
    const released = await releaseAfter(
      [],
      hubWith(plenty, "safe", 2, (parts) => {
        for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { ...table.policy, emptyCombinations: "public" };
      }),
    );
    const [dataset] = released.content.datasets;
    expect(dataset?.tables[0]?.policy).toMatchObject({
      emptyCombinations: "public",
      explanation: { en: expect.stringContaining("whether anything was counted there") },
    });
    expect(JSON.stringify(released.content.certificate)).toContain('"emptyCombinations":"public"');
    const unknown = await releaseAfter([], hubWith(plenty, "safe"));
    expect(unknown.content.datasets[0]?.tables[0]?.policy).not.toHaveProperty("emptyCombinations");
  });
});

describe("earlier releases and sensitive zeros", () => {
  const noneInFebruary: Counts = (district, month, category) =>
    district === 2 && month === 1 && category === 1 ? 0 : plenty(district, month, category);

  it("keep a zero hidden, and what hides it, when months are added", async () => {
    const first = await releaseAfter([], hubWith(noneInFebruary, "sensitive", 1));
    const second = await releaseAfter([first], hubWith(noneInFebruary, "sensitive", 2));
    expect(find(first, "2", "2026-02", "ARSON")?.status).toBe("SUPPRESSED");
    for (const { area, period, codes, measure, value } of cellsOf(first))
      if (!period.includes("Q")) expect(find(second, area, period, codes[0] ?? "", measure)?.value, `${area} ${period}`).toBe(value);
  });

  it("take a zero that becomes three for a small change, which waits", async () => {
    const first = await releaseAfter([], hubWith(noneInFebruary, "sensitive", 1));
    const late: Counts = (district, month, category) =>
      noneInFebruary(district, month, category) + (district === 2 && month === 1 && category === 1 ? 3 : 0);
    const second = await releaseAfter([first], hubWith(late, "sensitive", 2));
    expect(second.datasets[0]?.held).toEqual(["2026-02"]);
    expect(find(second, "2", "2026-02", "ARSON")?.status).toBe("SUPPRESSED");
    expect(find(second, "S", "2026-02", "ALL")?.value).toBe(find(first, "S", "2026-02", "ALL")?.value);
  });

  it("hide what became zero by a change that is large enough", async () => {
    const first = await releaseAfter([], hubWith(plenty, "sensitive", 1));
    const second = await releaseAfter([first], hubWith(noneInFebruary, "sensitive", 2)).catch((error: unknown) => error);
    if (second instanceof Error) expect(second).toMatchObject({ code: "UNPROTECTABLE" });
    else expect(find(second as Prepared, "2", "2026-02", "ARSON")?.status).toBe("SUPPRESSED");
  });

  it("refuse to hide zeros that one of them shows", async () => {
    const first = await releaseAfter([], hubWith(noneInFebruary, "safe", 1));
    await expect(releaseAfter([first], hubWith(noneInFebruary, "sensitive", 2))).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });

  it("refuse to show zeros that one of them hides", async () => {
    const first = await releaseAfter([], hubWith(noneInFebruary, "sensitive", 1));
    await expect(releaseAfter([first], hubWith(noneInFebruary, "safe", 2))).rejects.toMatchObject({
      code: "HISTORY_UNUSABLE",
      message: expect.stringContaining("hides zeros"),
    });
  });
});
