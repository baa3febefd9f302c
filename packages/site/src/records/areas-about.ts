import type { Hub } from "../data/hub.ts";
import { liesOf, reportLevel } from "../report/districts.ts";
import { aboveOf, withParts } from "./around.ts";

const known = new WeakMap<Hub, Map<string, ReadonlySet<string>>>();

/**
 * The codes of the areas whose records are about an area: its own, those of all in it, and of all that it lies in, as the schema's argument `area` has
 * it. About a district that reports are made for are also those of the areas that it cuts.
 */
export function areasAbout(hub: Hub, code: string): ReadonlySet<string> {
  const ofHub = known.get(hub) ?? new Map<string, ReadonlySet<string>>();
  known.set(hub, ofHub);
  const area = hub.areas.get(code);
  const found =
    ofHub.get(code) ??
    new Set(
      area !== undefined && area.level === reportLevel(hub)?.code
        ? liesOf(hub, area).keys()
        : [...withParts(hub, code), ...aboveOf(hub, code)],
    );
  ofHub.set(code, found);
  return found;
}
