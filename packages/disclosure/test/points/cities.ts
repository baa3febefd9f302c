import { fc } from "@fast-check/vitest";
import type { Address, LocatedRecord, MasterPoint, PointsPolicy, PointsProblem } from "@openbeat/disclosure";

/** Two layers that overlap without nesting, as beats and council districts do. */
export const policy: PointsPolicy = {
  minAddresses: 3,
  metric: { kind: "planar" },
  layers: [
    { code: "beat", areas: ["b1", "b2"] },
    { code: "district", areas: ["d1", "d2", "none"] },
  ],
  placed: ["noise", "theft"],
  sensitive: ["domestic"],
};

const place = {
  x: fc.integer({ min: 0, max: 30 }),
  y: fc.integer({ min: 0, max: 30 }),
  areas: fc.tuple(fc.constantFrom("b1", "b2"), fc.constantFrom("d1", "d2", "none")),
};

/** Small maps whose areas cut through everything, with ties, empty places, institutions and sensitive records. */
export const cities: fc.Arbitrary<PointsProblem> = fc.record({
  masterPoints: fc
    .array(fc.record(place), { maxLength: 24 })
    .map((places): MasterPoint[] => places.map((own, i) => ({ ...own, id: `p${(i * 7) % 24}` }))),
  addresses: fc
    .array(fc.record({ ...place, institution: fc.option(fc.constantFrom("hospital", "barracks"), { nil: null, freq: 4 }) }), {
      maxLength: 90,
    })
    .map((homes): Address[] => homes.map(({ institution, ...own }) => (institution === null ? own : { ...own, institution }))),
  records: fc.array(fc.record({ ...place, category: fc.constantFrom("noise", "theft", "domestic") }), {
    maxLength: 40,
  }) as fc.Arbitrary<LocatedRecord[]>,
});

/** A square city of about the size that is asked for, the same for the same seed. */
export function largeCity({ points, homes, records, seed }: { points: number; homes: number; records: number; seed: number }): {
  readonly problem: PointsProblem;
  readonly policy: PointsPolicy;
} {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const side = 10_000;
  const somewhere = () => {
    const [x, y] = [next() * side, next() * side];
    return { x, y, areas: [`b${Math.floor(x / 2_500)}${Math.floor(y / 2_500)}`, `d${Math.floor((x + y) / 4_000)}`] };
  };
  const list = (count: number) => Array.from({ length: count }, somewhere);
  const codes = (size: number) => Array.from({ length: size }, (_, i) => i);
  return {
    problem: {
      masterPoints: list(points).map((own, i) => ({ ...own, id: `p${i}` })),
      addresses: list(homes),
      records: list(records).map((own, i) => ({ ...own, category: i % 10 === 0 ? "domestic" : "noise" })),
    },
    policy: {
      ...policy,
      minAddresses: 8,
      layers: [
        { code: "beat", areas: codes(4).flatMap((x) => codes(4).map((y) => `b${x}${y}`)) },
        { code: "district", areas: codes(5).map((d) => `d${d}`) },
      ],
    },
  };
}
