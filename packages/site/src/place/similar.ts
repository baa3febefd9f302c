import type { Area, Hub } from "../data/hub.ts";

type Population = Area["populations"][number];
const newest = new WeakMap<Area, Population | "none">();

/** The newest number of residents of an area. Found once for each: the page of every area compares it with all others. */
export function residentsOf(area: Area): Population | undefined {
  const known =
    newest.get(area) ?? area.populations.filter(({ group }) => group === "all").toSorted((a, b) => b.year - a.year)[0] ?? "none";
  newest.set(area, known);
  return known === "none" ? undefined : known;
}

interface Placed {
  readonly area: Area;
  readonly residents: number;
  /** Where it stands in the list of areas. */
  readonly place: number;
}
const ordered = new WeakMap<Hub["areas"], Map<string, readonly Placed[]>>();

/** The areas of a level whose residents are known, by how many these are. Put in order once: the page of each looks among all of them. */
function byResidents(areas: Hub["areas"], level: string): readonly Placed[] {
  const ofHub = ordered.get(areas) ?? new Map<string, readonly Placed[]>();
  ordered.set(areas, ofHub);
  const found =
    ofHub.get(level) ??
    [...areas.values()]
      .flatMap((area, place): readonly Placed[] => {
        const residents = area.level === level ? residentsOf(area)?.residents : undefined;
        return residents === undefined ? [] : [{ area, residents, place }];
      })
      .toSorted((a, b) => a.residents - b.residents);
  ofHub.set(level, found);
  return found;
}

/**
 * The areas of the same level whose numbers of residents are nearest to an area's own, in the order of the list of areas: they are not
 * ranked. None where the level has too few to choose from, or the number is not known.
 */
export function similarAreas({ areas }: Pick<Hub, "areas">, area: Area, most = 3): readonly Area[] {
  const all = byResidents(areas, area.level);
  const at = all.findIndex((one) => one.area.code === area.code);
  const own = all[at]?.residents;
  if (own === undefined || all.length - 1 <= most) return [];
  const apart = (index: number) => Math.abs((all[index]?.residents ?? Number.POSITIVE_INFINITY) - own);
  let [first, last] = [at, at];
  while (last - first < most) {
    if (apart(first - 1) <= apart(last + 1)) first -= 1;
    else last += 1;
  }
  return all
    .slice(first, last + 1)
    .filter((one) => one.area.code !== area.code)
    .toSorted((a, b) => a.place - b.place)
    .map((one) => one.area);
}
