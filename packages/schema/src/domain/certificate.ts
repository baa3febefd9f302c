import * as z from "zod";

// What a release carries to show how its people are protected. Read with room for keys that this version does not know, and strictly in all
// that it uses: a term that is missing or out of range is no promise.

const whole = z.number().int().nonnegative();
const positive = z.number().int().positive();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fraction = z.object({ numerator: positive, denominator: positive });

/** Who attacked what was about to be published, in the order in which they know more. */
export const attackers = ["linear", "interval", "whole number", "singleton", "differencing", "averaging"] as const;
export type Attacker = (typeof attackers)[number];

const attack = z.object({
  by: z.enum(attackers),
  /** Cells attacked; null where their number would tell how many are small. */
  attacked: whole.nullable(),
  /** The narrowest interval that was left; null where the attack is not one for an interval. */
  narrowest: z.number().nonnegative().nullable(),
  /** Share of the attacked cells that the attacker gets right; null where the attack is one for an interval. */
  recovered: z.number().min(0).max(1).nullable(),
});
export type PublishedAttack = z.infer<typeof attack>;

const base = z.object({
  engine: z.string(),
  policyHash: sha256,
  groupings: whole,
  /** All cells, zeros among them. */
  cells: whole,
  /** Cells that show no figure. */
  suppressed: whole,
  /** What an attacker was taken to know. */
  attacker: z.string(),
  attacks: z.array(attack),
});

const suppression = base.extend({
  method: z.literal("suppress"),
  threshold: positive,
  width: positive,
  /** Whether zeros are shown, so that a hidden count is at least one, or hidden like small counts. */
  zeros: z.enum(["safe", "sensitive"]),
  knownCells: z.union([z.literal(0), z.literal(1)]),
  /** Whether readers were taken to know which finest combinations hold nothing. Releases that do not say so took it for unknown. */
  emptyCombinations: z.enum(["unknown", "public"]).default("unknown"),
  slices: whole,
  attacked: whole,
  provedByTables: whole,
  tables: whole,
  programmes: whole,
  worstWidth: z.number().nonnegative().nullable(),
});
const smallCountRounding = base.extend({ method: z.literal("smallCountRounding"), base: positive, mostPerAtom: whole });
const controlledRounding = base.extend({ method: z.literal("controlledRounding"), base: positive, lessThan: positive });
const cellKey = base.extend({ method: z.literal("cellKey"), most: positive, variance: z.number().positive(), blocked: whole });
const differentialPrivacy = base.extend({
  method: z.literal("differentialPrivacy"),
  unit: z.enum(["record", "person"]),
  contributions: positive,
  rho: fraction,
  epsilon: z.number().positive(),
  delta: z.number().gt(0).lt(1),
  variances: z.array(fraction),
});

/** Estimates from a survey: those of few people are hidden, and so are answers that few gave; the rest is rounded by how many people it rests on. */
const survey = base.extend({
  method: z.literal("survey"),
  smallestBase: positive,
  width: positive,
  smallestAnswer: positive,
  roundPercentTo: positive,
  roundBaseTo: positive,
  reliability: z.literal("nchs"),
});

/** How one measure of a dataset was protected, and how it was attacked: in totals, never of any one cell. */
export const methodCertificate = z.discriminatedUnion("method", [
  suppression,
  smallCountRounding,
  controlledRounding,
  cellKey,
  differentialPrivacy,
  survey,
]);
export type MethodCertificate = z.infer<typeof methodCertificate>;
export type ProtectionMethod = MethodCertificate["method"];

/** A signature of a release: all that is needed to check it, but the trust in the key. */
export const releaseSignature = z.object({
  algorithm: z.literal("ed25519"),
  /** Base64 of the key's SubjectPublicKeyInfo. */
  publicKey: z.string(),
  /** What was signed, to the letter. */
  statement: z.string(),
  /** Base64. */
  signature: z.string(),
});
export type ReleaseSignature = z.infer<typeof releaseSignature>;

/** The certificate of a release, as the store holds it and the public reads it. */
export const releaseCertificate = z.object({
  format: z.literal(1),
  datasets: z.array(
    z.object({ dataset: z.string(), measures: z.array(z.object({ measure: z.string(), certificate: methodCertificate })) }),
  ),
  signature: releaseSignature,
});
export type ReleaseCertificate = z.infer<typeof releaseCertificate>;
