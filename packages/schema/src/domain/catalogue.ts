import { dialogue } from "./catalogue/dialogue.ts";
import { engagement } from "./catalogue/engagement.ts";
import { outcomes } from "./catalogue/outcomes.ts";
import { quality } from "./catalogue/quality.ts";
import { resources } from "./catalogue/resources.ts";
import { derivedMeasureCatalogue } from "./catalogue-derived.ts";
import type { MeasureDefinition } from "./measure.ts";

/** The measures a hub knows, by code. @see docs/measures.md */
export const measureCatalogue: readonly MeasureDefinition[] = [
  ...outcomes,
  ...engagement,
  ...dialogue,
  ...resources,
  ...quality,
  ...derivedMeasureCatalogue,
];

/** The definition of a measure, or `undefined` where the catalogue has none of that code. */
export const measureByCode = (code: string): MeasureDefinition | undefined => measureCatalogue.find((measure) => measure.code === code);

/** What the hub works out itself, and counts of what is due: chance moves neither. */
const notByChance = new Set([
  ...derivedMeasureCatalogue.map(({ code }) => code),
  ...measureCatalogue.flatMap(({ shareOf }) => (shareOf?.isFixed === true ? [shareOf.count] : [])),
]);

/**
 * Whether a measure counts events that come one by one, so that chance moves it as it moves a Poisson count. People who came together, hours, and how
 * things stand today are no such counts.
 */
export const countsEvents = ({ code, kind, sum, partOf }: MeasureDefinition): boolean =>
  kind === "COUNT" && sum === undefined && partOf === undefined && !notByChance.has(code);
