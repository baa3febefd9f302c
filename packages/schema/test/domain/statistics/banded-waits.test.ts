import { fc, test } from "@fast-check/vitest";
import { endedWithin, kaplanMeier, type WaitBand, waitQuantile } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

const ended = (upTo: number | null, count: number | null): WaitBand => ({ upTo, ended: true, count });
const open = (upTo: number | null, count: number | null): WaitBand => ({ upTo, ended: false, count });
const waits = (...bands: WaitBand[]) => ({ total: bands.reduce((sum, { count }) => sum + (count ?? 0), 0), bands });

describe("waitQuantile(waits, share, by)", () => {
  it("is the end of the band by which the share has ended: what still waits counts as long as it was watched", () => {
    // Of 10: 4 within a day; one is last seen within 3 days, after the answers of that band. (6/10)(4/6) = 0.4 are left after 3 days.
    const known = waits(ended(1, 4), ended(3, 2), open(3, 1), ended(7, 2), open(null, 1));
    expect(waitQuantile(known, 0.5)).toMatchObject({ status: "reached", value: 3, ended: 6 });
    // 0.4 · (1/3) after 7 days: more than one in ten still wait.
    expect(waitQuantile(known, 0.9)).toEqual({ status: "not reached" });
  });

  it("does not need the bands beyond, and is not known where it needs one that is not", () => {
    const bands = [ended(1, 4), open(1, 0), ended(3, 3), open(3, 0), ended(7, null), open(7, null)];
    expect(waitQuantile({ total: 10, bands }, 0.5)).toMatchObject({ status: "reached", value: 3, interval: null });
    expect(waitQuantile({ total: 10, bands }, 0.9)).toEqual({ status: "unknown" });
    expect(waitQuantile({ total: 10, bands: [ended(1, null), ended(3, 10)] }, 0.5)).toEqual({ status: "unknown" });
  });

  it("is not reached where too many still wait, or ended beyond the last end", () => {
    expect(waitQuantile(waits(ended(1, 2), open(1, 3), open(3, 5)), 0.5)).toEqual({ status: "not reached" });
    expect(waitQuantile(waits(ended(1, 2), ended(null, 8)), 0.5)).toEqual({ status: "not reached" });
  });

  it("told by its beginning, never makes a time longer than it was", () => {
    const notice = waits(ended(0, 2), ended(3, 2), ended(7, 5), ended(null, 1));
    expect(waitQuantile(notice, 0.5, "beginning")).toMatchObject({ status: "reached", value: 3 });
    expect(waitQuantile(waits(ended(0, 6), ended(3, 2)), 0.5, "beginning")).toMatchObject({ value: 0 });
    expect(waitQuantile(waits(ended(0, 2), ended(3, 2), ended(null, 6)), 0.5, "beginning")).toMatchObject({ value: 3, interval: null });
  });

  it.each([0, 1, Number.NaN])("refuses the share %s, and bands that hold more than all", (share) => {
    expect(() => waitQuantile(waits(ended(1, 2)), share)).toThrow(RangeError);
    expect(() => waitQuantile({ total: 1, bands: [ended(1, 2)] }, 0.5)).toThrow(RangeError);
    expect(() => waitQuantile({ total: 0, bands: [] }, 0.5)).toThrow(RangeError);
  });
});

describe("endedWithin(waits, end)", () => {
  it("is the share that has ended by the end of a band", () => {
    const known = waits(ended(1, 4), open(1, 2), ended(3, 2), open(3, 1), ended(7, null));
    // 1 − (6/10)(2/4): the two last seen within a day are not at risk any more.
    expect(endedWithin({ ...known, total: 10 }, 3)).toMatchObject({ status: "reached", ended: 6 });
    expect((endedWithin({ ...known, total: 10 }, 3) as { value: number }).value).toBeCloseTo(0.7, 12);
    expect(endedWithin({ ...known, total: 10 }, 7)).toEqual({ status: "unknown" });
    expect(() => endedWithin(known, 2)).toThrow(RangeError);
  });

  it("is not reached where nobody was watched for so long", () => {
    expect(endedWithin(waits(ended(1, 4), open(1, 6), ended(3, 0)), 3)).toEqual({ status: "not reached" });
    expect(endedWithin(waits(ended(1, 10), ended(3, 0)), 3)).toMatchObject({ status: "reached", value: 1 });
  });
});

const ends = [1, 3, 7, 14];
const counts = fc.tuple(...ends.flatMap(() => [fc.nat({ max: 9 }), fc.nat({ max: 9 })]), fc.nat({ max: 9 }));
const banded = (numbers: readonly number[]) => [
  ...ends.flatMap((end, place) => [ended(end, numbers[2 * place] ?? 0), open(end, numbers[2 * place + 1] ?? 0)]),
  open(null, numbers.at(-1) ?? 0),
];

describe("figures of waits in bands", () => {
  test.prop([counts, fc.constantFrom(0.25, 0.5, 0.9)])(
    "are those of Kaplan and Meier, each wait at the end of its band",
    (numbers, share) => {
      const known = waits(...banded(numbers));
      fc.pre(known.total > 0);
      const curve = kaplanMeier(
        known.bands.flatMap(({ upTo, ended: answered, count }) =>
          Array.from({ length: count ?? 0 }, () => ({ days: upTo ?? 1000, answered })),
        ),
      );
      for (const end of ends) {
        const found = endedWithin(known, end);
        const { share: expected } = curve.answeredBy(end) ?? { share: null };
        if (found.status === "reached") expect(found.value).toBeCloseTo(expected ?? Number.NaN, 9);
        else expect(found.status).toBe("not reached");
      }
      const first = curve.steps.find(({ survival }) => survival <= 1 - share + 1e-9)?.days;
      expect(waitQuantile(known, share)).toMatchObject(
        first === undefined ? { status: "not reached" } : { status: "reached", value: first },
      );
    },
  );

  test.prop([counts, fc.nat({ max: 7 }), fc.constantFrom(0.25, 0.5, 0.9)])(
    "change for nobody who knows less: they stay, or are not known",
    (numbers, hidden, share) => {
      const known = waits(...banded(numbers));
      fc.pre(known.total > 0);
      const less = { ...known, bands: known.bands.map((band, place) => (place === hidden ? { ...band, count: null } : band)) };
      const [all, some] = [waitQuantile(known, share), waitQuantile(less, share)];
      if (some.status === "reached") expect(all).toMatchObject({ status: "reached", value: some.value, ended: some.ended });
      else expect(some.status).toBe("unknown");
      for (const end of ends) {
        const found = endedWithin(less, end);
        expect([{ status: "unknown" }, endedWithin(known, end)]).toContainEqual(found);
      }
    },
  );
});
