import type { Attack, Certificate } from "@openbeat/disclosure";

/** An attack as it is told: without a number that would say how many cells are small. */
export interface ToldAttack extends Omit<Attack, "attacked"> {
  /** Cells attacked, where all that are hidden were; null where only small ones were, or small differences between areas. */
  readonly attacked: number | null;
}

/** A certificate as it is published: it never says how many cells are hidden, or changed, for which reason. */
export type PublicCertificate = ToldOf<Certificate>;
type ToldOf<Method> = Method extends Certificate ? Omit<Method, "attacks"> & { readonly attacks: readonly ToldAttack[] } : never;

const attacksAll: readonly Attack["by"][] = ["linear", "interval", "whole number"];

/** What of a certificate is told. */
export function publicCertificate(certificate: Certificate): PublicCertificate {
  const isMade = ({ by }: Attack) => by !== "singleton" || (certificate.method === "suppress" && certificate.knownCells === 1);
  return {
    ...certificate,
    attacks: certificate.attacks.filter(isMade).map((attack) => ({
      ...attack,
      attacked: certificate.method === "suppress" && attacksAll.includes(attack.by) ? attack.attacked : null,
    })),
  };
}
