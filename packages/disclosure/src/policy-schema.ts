import { createHash } from "node:crypto";
import { readPolicy, type SuppressionPolicy } from "./policy.ts";

/** The JSON Schema of a policy of suppression, for editors. `readPolicy` is the judge. */
export const policySchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Policy of suppression",
  type: "object",
  additionalProperties: false,
  required: ["method", "threshold", "width", "zeros", "timeLimitSeconds"],
  properties: {
    method: { const: "suppress", description: "Cells are published as they are, or not at all." },
    threshold: { type: "integer", minimum: 1, description: "The smallest count that may be published, zero apart." },
    width: { type: "integer", minimum: 1, description: "How wide the interval around a hidden count must at least be." },
    zeros: { const: "safe", description: "Zeros are published as true zeros." },
    knownCells: { enum: [0, 1], default: 0, description: "1 guards against whoever is alone in a hidden cell and so knows its count." },
    timeLimitSeconds: { type: "number", exclusiveMinimum: 0, description: "Seconds after which an unfinished proof is a refusal." },
  },
} as const;

/**
 * The SHA-256 of a policy, with every default stated and its keys in order: what a certificate names it by. The time limit is left out, since
 * it does not change what is published.
 * @throws {DisclosureError} `POLICY_INVALID`
 */
export function policyHash(policy: SuppressionPolicy): string {
  const { timeLimitSeconds: _, ...terms } = readPolicy(policy);
  const text = JSON.stringify(Object.fromEntries(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1))));
  return createHash("sha256").update(text).digest("hex");
}
