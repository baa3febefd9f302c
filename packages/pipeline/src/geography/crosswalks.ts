import type { LocalisedText } from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import type { CrosswalkSpec, HubSpec } from "../hub/hub-schema.ts";
import { type Geography, readMapped } from "./areas.ts";

/** How much of each area of a level lies in the areas of another level that cuts across it. */
export interface Crosswalk {
  readonly from: string;
  readonly to: string;
  /** What the shares are of: residents, addresses, land. */
  readonly basis: LocalisedText;
  /** By area of `from`: the share of it that lies in each area of `to` it touches, 0 where it touches it and nobody is there. The shares of an area add up to one. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const fileName = "hub.yaml";

/** Reads the shares of a crosswalk: every area of its first level must be there, whole. */
async function readOne(
  folder: string,
  hub: HubSpec,
  spec: CrosswalkSpec,
  geography: Geography,
): Promise<{ readonly crosswalk: Crosswalk; readonly problems: readonly Problem[] }> {
  const { from, to, file, select, basis } = spec;
  const problems: Problem[] = [];
  const wrong = (message: string, row?: number, column?: string) =>
    problems.push({
      ...{ code: "CROSSWALK_INVALID" as const, file, message },
      ...(row === undefined ? {} : { row }),
      ...(column === undefined ? {} : { column }),
    });
  const weights = new Map<string, Map<string, number>>();
  const missing = [from, to].find((level) => !geography.levels.some(({ code }) => code === level));
  if (missing !== undefined)
    problems.push({
      code: "HUB_INVALID",
      file: fileName,
      message: `A crosswalk names ${missing}, which is no level of the hub's geography.`,
    });
  else if (geography.chain(from).includes(to) || geography.chain(to).includes(from))
    problems.push({
      code: "HUB_INVALID",
      file: fileName,
      message: `A crosswalk is from ${from} to ${to}, and one nests in the other: figures add up there, and nothing is estimated.`,
    });
  if (problems.length > 0) return { crosswalk: { from, to, basis, shares: weights }, problems };
  const read = await readMapped(folder, file, select, hub.timezone, fileName);
  problems.push(...read.problems);
  for (const { row, values } of read.rows) {
    const isAt = (level: string, code: string | null | undefined) => geography.areas.get(code ?? "")?.level === level;
    if (!isAt(from, values.from_area)) wrong(`This is no area of ${from}.`, row, "from_area");
    if (!isAt(to, values.to_area)) wrong(`This is no area of ${to}.`, row, "to_area");
    const weight = Number(values.weight);
    if (values.weight == null || values.weight.trim() === "" || !Number.isFinite(weight) || weight < 0) {
      wrong("The weight is not a number ≥ 0.", row, "weight");
      continue;
    }
    const own = weights.get(values.from_area ?? "") ?? new Map<string, number>();
    weights.set(values.from_area ?? "", own);
    if (own.has(values.to_area ?? "")) wrong("The two areas stand in an earlier row. Add their weights up.", row);
    own.set(values.to_area ?? "", weight);
  }
  if (problems.length > 0) return { crosswalk: { from, to, basis, shares: weights }, problems };
  const shares = new Map<string, ReadonlyMap<string, number>>();
  for (const { code } of geography.atLevel(from)) {
    const own = weights.get(code) ?? new Map<string, number>();
    const whole = [...own.values()].reduce((sum, weight) => sum + weight, 0);
    if (whole === 0) wrong(`An area of ${from} has no weight. Every one must be there, with a weight above zero.`);
    shares.set(code, new Map([...own].map(([area, weight]) => [area, weight / whole])));
  }
  return { crosswalk: { from, to, basis, shares }, problems };
}

/** Reads every crosswalk that the hub names. */
export async function readCrosswalks(
  folder: string,
  hub: HubSpec,
  geography: Geography,
): Promise<{ readonly crosswalks: readonly Crosswalk[]; readonly problems: readonly Problem[] }> {
  const read = [];
  for (const spec of hub.geography.crosswalks) read.push(await readOne(folder, hub, spec, geography));
  return { crosswalks: read.map(({ crosswalk }) => crosswalk), problems: read.flatMap(({ problems }) => problems) };
}
