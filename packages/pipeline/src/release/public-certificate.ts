import type { Attack, Certificate } from "@openbeat/disclosure";
import type { MethodCertificate } from "@openbeat/schema/domain";
import type { PolicySpec } from "../hub/policy-schema.ts";

/** An attack as it is told: without a number that would say how many cells are small. */
export interface ToldAttack extends Omit<Attack, "attacked"> {
  /** Cells attacked, where all that are hidden were; null where only small ones were, or small differences between areas. */
  readonly attacked: number | null;
}

/**
 * A certificate as it is published: it never says how many cells are hidden, or changed, for which reason, nor how close an attack came where that is
 * measured by the true counts. Whoever makes the attack would learn from it which cells are small, and which guesses are right.
 */
export type PublicCertificate = ToldOf<Certificate> | SurveyCertificate;
/** Of a survey it says which rules hold, and that they were kept. */
export type SurveyCertificate = Extract<MethodCertificate, { readonly method: "survey" }>;
type ToldOf<Method> = Method extends Certificate ? Omit<Method, "attacks"> & { readonly attacks: readonly ToldAttack[] } : never;

const attacksAll: readonly Attack["by"][] = ["linear", "interval", "whole number"];

/** What of a certificate is told: what was promised, and was kept. */
export function publicCertificate(certificate: Certificate, policy: PolicySpec | undefined): PublicCertificate {
  if (certificate.method === "suppress") {
    const { knownCells, suppressed, width } = certificate;
    const kept = suppressed === 0 ? null : width;
    return {
      ...certificate,
      worstWidth: kept,
      attacks: certificate.attacks
        .filter(({ by }) => by !== "singleton" || knownCells === 1)
        .map((attack) => ({ ...attack, narrowest: kept, attacked: attacksAll.includes(attack.by) ? attack.attacked : null })),
    };
  }
  const recovered = policy?.method === "cellKey" ? policy.mostRecovered : 1;
  return {
    ...certificate,
    attacks: certificate.attacks
      .filter(({ by }) => by !== "singleton")
      .map((attack) => ({
        ...attack,
        attacked: null,
        // No small count was told exactly, or the release would have been refused.
        ...(attack.by === "averaging" ? { narrowest: null, recovered } : { narrowest: 1, recovered: null }),
      })),
  };
}
