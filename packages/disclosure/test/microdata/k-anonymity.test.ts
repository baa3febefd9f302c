import { fc, test } from "@fast-check/vitest";
import { type AnonymityTerms, kAnonymity, type ListedRecord } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";

const person = (age: string, beat: string | null, topic: string | null): ListedRecord => ({ age, beat, topic });
const list = [
  person("20-29", "b1", "noise"),
  person("20-29", "b1", "noise"),
  person("20-29", "b1", "noise"),
  person("30-39", "b2", "noise"),
  person("30-39", "b2", "drugs"),
  person("40-49", null, "noise"),
];
const fields = ["age", "beat"];
const lists = fc.array(
  fc.record({
    age: fc.nat({ max: 2 }),
    beat: fc.constantFrom("b1", "b2", null),
    topic: fc.constantFrom("noise", "drugs", "traffic", null),
  }),
  { maxLength: 40 },
);
const sizes = (classes: readonly { readonly size: number }[] | null) => (classes ?? []).map(({ size }) => size).sort((a, b) => a - b);

describe("kAnonymity(records, quasiIdentifiers, terms)", () => {
  it("names the classes that are too small by their number and size", () => {
    expect(kAnonymity(list, fields, { k: 3 })).toEqual({
      records: 6,
      classes: 3,
      smallest: 1,
      belowK: [
        { number: 1, size: 2 },
        { number: 2, size: 1 },
      ],
      belowL: null,
      passes: false,
    });
  });
  it("names the classes in which everyone has the same, however large they are", () => {
    expect(kAnonymity(list.slice(0, 5), fields, { k: 2, sensitive: "topic", l: 2 })).toMatchObject({
      belowK: [],
      belowL: [{ number: 0, size: 3 }],
      passes: false,
    });
  });
  it("does not count what is not known as one more value", () => {
    const two = [person("20-29", "b1", "noise"), person("20-29", "b1", null)];
    expect(kAnonymity(two, fields, { k: 2, sensitive: "topic", l: 2 }).belowL).toEqual([{ number: 0, size: 2 }]);
  });
  it("tells a text from a number, and one field from the next", () => {
    expect(kAnonymity([{ a: 1 }, { a: "1" }], ["a"], { k: 2 }).classes).toBe(2);
    expect(
      kAnonymity(
        [
          { a: "x,y", b: "z" },
          { a: "x", b: "y,z" },
        ],
        ["a", "b"],
        { k: 2 },
      ).classes,
    ).toBe(2);
  });
  it("finds nothing to object to in an empty list", () => {
    expect(kAnonymity([], fields, { k: 5 })).toMatchObject({ classes: 0, smallest: null, passes: true });
  });
  test.prop([lists, fc.integer({ min: 2, max: 6 })])("passes exactly where each record looks like k − 1 others", (records, k) => {
    const alike = records.map((own) => records.filter((other) => other.age === own.age && other.beat === own.beat).length);
    expect(kAnonymity(records, fields, { k }).passes).toBe(alike.every((count) => count >= k));
  });
  test.prop([lists, fc.integer({ min: 2, max: 4 })])("passes exactly where those who look alike have l values", (records, l) => {
    const values = records.map((own) => {
      const alike = records.filter((other) => other.age === own.age && other.beat === own.beat);
      return new Set(alike.map(({ topic }) => topic).filter((topic) => topic !== null)).size;
    });
    const { belowL } = kAnonymity(records, fields, { k: 2, sensitive: "topic", l });
    expect(belowL?.length === 0).toBe(values.every((count) => count >= l));
  });
  test.prop([lists, fc.integer({ min: 2, max: 6 })])(
    "finds classes of the same sizes whatever the order of the records and the fields",
    (records, k) => {
      const terms = { k, sensitive: "topic", l: 2 };
      const one = kAnonymity(records, fields, terms);
      const other = kAnonymity([...records].reverse(), [...fields].reverse(), terms);
      expect(sizes(other.belowK)).toEqual(sizes(one.belowK));
      expect(sizes(other.belowL)).toEqual(sizes(one.belowL));
    },
  );
  test.prop([lists, fc.integer({ min: 2, max: 6 })])("objects to no fewer classes when k, l or what a reader knows grows", (records, k) => {
    const lax = kAnonymity(records, ["age"], { k, sensitive: "topic", l: 2 });
    const strict = kAnonymity(records, ["age"], { k: k + 1, sensitive: "topic", l: 3 });
    const numbers = (classes: typeof lax.belowL) => (classes ?? []).map(({ number }) => number);
    expect(numbers(strict.belowK)).toEqual(expect.arrayContaining(numbers(lax.belowK)));
    expect(numbers(strict.belowL)).toEqual(expect.arrayContaining(numbers(lax.belowL)));
    if (!lax.passes) expect(kAnonymity(records, fields, { k, sensitive: "topic", l: 2 }).passes).toBe(false);
  });
  test.prop([lists])("never repeats a value, in a report or a refusal", (records) => {
    const marked = records.map((own) => ({ ...own, beat: `secret ${own.beat}`, topic: `secret ${own.topic}` }));
    expect(JSON.stringify(kAnonymity(marked, fields, { k: 5, sensitive: "topic", l: 3 }))).not.toContain("secret");
    const broken = [...marked, { age: "secret", topic: "secret" }];
    expect(() => kAnonymity(broken, fields, { k: 5 })).toThrow(expect.objectContaining({ code: "RECORDS_INVALID" }));
    expect(() => kAnonymity(broken, fields, { k: 5 })).not.toThrow(/secret/);
  });
  it.each([
    [{ k: 1 }, fields],
    [{ k: Number.NaN }, fields],
    [{}, fields],
    [{ k: 5, sensitive: "topic" }, fields],
    [{ k: 5, l: 2 }, fields],
    [{ k: 5, sensitive: "topic", l: 1 }, fields],
    [{ k: 5, sensitive: "age", l: 2 }, fields],
    [{ k: 5 }, []],
    [{ k: 5 }, ["age", "age"]],
  ])("refuses the terms %j with the fields %j", (terms, known) => {
    expect(() => kAnonymity(list, known, terms as AnonymityTerms)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
  it.each([[undefined], [Number.NaN], [{}], [new Date(0)]])("refuses a record whose field is %s", (beat) => {
    const broken = [{ age: 1, beat, topic: "noise" }] as unknown as ListedRecord[];
    expect(() => kAnonymity(broken, fields, { k: 2 })).toThrow(expect.objectContaining({ code: "RECORDS_INVALID" }));
  });
});
