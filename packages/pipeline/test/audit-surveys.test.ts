import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import { integrityOf } from "../src/audit/integrity.ts";
import type { PublicCell, PublicRelease } from "../src/audit/public-release.ts";
import { auditSurveys } from "../src/audit/survey-figures.ts";
import { publish } from "../src/publish.ts";
import { writeSmallSurvey } from "./support/small-survey.ts";

const embedded = databases.find(({ name }) => name.includes("PGlite"));

/** A release whose cells are changed. */
const changed = (release: PublicRelease, change: (cell: PublicCell, table: string) => PublicCell): PublicRelease => ({
  ...release,
  cells: new Map([...release.cells].map(([table, cells]) => [table, cells.map((cell) => change(cell, table))])),
});
/** Changes the first cell of which something holds. */
function once(wanted: (cell: PublicCell, table: string) => boolean, change: (cell: PublicCell) => PublicCell) {
  let done = false;
  return (cell: PublicCell, table: string): PublicCell => {
    if (done || !wanted(cell, table)) return cell;
    done = true;
    return change(cell);
  };
}
const lines = (...releases: readonly PublicRelease[]) => [...auditSurveys(releases)];
const isShown = ({ status }: PublicCell) => status === "AVAILABLE";
const hide = (cell: PublicCell): PublicCell => ({ ...cell, status: "SUPPRESSED", value: null, n: null, nEffective: null, interval: null });

describe("the audit of surveys", () => {
  let database: TestDatabase;
  let release: PublicRelease;

  beforeAll(async () => {
    if (embedded === undefined) throw new Error("There is no embedded database.");
    database = await embedded.create();
    const { published } = await publish(writeSmallSurvey(), {
      openStore: () => database.open("publisher"),
      now: () => new Date("2026-09-01T00:00:00Z"),
      progress: () => {},
    });
    const reader = await database.open("reader");
    release = await readFromStore(reader, published.version);
    await reader.close();
  });
  afterAll(() => database.drop());

  it("finds a release as it was promised, with the hashes of its tables", () => {
    const [finding, ...others] = lines(release);
    expect(others).toEqual([]);
    expect(finding?.holds).toBe(true);
    expect(finding?.line).toMatch(/^residents: estimates of a survey; [1-9]\d* figures checked; as promised\.$/);
    expect(integrityOf(release).wrong).toEqual([]);
  });

  it.each([
    ["a figure without its interval", once(isShown, (cell) => ({ ...cell, interval: null })), "without an interval"],
    ["a figure without its number of people", once(isShown, (cell) => ({ ...cell, n: null })), "without an interval or a number of people"],
    ["a number of people that is not rounded", once(isShown, (cell) => ({ ...cell, n: 43, nEffective: 40 })), "not rounded as promised"],
    ["a share that is not rounded", once(isShown, (cell) => ({ ...cell, value: (cell.value ?? 0) + 1 })), "not rounded as promised"],
    ["a base of few people", once(isShown, (cell) => ({ ...cell, n: 20, nEffective: 20 })), "of too few people"],
    ["more effective answers than people", once(isShown, (cell) => ({ ...cell, nEffective: (cell.n ?? 0) + 10 })), "of too few people"],
    [
      "a figure outside its interval",
      once(isShown, (cell) => ({ ...cell, interval: { lower: 99, upper: 99 } })),
      "outside its own interval",
    ],
  ])("finds %s", (_, change, words) => {
    const [finding] = lines(changed(release, change));
    expect(finding?.holds).toBe(false);
    expect(finding?.line).toContain(words);
    expect(finding?.line).toMatch(/BROKEN\.$/);
  });

  it("finds a figure that an earlier release hid, and none where the later one hides more", () => {
    const hidden = changed(release, once(isShown, hide));
    const bared = lines(hidden, release).filter(({ holds }) => !holds);
    expect(bared.map(({ line }) => line).join()).toMatch(/1 figure shown that an earlier release hid: BROKEN/);
    expect(
      lines(release, hidden)
        .map(({ line }) => line)
        .join(),
    ).not.toContain("an earlier release hid");
  });

  it("finds estimates of which the certificate says nothing", () => {
    const certificate = { ...(release.certificate as object), datasets: [] };
    expect(lines({ ...release, certificate })).toEqual([
      { line: "residents: the certificate says nothing of how these estimates were protected: BROKEN.", holds: false },
    ]);
  });
});
