import type { Axis } from "./axes.ts";
import type { GroupOfRelease } from "./common-atoms.ts";
import type { Figure } from "./measure-group.ts";

/** Categories that some figures cross, and how finely these tell everything else apart. */
export interface Part {
  /** Dimensions whose leaves are told apart as they are, by their places. */
  readonly dimensions: ReadonlySet<number>;
  /** Of each other dimension, the codes by which its leaves are told apart. */
  readonly codes: ReadonlyMap<number, readonly string[]>;
}

/** A dimension of the atoms. */
export interface AtomDimension {
  readonly name: string;
  readonly isCategory: boolean;
  readonly axes: readonly Axis[];
}

/**
 * Which dimensions have to be told apart together. Categories that no figure crosses (themes in one table, responses in another) need not be: tables
 * ≥ 0 of each that add up to the same in every area and period, as finely as both are cut, always have a common table ≥ 0 of all, so attacking them side
 * by side says all that attacking their combinations would. Areas of a second line go with the categories that they are shown by. Several releases are not taken apart,
 * since what changed from one to the next is said of combinations.
 * @returns The parts, the one with the second line of areas first: it has all dimensions that are no categories as they are.
 * @see Lauritzen (1996), Graphical Models, ch. 4.4, for the common table of decomposable margins.
 */
export function partsOf(releases: readonly GroupOfRelease[], dimensions: readonly AtomDimension[], divided: number): readonly Part[] {
  const everything = [{ dimensions: new Set(dimensions.keys()), codes: new Map() }];
  const [only, ...later] = releases;
  if (only === undefined || later.length > 0 || dimensions[divided]?.isCategory !== false) return everything;
  const categories = [...dimensions.entries()].filter(([, { isCategory }]) => isCategory);
  const split = ({ codes }: Figure) =>
    categories.flatMap(
      ([
        place,
        {
          name,
          axes: [axis],
        },
      ]) => {
        const all = axis?.leavesOf(0, undefined).length ?? 0;
        return axis !== undefined && axis.leavesOf(0, codes.get(name)).length < all ? [place] : [];
      },
    );
  const { name, axes } = dimensions[divided] as AtomDimension;
  const [first, ...others] = axes;
  const isOfMain = ({ codes }: Figure) => others.length === 0 || (first?.leavesOf(0, codes.get(name)).length ?? 0) > 0;
  const partOf = new Map<number, number>();
  const rootOf = (place: number): number => {
    const above = partOf.get(place) ?? place;
    return above === place ? place : rootOf(above);
  };
  const join = (places: readonly number[]) => {
    for (const place of places) partOf.set(rootOf(place), rootOf(places[0] as number));
  };
  const ofSecondLines = new Set<number>();
  const all = [...only.group.figures, ...(only.listed ?? [])];
  for (const figure of all) {
    const places = split(figure);
    join(places);
    if (!isOfMain(figure)) for (const place of places) ofSecondLines.add(place);
  }
  join([...ofSecondLines]);
  const used = [...partOf.keys()];
  const parts = Map.groupBy(used, rootOf);
  const base = [...dimensions.entries()].flatMap(([place, { isCategory }]) => (isCategory ? [] : [place]));
  const [second] = ofSecondLines;
  const leading = second === undefined ? undefined : rootOf(second);
  const roots = [...parts.keys()].sort((a, b) => Number(b === leading) - Number(a === leading) || a - b);
  const main = { dimensions: new Set([...base, ...(parts.get(roots[0] ?? -1) ?? [])]), codes: new Map<number, readonly string[]>() };
  return [
    main,
    ...roots.slice(1).map((root) => {
      const own = all.filter((figure) => split(figure).some((place) => rootOf(place) === root));
      const codes = base.map((place) => {
        const used = own.flatMap((figure) => figure.codes.get(dimensions[place]?.name ?? "") ?? []);
        return [place, [...new Set(used)]] as const;
      });
      return { dimensions: new Set(parts.get(root)), codes: new Map(codes) };
    }),
  ];
}
