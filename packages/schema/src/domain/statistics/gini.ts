import { checkCount, checkNotNegative, checkPositive } from "./counts.ts";
import { betaQuantile } from "./incomplete-beta.ts";
import { type Interval, logNormalInterval, reachOf } from "./interval.ts";

/** Hours (or another amount) in an area, and who lives there. */
export interface AreaAmount {
  /** ≥ 0. */
  readonly amount: number;
  /** Above 0: an area without residents has no amount per resident. */
  readonly residents: number;
}

/** A point of the Lorenz curve: the residents with the least per head, and what share of the amount went to them. Shares from 0 to 1. */
export interface LorenzPoint {
  readonly residents: number;
  readonly amount: number;
}

/** How unevenly an amount is spread. */
export interface Concentration {
  /** 0 where every resident has the same, near 1 where one area has all; `null` where there is nothing to spread. */
  readonly gini: number | null;
  /** From (0, 0) to (1, 1), one point per area; empty where there is nothing to spread. */
  readonly lorenz: readonly LorenzPoint[];
}

/**
 * The Gini coefficient of an amount over areas, each weighted by its residents, and the Lorenz curve it comes from. Everybody in an area is taken to have
 * the area's mean, so it is a lower bound: what is uneven within areas is not seen.
 * @param areas In any order.
 * @throws {RangeError} If there is no area, or a number is missing or impossible.
 * @see Lerman & Yitzhaki (1989), Improving the accuracy of estimates of Gini coefficients, J. Econometrics 42(1).
 */
export function concentration(areas: readonly AreaAmount[]): Concentration {
  if (areas.length === 0) throw new RangeError("There are no areas.");
  for (const { amount, residents } of areas) {
    checkNotNegative(amount, "The amount of an area");
    checkPositive(residents, "The residents of an area");
  }
  const people = areas.reduce((sum, { residents }) => sum + residents, 0);
  const all = areas.reduce((sum, { amount }) => sum + amount, 0);
  checkPositive(people, "The sum of residents");
  checkNotNegative(all, "The sum of amounts");
  if (all === 0) return { gini: null, lorenz: [] };
  const ascending = areas.toSorted((one, other) => one.amount / one.residents - other.amount / other.residents);
  const lorenz: LorenzPoint[] = [{ residents: 0, amount: 0 }];
  let below = { residents: 0, amount: 0 };
  let twiceArea = 0;
  for (const [place, area] of ascending.entries()) {
    const last = place === ascending.length - 1;
    const next = { residents: last ? people : below.residents + area.residents, amount: last ? all : below.amount + area.amount };
    twiceArea += (area.residents / people) * ((below.amount + next.amount) / all);
    lorenz.push({ residents: next.residents / people, amount: next.amount / all });
    below = next;
  }
  return { gini: Math.min(1, Math.max(0, 1 - twiceArea)), lorenz };
}

/** Some people of all people. */
export interface Part {
  readonly group: number;
  readonly all: number;
}

/** How a group's share of those who came compares with its share of those who live there: 1 is the same share. */
export interface RepresentationRatio {
  readonly ratio: number;
  readonly interval: Interval;
}

/**
 * The representation ratio: (group share of attendees) / (group share of residents).
 *
 * The interval is log-normal, of the attendees' share alone: residents are a census, without error. With `residentsAreSample` theirs counts too (Katz).
 * Where nobody or everybody is of the group the logarithm has no error to go by; then the exact binomial interval is used.
 * @param attendees Whole numbers, `all` ≥ 1. Attendees are taken as independent: families and repeated visits make the true interval wider.
 * @param residents Whole numbers, `group` ≥ 1.
 * @throws {RangeError} If a number is missing or impossible, or a group larger than all.
 * @see Katz et al. (1978), Obtaining confidence intervals for the risk ratio in cohort studies, Biometrics 34(3).
 */
export function representationRatio(
  attendees: Part,
  residents: Part,
  { level = 0.95, residentsAreSample = false }: { readonly level?: number; readonly residentsAreSample?: boolean } = {},
): RepresentationRatio {
  for (const { group, all } of [attendees, residents]) {
    checkCount(group);
    checkCount(all);
    if (group > all || all === 0) throw new RangeError("A group is larger than all, or there is nobody.");
  }
  if (residents.group === 0) throw new RangeError("Nobody of the group lives there, so there is no share to compare with.");
  reachOf(level);
  const ofResidents = residents.group / residents.all;
  const ratio = attendees.group / attendees.all / ofResidents;
  if (attendees.group === 0 || attendees.group === attendees.all) return { ratio, interval: exact(attendees, ofResidents, level) };
  const variance = rest(attendees) + (residentsAreSample ? rest(residents) : 0);
  return { ratio, interval: logNormalInterval(ratio, Math.sqrt(variance), level) };
}

/** 1/group − 1/all, exactly 0 where they are the same. */
const rest = ({ group, all }: Part) => (all - group) / group / all;

/** Clopper and Pearson's. */
function exact({ group, all }: Part, ofResidents: number, level: number): Interval {
  const tail = (1 - level) / 2;
  const lower = group === 0 ? 0 : betaQuantile(tail, group, all - group + 1);
  const upper = group === all ? 1 : betaQuantile(1 - tail, group + 1, all - group);
  return { lower: lower / ofResidents, upper: upper / ofResidents, level };
}
