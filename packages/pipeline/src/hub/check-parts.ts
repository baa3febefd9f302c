import { type MeasureDefinition, type WaitOf, wholeOf } from "@openbeat/schema/domain";
import type { CodeEntry, CodeList } from "./code-list.ts";
import type { TableSpec } from "./dataset-schema.ts";

/** The codes of a category that stand for bands of time, under the code that a figure of waits is out of. */
export const bandsOf = (list: CodeList, { outOf }: Pick<WaitOf, "outOf">): readonly CodeEntry[] =>
  [...list.codes.values()].filter((entry) => entry.ended !== undefined && (outOf === undefined || isUnder(list, entry, outOf)));

const isUnder = (list: CodeList, { code }: CodeEntry, above: string) => {
  const level = list.codes.get(above)?.level;
  return level !== undefined && list.ancestor(code, level) === above;
};

/**
 * Checks a measure that is worked out from the counts of parts of its records (a share, a part, a figure of waits): it is worked out from published counts alone,
 * so the table must publish each of them, exactly.
 */
export function checkParts(
  name: string,
  measure: MeasureDefinition,
  { dimensions, policy }: TableSpec,
  lists: ReadonlyMap<string, CodeList>,
  wrong: (message: string) => void,
): void {
  const { code: own, shareOf, partOf, waitOf, representationOf } = measure;
  const parts = shareOf ?? partOf ?? waitOf ?? representationOf;
  if (parts === undefined) return;
  const { category } = parts;
  const levels = dimensions[category] ?? [];
  const list = lists.get(category);
  if (list === undefined || levels.length === 0) {
    wrong(`${name} has ${own} and lacks the category ${category}, of whose codes it is worked out.`);
    return;
  }
  const outOf = shareOf === undefined ? (waitOf ?? representationOf)?.outOf : wholeOf(shareOf, (code) => list.codes.has(code));
  if (representationOf !== undefined && !levels.includes(list.levels[0] ?? ""))
    wrong(`${name} has ${own} and does not list the finest level of ${category}, which are the groups it is of.`);
  if (representationOf === undefined && list.atLevel(levels.at(-1) ?? "").length !== 1)
    wrong(`${name} has ${own} and lacks the level of ${category} that holds all of it.`);
  for (const one of [shareOf?.code, partOf?.code, outOf])
    if (one !== undefined && !levels.includes(list.codes.get(one)?.level ?? ""))
      wrong(`${name} has ${own} and lacks the code ${one} of ${category}, at one of the levels that the table lists.`);
  if (waitOf !== undefined) checkBands(name, own, waitOf, levels, list, wrong);
  if (policy.method !== "none" && policy.method !== "suppress")
    wrong(
      `${name} has ${own}, which is made of parts. Counts that were changed do not make such figures: use suppress or none, or leave ${own} out.`,
    );
}

/** Bands must hold all that the figure is out of, once, at one level that the table lists. */
function checkBands(
  name: string,
  own: string,
  waitOf: WaitOf,
  levels: readonly string[],
  list: CodeList,
  wrong: (message: string) => void,
): void {
  const bands = bandsOf(list, waitOf);
  const level = bands[0]?.level;
  const told = `${name} has ${own}, a figure of times,`;
  if (level === undefined) {
    wrong(
      `${told} and no code of ${waitOf.category} says what band of time it stands for. Give its codes upTo and ended, or name a standard list.`,
    );
    return;
  }
  if (!levels.includes(level))
    wrong(`${told} and does not list the level ${level} of ${waitOf.category}, at which the bands of time stand.`);
  const inside = list.atLevel(level).filter((entry) => waitOf.outOf === undefined || isUnder(list, entry, waitOf.outOf));
  if (bands.length !== inside.length || bands.some((band) => band.level !== level))
    wrong(
      `${told} and not every code of ${waitOf.category} that it is out of says what band of time it stands for. Give each upTo and ended.`,
    );
  const { tell } = waitOf;
  if ("endedWithin" in tell && !bands.some(({ upTo }) => upTo === tell.endedWithin))
    wrong(`${told} and no band of ${waitOf.category} ends at ${tell.endedWithin}. Add one, or leave ${own} out.`);
}
