import { describe, expect, it } from "vitest";
import type { Area, Hub } from "../../src/data/hub.ts";
import type { Commitment, Contact } from "../../src/data/records.ts";
import type { Edition } from "../../src/edition.ts";
import { handoutOf } from "../../src/report/handout.ts";
import { wordsOf } from "../../src/words/words.ts";

const area = (code: string, level: string): Area => ({
  code,
  name: code,
  level,
  parent: "city",
  children: [],
  populations: [],
  boundary: null,
});
const city: Area = { ...area("city", "city"), parent: null, children: ["B1", "W1"] };
const [beat, ward] = [area("B1", "beat"), area("W1", "ward")];
const level = (code: string, parent: string | null) =>
  ({ code, parent: parent === null ? null : { code: parent } }) as Hub["levels"][number];

const handout = (of: Area, commitments: readonly Commitment[], contacts: readonly Contact[] = []) =>
  handoutOf(
    {
      ...{ words: wordsOf("en"), language: "en" },
      hub: {
        ...{
          publishedAt: "2026-05-20T12:00:00Z",
          hub: { timezone: "America/Chicago" },
          datasets: [],
          tables: [],
          surveys: [],
          measures: [],
        },
        levels: [level("city", null), level("beat", "city"), level("ward", "city")],
        areas: new Map([city, beat, ward].map((one) => [one.code, one])),
        records: { activities: [], priorities: [], problems: [], commitments, contacts },
      },
    } as unknown as Edition,
    of,
  );
const commitment = (code: string, status: Commitment["status"], statusOn: string, length = 10, where = "B1"): Commitment =>
  ({
    code,
    status,
    statusOn,
    due: "2026-12-31",
    youSaid: "x".repeat(length),
    weWill: "",
    whatChanged: null,
    area: { code: where },
  }) as Commitment;
const contact = (code: string, until: string | null = null): Contact => ({ code, area: { code }, until }) as Contact;
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);

describe("handoutOf(edition, area)", () => {
  it("has the three promises that something became of last, kept or not, and open ones only where there is room", () => {
    const own = [
      commitment("open", "OPEN", "2026-05-01"),
      commitment("old", "KEPT", "2025-01-01"),
      commitment("broken", "NOT_KEPT", "2026-04-01"),
      commitment("kept", "KEPT", "2026-03-01"),
    ];
    expect(codes(handout(beat, own).promises)).toEqual(["broken", "kept", "old"]);
    expect(codes(handout(beat, own.slice(0, 2)).promises)).toEqual(["old", "open"]);
  });
  it("has the area's own promises before those of the whole, and what is overdue before what was settled", () => {
    const own = [
      commitment("of the city", "KEPT", "2026-05-01", 10, "city"),
      commitment("open", "OPEN", "2026-05-02"),
      commitment("kept", "KEPT", "2026-03-01"),
      { ...commitment("overdue", "OPEN", "2026-01-01"), due: "2026-05-01" },
    ];
    expect(codes(handout(beat, own).promises)).toEqual(["overdue", "kept", "open"]);
    expect(codes(handout(beat, own.slice(0, 2)).promises)).toEqual(["open", "of the city"]);
  });
  it("leaves out promises that are too long for the sheet together with those before them", () => {
    const own = [
      commitment("first", "KEPT", "2026-03-03", 500),
      commitment("long", "KEPT", "2026-03-02", 400),
      commitment("short", "KEPT", "2026-03-01", 300),
    ];
    expect(codes(handout(beat, own).promises)).toEqual(["first", "short"]);
  });
  it("tells of an area, its parts and what it lies in, and of nothing else", () => {
    const own = [commitment("of the city", "KEPT", "2026-03-02", 10, "city"), commitment("of the ward", "KEPT", "2026-03-01", 10, "W1")];
    expect(codes(handout(beat, own).promises)).toEqual(["of the city"]);
    expect(codes(handout(ward, own).promises)).toEqual(["of the ward", "of the city"]);
  });
  it("names no team that is gone, and one on its last day", () => {
    expect(codes(handout(ward, [], [contact("W1", "2026-05-19"), contact("city")]).contacts)).toEqual(["city"]);
    expect(codes(handout(ward, [], [contact("W1", "2026-05-20"), contact("city")]).contacts)).toEqual(["W1", "city"]);
  });
});
