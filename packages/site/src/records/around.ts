import type { Hub } from "../data/hub.ts";

const known = new WeakMap<Hub, Map<string, ReadonlySet<string>>>();

/**
 * The codes of an area, of all in it, and of all that it lies in: a record about any of them is about it, as the schema's argument `area`
 * has it.
 */
export function around(hub: Hub, area: string): ReadonlySet<string> {
  const ofHub = known.get(hub) ?? new Map<string, ReadonlySet<string>>();
  known.set(hub, ofHub);
  const found = ofHub.get(area) ?? new Set([...withParts(hub, area), ...aboveOf(hub, area)]);
  ofHub.set(area, found);
  return found;
}

/** The codes of an area and of all in it. */
export const withParts = (hub: Hub, area: string): readonly string[] => [
  area,
  ...(hub.areas.get(area)?.children ?? []).flatMap((child) => withParts(hub, child)),
];

/** The codes of the areas that an area lies in, the nearest first. */
export function aboveOf(hub: Hub, area: string): readonly string[] {
  const up = hub.areas.get(area)?.parent ?? null;
  return up === null ? [] : [up, ...aboveOf(hub, up)];
}
