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
