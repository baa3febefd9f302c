import * as z from "zod";
import { identifier, words } from "./hub-schema.ts";

const wholeNumber = z.number().int();
const timeLimitSeconds = z
  .number()
  .positive()
  .max(86_400)
  .default(300)
  .describe("How long the proof or the attack may take before the publication is refused.");
const base = wholeNumber.min(2).max(1000).default(5).describe("Figures that the method changes become multiples of it.");

const smallCountRounding = z.strictObject({
  method: z.literal("smallCountRounding").describe("Small counts become zero or the base, and tables add up."),
  base,
  timeLimitSeconds,
});
const controlledRounding = z.strictObject({
  method: z.literal("controlledRounding").describe("Every figure becomes a multiple of the base next to it, and tables add up."),
  base,
  timeLimitSeconds,
});
const cellKey = z.strictObject({
  method: z.literal("cellKey").describe("Figures are changed a little at random, the same records always alike; tables need not add up."),
  most: wholeNumber.min(1).max(50).default(5).describe("No count is changed by more."),
  variance: z.number().positive().max(100).default(3).describe("Variance of the change."),
  blocked: wholeNumber.min(0).max(20).default(2).describe("Counts from 1 to this one never appear."),
  monotone: z.boolean().default(true).describe("Whether results nearer to a small count are at least as likely as those further off."),
  mostRecovered: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Of the small counts, the share that an attacker who averages may get exactly right, at most."),
  timeLimitSeconds,
});

const suppress = z.strictObject({
  method: z.literal("suppress").describe("Counts are shown as they are, or not at all."),
  threshold: wholeNumber.min(2).max(1_000_000).default(5).describe("The smallest count of people that may be shown."),
  width: wholeNumber.min(1).max(1000).default(5).describe("How uncertain every hidden count must stay for who knows all that is shown."),
  knownCells: z
    .union([z.literal(0), z.literal(1)])
    .default(1)
    .describe("How many hidden counts of one person a reader may know besides: 1 guards against whoever is alone in a cell."),
  zeros: z
    .enum(["safe", "sensitive"])
    .default("safe")
    .describe("safe: a count of zero is shown as zero. sensitive: it is hidden like any other count below the threshold."),
  emptyCombinations: z
    .enum(["unknown", "public"])
    .default("unknown")
    .describe(
      "Whether readers know which of the finest combinations of all tables hold nothing. public: they do, as from a calendar of activities; every hidden count stays uncertain even so.",
    ),
  counts: z
    .enum(["records", "persons"])
    .default("records")
    .describe("What the threshold is about: records, or the different persons of the column `person`, where the unit is a person."),
  groups: z
    .strictObject({
      dimension: identifier.describe("The category that tells something of everyone in a group."),
      others: wholeNumber.min(1).max(1000).default(2).describe("How many of a group must lie outside each of its cells."),
    })
    .nullable()
    .default(null)
    .describe("Refuses tables that tell something of whole groups."),
  dominance: z
    .array(z.strictObject({ n: wholeNumber.min(1).max(10), k: z.number().positive().max(100) }))
    .default([])
    .describe("For sums: n contributors may not hold k percent of a cell."),
  pPercent: z
    .number()
    .positive()
    .max(100)
    .nullable()
    .default(null)
    .describe("For sums: the second largest contributor may not know the largest to within this many percent."),
  onUnprotectable: z
    .union([z.literal("fail"), z.literal("coarsen"), smallCountRounding, cellKey])
    .default("fail")
    .describe(
      "What becomes of tables that cannot be proved safe: nothing is published, or their finest levels are left out, or another method is used.",
    ),
  timeLimitSeconds,
});

const fraction = z
  .union([
    z.number().positive().max(1000),
    z.string().regex(/^[1-9][0-9]{0,6}\/[1-9][0-9]{0,6}$/, "A fraction is two whole numbers, such as 1/200."),
  ])
  .transform((given) => {
    const text = typeof given === "string" ? given : plainDecimal(given);
    const [above = "", below = "1"] = text.includes("/")
      ? text.split("/")
      : [text.replace(".", ""), `1${"0".repeat(text.split(".")[1]?.length ?? 0)}`];
    return { numerator: Number(above), denominator: Number(below) };
  });

/** A number of YAML as it was written: 0.005 and not the nearest double. Nothing finer than a millionth. */
const plainDecimal = (value: number) => value.toFixed(6).replace(/\.?0+$/, "");

const differentialPrivacy = z.strictObject({
  method: z.literal("differentialPrivacy").describe("Figures carry noise whose size bounds what they tell of any one unit."),
  rho: fraction.prefault("1/200").describe("What each table costs a unit (zero-concentrated differential privacy)."),
  budgetPerYear: fraction.prefault("1/10").describe("What all figures of a calendar year may cost a unit."),
  delta: z.number().positive().max(0.01).default(1e-9).describe("The δ for which the cost is told as ε."),
  timeLimitSeconds,
});
const none = z.strictObject({
  method: z.literal("none"),
  reason: words.describe("Why these counts are of nobody: told to the public."),
});

/** How the figures of a table are protected. There is no default: it is decided for every table. */
export const policySchema = z.discriminatedUnion("method", [
  suppress,
  smallCountRounding,
  controlledRounding,
  cellKey,
  differentialPrivacy,
  none,
]);
export type PolicySpec = z.infer<typeof policySchema>;
/** A policy that protects. */
export type ProtectingSpec = Exclude<PolicySpec, { readonly method: "none" }>;
export type SuppressSpec = z.infer<typeof suppress>;

/** What holds for all tables of a dataset. */
export const protectionSchema = z
  .strictObject({
    version: z.literal(1).default(1).describe("The version of these rules."),
    unit: z
      .discriminatedUnion("of", [
        z.strictObject({ of: z.literal("record") }),
        z.strictObject({
          of: z.literal("person"),
          mostPerPeriod: wholeNumber
            .min(1)
            .max(1000)
            .default(1)
            .describe("With differentialPrivacy: how many records of a person count in one of the finest periods. More are left out."),
        }),
      ])
      .default({ of: "record" })
      .describe("What is protected. With persons, the select names a column `person`; it never leaves the agency."),
    finality: z
      .strictObject({
        lateChanges: z.literal("held").default("held").describe("Late changes wait until they are large enough to show."),
        minimumChange: wholeNumber
          .min(1)
          .max(1000)
          .nullable()
          .default(null)
          .describe("The least change of a published count that is shown. The threshold of the tables where left out; never less."),
      })
      .prefault({})
      .describe("What becomes of periods that were published. Rounded and noisy ones are final."),
    overlaps: z.literal("protected").default("protected").describe("Areas that overlap without nesting are protected together."),
    points: z.literal("never").default("never").describe("No place of a single record is published."),
  })
  .prefault({})
  .describe("What is protected, and when figures are final.");
export type ProtectionSpec = z.infer<typeof protectionSchema>;
