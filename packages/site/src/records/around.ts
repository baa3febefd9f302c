import type { Hub } from "../data/hub.ts";

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
