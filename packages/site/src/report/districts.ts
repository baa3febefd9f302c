import type { Area, Hub, Level } from "../data/hub.ts";
import { areApart, shareWithin } from "../map/overlap.ts";
import { aboveOf, withParts } from "../records/around.ts";

/** Less of an area's land than this is a border drawn twice, not a part. */
const sliver = 0.01;

/** How an area lies to the district of a report: in it, in it in part, or around it. */
export type Lie = "inside" | "in part" | "around";

/**
 * The level that reports are made for: council districts or wards; where a hub has none, the first level that divides the whole. Nothing
 * where there is no such level.
 */
export function reportLevel({ levels }: Pick<Hub, "levels">): Level | undefined {
  const council = levels.find(({ code }) => /council|ward/i.test(code));
  const top = levels.filter(({ parent }) => parent == null).map(({ code }) => code);
  return council ?? levels.find(({ parent, areaCount }) => parent != null && top.includes(parent.code) && areaCount > 1);
}

/** The districts that reports can be made for, in the order of the list of areas. */
export function reportDistricts(hub: Hub): readonly Area[] {
  const level = reportLevel(hub);
  return [...hub.areas.values()].filter((area) => area.level === level?.code);
}

// Every release and language has outlines of its own, and most are the same.
const shares = new Map<string, number>();
const texts = new WeakMap<Area, string>();
function outlineOf(area: Area): string {
  const text = texts.get(area) ?? JSON.stringify(area.boundary);
  texts.set(area, text);
  return text;
}
function shareOf(area: Area, district: Area): number {
  if (area.boundary === null || district.boundary === null || areApart(area.boundary, district.boundary)) return 0;
  const outlines = `${outlineOf(area)} ${outlineOf(district)}`;
  const share = shares.get(outlines) ?? shareWithin(area.boundary, district.boundary);
  shares.set(outlines, share);
  return share;
}

const known = new WeakMap<Area, ReadonlyMap<string, Lie>>();

/**
 * The areas that a report of a district tells of, by code, in the order of the list of areas: by what the hub says is part of what, else by the published
 * boundaries.
 */
export function liesOf(hub: Hub, district: Area): ReadonlyMap<string, Lie> {
  const found = known.get(district) ?? new Map([...liesToDistrict(hub, district)]);
  known.set(district, found);
  return found;
}

function* liesToDistrict(hub: Hub, district: Area): Generator<readonly [code: string, lie: Lie]> {
  const [parts, above] = [new Set(withParts(hub, district.code)), new Set(aboveOf(hub, district.code))];
  for (const area of hub.areas.values()) {
    if (parts.has(area.code)) yield [area.code, "inside"];
    else if (above.has(area.code)) yield [area.code, "around"];
    else if (area.level !== district.level) {
      const share = shareOf(area, district);
      if (share >= sliver) yield [area.code, share > 1 - sliver ? "inside" : "in part"];
    }
  }
}
