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

/**
 * The areas of the same level whose numbers of residents are nearest to an area's own, in the order of the list of areas: they are not
 * ranked. None where the level has too few to choose from, or the number is not known.
 */
export function similarAreas(hub: Pick<Hub, "areas">, area: Area, most = 3): readonly Area[] {
  const own = residentsOf(area)?.residents;
  const others = [...hub.areas.values()].filter((other) => other.level === area.level && other.code !== area.code);
  if (own === undefined) return [];
  const known = others.flatMap((other) => {
    const residents = residentsOf(other)?.residents;
    return residents === undefined ? [] : [{ other, apart: Math.abs(residents - own) }];
  });
  if (known.length <= most) return [];
  const nearest = new Set(
    known
      .toSorted((a, b) => a.apart - b.apart)
      .slice(0, most)
      .map(({ other }) => other.code),
  );
  return others.filter(({ code }) => nearest.has(code));
}
