import { epsilonOf } from "@openbeat/disclosure";
import type { MethodCertificate } from "@openbeat/schema/domain";
import { contradictions, sumsOf } from "./additivity.ts";
import type { MeasureGroup } from "./measure-group.ts";
import type { PublicRelease } from "./public-release.ts";

/** What was checked of a promise, and what does not hold: in words, without a figure. */
export interface Checked {
  readonly checked: string;
  readonly broken: readonly string[];
}

type Of<Method extends MethodCertificate["method"]> = Extract<MethodCertificate, { readonly method: Method }>;
const slack = 1e-6;
const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** How many sums along the hierarchies differ from their parts by more than is allowed to a sum of so many. */
function sumsOff(
  release: PublicRelease,
  group: MeasureGroup,
  { allowed = () => 0, within = false }: { readonly allowed?: (parts: number) => number; readonly within?: boolean } = {},
) {
  let [checked, off] = [0, 0];
  for (const { whole, parts } of sumsOf(release, group, (kind) => !within || kind !== "TIME")) {
    checked += 1;
    const sum = parts.reduce((all, part) => all + part, 0);
    if (Math.abs(whole - sum) > allowed(parts.length) + slack) off += 1;
  }
  return { checked, off };
}

const shownOf = ({ figures }: MeasureGroup) => figures.flatMap(({ value }) => (value === null ? [] : [value]));
const broken = (count: number, words: string) => (count === 0 ? [] : [`${plural(count, "figure")} ${words}`]);

function common(group: MeasureGroup): readonly string[] {
  return [
    ...broken(contradictions(group), "shown otherwise in another table"),
    ...broken(group.figures.filter(({ value }) => value === null).length, "hidden, which this method never does"),
  ];
}

/** Small counts are zero or the base, and everything adds up. */
export function checkSmallCountRounding(release: PublicRelease, group: MeasureGroup, { base }: Of<"smallCountRounding">): Checked {
  const { checked, off } = sumsOff(release, group);
  const small = shownOf(group).filter((value) => value > 0 && value < base);
  return {
    checked: `${plural(shownOf(group).length, "figure")} and ${plural(checked, "sum")}`,
    broken: [...broken(small.length, "above zero and below the base"), ...broken(off, "not the sum of their parts"), ...common(group)],
  };
}

/** Every figure is a multiple of the base, and everything adds up. */
export function checkControlledRounding(release: PublicRelease, group: MeasureGroup, { base }: Of<"controlledRounding">): Checked {
  const { checked, off } = sumsOff(release, group);
  const odd = shownOf(group).filter((value) => value < 0 || value % base !== 0);
  return {
    checked: `${plural(shownOf(group).length, "figure")} and ${plural(checked, "sum")}`,
    broken: [...broken(odd.length, "not a multiple of the base"), ...broken(off, "not the sum of their parts"), ...common(group)],
  };
}

/** No blocked count is shown, the same cell is the same everywhere, and no sum is further off than the noise of its parts allows. */
export function checkCellKey(release: PublicRelease, group: MeasureGroup, { most, blocked }: Of<"cellKey">): Checked {
  // A zero stays a zero and carries no noise; a part that is shown as zero may be a small count, with noise.
  const { checked, off } = sumsOff(release, group, { allowed: (parts) => most * (parts + 1) });
  let larger = 0;
  for (const { whole, parts } of sumsOf(release, group, () => true)) if (parts.some((part) => part > whole + 2 * most)) larger += 1;
  const shown = shownOf(group);
  const wrong = shown.filter((value) => !Number.isSafeInteger(value) || value < 0);
  return {
    checked: `${plural(shown.length, "figure")} and ${plural(checked, "sum")}`,
    broken: [
      ...broken(shown.filter((value) => value > 0 && value <= blocked).length, "among the blocked counts"),
      ...broken(wrong.length, "not a whole number from zero on"),
      ...broken(off, "further from the sum of their parts than the noise goes"),
      ...broken(larger, "smaller than a part of theirs by more than the noise goes"),
      ...common(group),
    ],
  };
}

/** Figures of one period add up, and the cost that is stated is at least what the noise costs. */
export function checkDifferentialPrivacy(release: PublicRelease, group: MeasureGroup, terms: Of<"differentialPrivacy">): Checked {
  const { checked, off } = sumsOff(release, group, { within: true });
  const { rho, epsilon, delta, contributions, variances, groupings, unit } = terms;
  const exact = (fraction: { readonly numerator: number; readonly denominator: number }) =>
    [BigInt(fraction.numerator), BigInt(fraction.denominator)] as const;
  // Gaussian noise of variance n/d costs Δ²·d / 2n, and costs add up.
  let [above, below] = [0n, 1n];
  for (const [n, d] of variances.map(exact)) {
    above = above * 2n * n + below * BigInt(contributions) ** 2n * d;
    below = below * 2n * n;
  }
  const [statedAbove, statedBelow] = exact(rho);
  const wrong = [
    ...(variances.length === groupings ? [] : ["the noise of some groupings is not stated"]),
    ...(above * statedBelow > statedAbove * below ? ["the noise costs more than is stated"] : []),
    ...(epsilon < epsilonOf(rho.numerator / rho.denominator, delta) * (1 - 1e-9) ? ["ε is stated lower than its cost comes to"] : []),
    ...(unit === "record" && contributions !== 1 ? ["a unit of one record is said to count more than once"] : []),
  ];
  return {
    checked: `${plural(shownOf(group).length, "figure")}, ${plural(checked, "sum")} within a period and the arithmetic of the budget`,
    broken: [...wrong, ...broken(off, "not the sum of their parts"), ...common(group)],
  };
}
