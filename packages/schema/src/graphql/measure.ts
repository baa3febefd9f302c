import { fileName } from "../domain/index.ts";
import { catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { DirectionRef, MeasureKindRef } from "./enums.ts";
import { addNode } from "./node.ts";
import { languageArgument, words } from "./words.ts";

/** The value of a closed set that a text column holds. */
function oneOf<Value extends string>(values: readonly Value[], text: string): Value {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error("A measure holds a word that is not of its set.");
  return found;
}
const kinds = ["COUNT", "SUM", "RATE", "PROPORTION", "RATIO", "MEAN", "MEDIAN", "QUANTILE", "INDEX"] as const;
const directions = ["BETTER", "WORSE", "NEUTRAL"] as const;

export const MeasureRef = builder.prismaObject("Measure", {
  description: "What a number means.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its code, such as OUT.01: what `measures` takes." }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (measure, { language }) => words(measure, measure.title, language),
    }),
    shortTitle: t.string({
      description: "What a headline calls it: its title, or a shorter one of at most five words where the title is long.",
      args: languageArgument(),
      resolve: (measure, { language }) => words(measure, measure.shortTitle ?? measure.title, language),
    }),
    description: t.string({
      description: "What it says, and what it does not say.",
      args: languageArgument(),
      resolve: (measure, { language }) => words(measure, measure.description, language),
    }),
    kind: t.field({ type: MeasureKindRef, description: "What kind of statistic it is.", resolve: ({ kind }) => oneOf(kinds, kind) }),
    unit: t.string({
      description: "What its values are counted in.",
      args: languageArgument(),
      resolve: (measure, { language }) => words(measure, measure.unit, language),
    }),
    higherIs: t.field({
      type: DirectionRef,
      description: "Whether a higher value is good news. Most counts of police work are neither.",
      resolve: ({ direction }) => oneOf(directions, direction),
    }),
    decimals: t.exposeInt("decimals", { description: "With how many decimals its values are printed." }),
    method: t.string({
      description: "How it is computed, in words.",
      args: languageArgument(),
      resolve: (measure, { language }) => words(measure, measure.method, language),
    }),
  }),
});
builder.prismaObjectField(MeasureRef, "methodUrl", (t) =>
  t.string({
    nullable: true,
    description:
      "Address of the page of the hub's site that explains it, in the edition of this release; null where the site is not known.",
    resolve(measure) {
      const { hub, release } = catalogueOf(measure);
      return hub.url === null ? null : `${hub.url}/r/${release.version}/methods/${encodeURIComponent(fileName(measure.code))}/`;
    },
  }),
);
addNode(MeasureRef, {
  name: "Measure",
  codes: (measure) => [measure.code],
  find: ({ measures }, code) => measures.find((measure) => measure.code === code),
});
