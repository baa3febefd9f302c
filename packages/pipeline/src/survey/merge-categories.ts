import { PipelineError } from "../errors.ts";
import type { Margin } from "./rake.ts";

/** A margin whose categories all have people and respondents. */
export interface MergedMargin {
  /** Group of each respondent, an index into `people`; its length where no category is stated. */
  readonly group: Int32Array;
  /** People of the population in each group: above 0. */
  readonly people: readonly number[];
  /** The category that gives each group its name. */
  readonly standsFor: readonly number[];
  /** Every category that gives no group its name, and the one it counts as; those that are empty on both sides are left out. */
  readonly collapsed: readonly { readonly category: number; readonly into: number }[];
}

/**
 * Merges categories with too few respondents into the neighbours that the margin names: the smallest first, and on, until each is large enough or
 * has no neighbour left.
 * @param margin Categories of the population and the respondents.
 * @param respondents How many the margin must list.
 * @param smallest Respondents that a category is to have. Without a neighbour, one with fewer stays, if it has any.
 * @throws {PipelineError} `MARGIN_EMPTY` or `MARGIN_WITHOUT_PEOPLE` where one side of a group is empty still; `ESTIMATE_INVALID` where the margin is
 * not well-formed.
 */
export function mergeCategories(margin: Margin, respondents: number, smallest: number): MergedMargin {
  checkMargin(margin, respondents);
  const groups = margin.targets.map((people, category): Group => ({ categories: [category], people, respondents: 0 }));
  for (const category of margin.category) if (category >= 0) (groups[category] as Group).respondents++;
  const groupOf = [...groups];
  const open = new Set(groups.filter(({ people, respondents: number }) => people > 0 || number > 0));
  for (;;) {
    const [next] = [...open]
      .filter((group) => group.respondents < Math.max(1, smallest))
      .sort((a, b) => a.respondents - b.respondents)
      .flatMap((group) => {
        const into = group.categories.map((category) => neighbourOf(margin, groupOf, group, category)).find((found) => found !== undefined);
        return into === undefined ? [] : [{ group, into }];
      });
    if (next === undefined) break;
    next.into.categories.push(...next.group.categories);
    next.into.people += next.group.people;
    next.into.respondents += next.group.respondents;
    for (const category of next.group.categories) groupOf[category] = next.into;
    open.delete(next.group);
    open.add(next.into);
  }
  const kept = [...open].sort((a, b) => nameOf(a) - nameOf(b));
  for (const { people, respondents: number } of kept) {
    if (number === 0) throw new PipelineError("MARGIN_EMPTY", `Margin ${margin.name}: ${emptyMessage}`);
    if (!(people > 0)) throw new PipelineError("MARGIN_WITHOUT_PEOPLE", `Margin ${margin.name}: ${withoutPeopleMessage}`);
  }
  const place = new Map(kept.map((group, at) => [group, at]));
  const groupAt = Int32Array.from(groupOf, (group) => place.get(group) ?? -1);
  return {
    group: margin.category.map((category) => (category < 0 ? kept.length : (groupAt[category] as number))),
    people: kept.map(({ people }) => people),
    standsFor: kept.map(nameOf),
    collapsed: groupOf.flatMap((group, category) =>
      place.has(group) && nameOf(group) !== category ? [{ category, into: nameOf(group) }] : [],
    ),
  };
}

interface Group {
  /** The first gives the group its name. */
  readonly categories: number[];
  people: number;
  respondents: number;
}

const nameOf = ({ categories }: Group) => categories[0] as number;

const emptyMessage =
  "a category has people in the population, no respondent, and no neighbour to be merged into. Name one, or leave the margin out.";
const withoutPeopleMessage =
  "people answered who are in a category that has nobody in the population. Check that the codes of both mean the same, or name a neighbour.";

function neighbourOf({ neighbour }: Margin, groupOf: readonly Group[], group: Group, category: number): Group | undefined {
  const other = neighbour[category];
  const found = other === null || other === undefined ? undefined : groupOf[other];
  return found === group ? undefined : found;
}

function checkMargin({ category, targets, neighbour }: Margin, respondents: number): void {
  const known = (index: number) => Number.isSafeInteger(index) && index >= 0 && index < targets.length;
  if (
    !(
      category.length === respondents &&
      neighbour.length === targets.length &&
      targets.every((people) => people >= 0 && people < Infinity) &&
      targets.some((people) => people > 0) &&
      neighbour.every((other, own) => other === null || (known(other) && other !== own)) &&
      category.every((index) => index === -1 || known(index))
    )
  )
    throw new PipelineError("ESTIMATE_INVALID", "A margin's categories, targets, neighbours and respondents do not fit one another.");
}
