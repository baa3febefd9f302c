export { type AttackedTable, feasibleIntervals, type Interval } from "./audit/intervals.ts";
export { type Claim, type Verification, verify } from "./audit/verify.ts";
export { type PerturbationClaim, verifyPerturbation } from "./audit/verify-perturbation.ts";
export { type RoundingClaim, verifyRounding } from "./audit/verify-rounding.ts";
export type {
  Attack,
  CellKeyCertificate,
  Certificate,
  ControlledRoundingCertificate,
  DifferentialPrivacyCertificate,
  SmallCountRoundingCertificate,
  SuppressionCertificate,
} from "./certificate.ts";
export { type Cube, type CubeDimension, type CubeLevel, type Grouping, said } from "./cube.ts";
export { engine } from "./engine.ts";
export { DisclosureError, type DisclosureErrorCode } from "./errors.ts";
export {
  type AnonymityReport,
  type AnonymityTerms,
  type EquivalenceClass,
  kAnonymity,
  type ListedRecord,
} from "./microdata/k-anonymity.ts";
export { cellKey, perturb, recordKey } from "./perturbation/cell-key.ts";
export { type ControlledRounding, type ControlledRoundingProblem, controlledRounding } from "./perturbation/controlled-rounding.ts";
export { type Change, type PerturbationTable, type PerturbationTerms, perturbationTable } from "./perturbation/perturbation-table.ts";
export { type RoundingProblem, smallCountRounding } from "./perturbation/small-count-rounding.ts";
export { type KeptPoints, keepPoints } from "./points/catchments.ts";
export type { Metric } from "./points/metric.ts";
export { type Placement, type PointsReport, placeRecords, type Quartiles } from "./points/place.ts";
export { type PointsPolicy, type PublishedLayer, readPointsPolicy } from "./points/policy.ts";
export type { Address, LocatedRecord, MasterPoint, Place, PlacedRecords, PointsProblem } from "./points/problem.ts";
export { type PointsVerification, verifyPoints } from "./points/verify.ts";
export {
  type CellKeyPolicy,
  type ControlledRoundingPolicy,
  type DifferentialPrivacyPolicy,
  type GroupRule,
  type Policy,
  readPolicy,
  type SmallCountRoundingPolicy,
  type SuppressionPolicy,
} from "./policy.ts";
export { policyHash, policySchema } from "./policy-schema.ts";
export type { Contribution } from "./primary/contributions.ts";
export { distinctContributors } from "./primary/distinct-contributors.ts";
export { type DominanceRule, dominance } from "./primary/dominance.ts";
export { groupDisclosure } from "./primary/group-disclosure.ts";
export { minimumFrequency } from "./primary/minimum-frequency.ts";
export { pPercent } from "./primary/p-percent.ts";
export { smallComplement } from "./primary/small-complement.ts";
export { type ZeroRule, zeroCells } from "./primary/zero-cells.ts";
export type { Noised } from "./privacy/add-noise.ts";
export { consistentTree, type NoisyTree } from "./privacy/consistency.ts";
export { addCharge, billionthsOf, type Charge } from "./privacy/ledger.ts";
export { discreteGaussianProbability, discreteLaplaceProbability } from "./privacy/probabilities.ts";
export { type RandomBytes, type Uniform, uniformFrom } from "./privacy/random.ts";
export { discreteGaussian, discreteLaplace, type Fraction } from "./privacy/samplers.ts";
export { deltaOf, epsilonOf, gaussianDelta, gaussianRho, pureRho, rhoOf } from "./privacy/zcdp.ts";
export type { Proof } from "./proof.ts";
export { type ProtectEffects, type Protected, protect } from "./protect.ts";
export { complementarySuppression, type SuppressionProblem } from "./secondary/elimination.ts";
export { incrementalSuppression, type LinkedTables } from "./secondary/incremental.ts";
export { type OptimalProblem, optimalSuppression, type ProtectionLevel } from "./secondary/optimal.ts";
export type { Suppressed } from "./secondary/suppress.ts";
export type { Cell, ProtectedCells, ProtectedGrouping } from "./table.ts";
