import { createHash } from "node:crypto";
import { type Policy, readPolicy } from "./policy.ts";

const timeLimitSeconds = { type: "number", exclusiveMinimum: 0, description: "Seconds after which unfinished work is a refusal." };
const whole = (minimum: number, description: string) => ({ type: "integer", minimum, description });
const method = (
  name: Policy["method"],
  description: string,
  properties: Readonly<Record<string, object>>,
  optional: readonly string[] = [],
) => ({
  title: name,
  description,
  type: "object",
  additionalProperties: false,
  required: ["method", ...Object.keys(properties).filter((key) => !optional.includes(key)), "timeLimitSeconds"],
  properties: { method: { const: name }, ...properties, timeLimitSeconds },
});

/** The JSON Schema of a policy, for editors. `readPolicy` is the judge. */
export const policySchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Policy of protection",
  oneOf: [
    method(
      "suppress",
      "Cells are published as they are, or not at all.",
      {
        threshold: whole(1, "The smallest count that may be published, zero apart where zeros are safe."),
        width: whole(1, "How wide the interval around a hidden count must at least be."),
        zeros: {
          enum: ["safe", "sensitive"],
          description: "safe: zeros are published as true zeros. sensitive: a zero is hidden like any other count below the threshold.",
        },
        knownCells: { enum: [0, 1], default: 0, description: "1 guards against whoever is alone in a hidden cell and so knows its count." },
        groups: {
          type: "object",
          additionalProperties: false,
          required: ["dimension", "others"],
          properties: {
            dimension: { type: "string", description: "The dimension whose categories tell something of those who fall in them." },
            others: whole(1, "How many of a group must lie outside each of its cells."),
          },
          description: "Refuses groupings that tell something of everyone in a group.",
        },
        emptyCombinations: {
          enum: ["unknown", "public"],
          default: "unknown",
          description:
            "public: readers know which finest combinations hold nothing, such as from a calendar. unknown: only where a published zero says so.",
        },
      },
      ["knownCells", "groups", "emptyCombinations"],
    ),
    method("smallCountRounding", "Small counts become zero or the base, and tables add up.", {
      base: whole(2, "The smallest count that may be published, zero apart."),
    }),
    method("controlledRounding", "Every figure becomes a multiple of the base next to it, and tables add up.", {
      base: whole(2, "The base."),
    }),
    method("cellKey", "Figures are changed a little at random, the same records always alike.", {
      most: whole(1, "No count is changed by more."),
      variance: { type: "number", exclusiveMinimum: 0, description: "Variance of the change." },
      blocked: whole(0, "Counts from 1 to this one never appear."),
      monotone: { type: "boolean", description: "Whether results nearer to a small count are at least as likely as those further off." },
      mostRecovered: {
        type: "number",
        minimum: 0,
        maximum: 1,
        description: "Of the small counts, the share that an attacker who averages may get exactly right, at most.",
      },
    }),
    method("differentialPrivacy", "Figures carry noise whose size bounds what they tell of any one unit.", {
      unit: { enum: ["record", "person"], description: "What is protected: one record, or all records of a person in a period." },
      contributions: whole(1, "How many records of a unit count at most in a period: 1 where the unit is a record."),
      rho: {
        type: "object",
        additionalProperties: false,
        required: ["numerator", "denominator"],
        properties: { numerator: whole(1, "Above the line."), denominator: whole(1, "Below the line.") },
        description: "What each table costs a unit, in zero-concentrated differential privacy.",
      },
      delta: {
        type: "number",
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: "The δ for which the whole cost is told as ε.",
      },
    }),
  ],
} as const;

/**
 * The SHA-256 of a policy, with every default stated and its keys in order: what a certificate names it by. The time limit is left out, since
 * it does not change what is published.
 * @throws {DisclosureError} `POLICY_INVALID`
 */
export function policyHash(policy: Policy): string {
  const { timeLimitSeconds: _, ...terms } = readPolicy(policy);
  const text = JSON.stringify(Object.fromEntries(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1))));
  return createHash("sha256").update(text).digest("hex");
}
