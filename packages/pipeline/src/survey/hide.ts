import type { SurveyPolicy } from "../hub/survey-schema.ts";
import { complements, type Relation } from "./complements.ts";
import type { Evidence } from "./evidence.ts";
import type { EarlierFigures } from "./told-figures.ts";

/** One kind of figure in every cell, and whether it is sensitive by itself; null where there is none. */
export type KindOfFigure = readonly ({ readonly evidence: Evidence; readonly isSensitive: boolean } | null)[];

/** What protecting a kind of figure rests on. */
export interface Protection {
  readonly names: readonly string[];
  readonly relations: readonly Relation[];
  readonly policy: SurveyPolicy;
  readonly earlier: EarlierFigures;
}

/**
 * Places of the cells of which a kind of figure may not be shown: because it tells of few people, or to protect those.
 * @param kinds Its name, and those of figures from which it follows: where an earlier release showed one of them, it is known.
 * @param also Places that are not shown for another reason.
 */
export function hiddenOf(
  kinds: readonly string[],
  figures: KindOfFigure,
  also: ReadonlySet<number>,
  { names, relations, policy, earlier }: Protection,
): { readonly primary: ReadonlySet<number>; readonly secondary: ReadonlySet<number> } {
  const told = names.map((name) => kinds.map((kind) => earlier(kind, name)));
  const isSensitive = figures.map((own, place) => own !== null && (own.isSensitive || told[place]?.[0] === "primary"));
  const isKept = figures.map(
    (own, place) => own !== null && isSensitive[place] !== true && (also.has(place) || told[place]?.[0] === "secondary"),
  );
  const added = complements({
    n: figures.map((own) => own?.evidence.n ?? 0),
    isShown: figures.map((own, place) => own?.evidence.isLarge === true && isSensitive[place] !== true && isKept[place] !== true),
    isSensitive,
    wasShown: (place) => told[place]?.includes("shown") === true,
    relations,
    roundedTo: policy.roundPercentTo,
    width: policy.width,
  });
  const where = (isIn: readonly boolean[]) => isIn.flatMap((one, place) => (one ? [place] : []));
  return { primary: new Set(where(isSensitive)), secondary: new Set([...where(isKept), ...added]) };
}
