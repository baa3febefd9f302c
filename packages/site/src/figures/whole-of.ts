import type { Area, Hub } from "../data/hub.ts";
import type { Row } from "../data/row.ts";

/** The area that an area is part of in the end: usually the city. */
export function wholeOf(hub: Hub, area: Area): Area {
  let whole = area;
  for (let up = area.parent; up !== null; up = whole.parent) {
    const parent = hub.areas.get(up);
    if (parent === undefined) break;
    whole = parent;
  }
  return whole;
}

/** The rows of areas that are part of a whole: no other is compared with it. */
export const partsOf = (hub: Hub, rows: readonly Row[], whole: Area): readonly Row[] =>
  rows.filter((row) => {
    const area = hub.areas.get(row.area);
    return area !== undefined && area.code !== whole.code && wholeOf(hub, area).code === whole.code;
  });
