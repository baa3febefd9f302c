import {
  type Attack,
  type Certificate,
  type ControlledRoundingCertificate,
  epsilonOf,
  type SmallCountRoundingCertificate,
} from "@openbeat/disclosure";
import type { MeasureDefinition } from "@openbeat/schema/domain";
import type { TablePlan } from "../hub/plan.ts";
import type { PolicySpec } from "../hub/policy-schema.ts";
import type { ProtectionContext } from "./context.ts";
import type { Drawing } from "./publishable.ts";

type RoundingCertificate = SmallCountRoundingCertificate | ControlledRoundingCertificate;
type Figures = ReadonlyMap<TablePlan, readonly Float64Array[]>;

const cellsIn = (figures: Figures) => [...figures.values()].flat();
const countOf = (figures: Figures) => cellsIn(figures).reduce((cells, { length }) => cells + length, 0);
const isRounding = (certificate: Certificate | null): certificate is RoundingCertificate =>
  certificate?.method === "smallCountRounding" || certificate?.method === "controlledRounding";

/** The certificate of rounded figures of which some were published before: what holds of both holds of their sum. */
export function combinedCertificate(
  { past }: ProtectionContext,
  measure: MeasureDefinition,
  fresh: Certificate | null,
  figures: Figures,
): Certificate | null {
  const known = [fresh, certificateBefore(past, measure)].filter(isRounding);
  const [first] = known;
  if (first === undefined) return null;
  const attacks = new Map<Attack["by"], Attack>();
  for (const attack of known.flatMap((certificate) => certificate.attacks)) {
    const other = attacks.get(attack.by);
    attacks.set(attack.by, {
      by: attack.by,
      attacked: attack.attacked + (other?.attacked ?? 0),
      narrowest: least(attack.narrowest, other?.narrowest ?? null),
      recovered: most(attack.recovered, other?.recovered ?? null),
    });
  }
  const all = { cells: countOf(figures), groupings: cellsIn(figures).length, attacks: [...attacks.values()] };
  if (first.method !== "controlledRounding") return { ...first, ...all };
  const lessThan = Math.max(...known.flatMap((certificate) => (certificate.method === first.method ? [certificate.lessThan] : [])));
  return { ...first, ...all, lessThan };
}

/** The certificate of a measure in the latest release that has it. */
const certificateBefore = (past: ProtectionContext["past"], measure: MeasureDefinition): Certificate | null =>
  past
    .flatMap(({ dataset }) => dataset.tables.flatMap(({ measures }) => measures.filter(({ code }) => code === measure.code)))
    .map(({ certificate }) => (certificate ?? null) as Certificate | null)
    .findLast((certificate) => certificate !== null) ?? null;

const least = (one: number | null, other: number | null) => (one === null ? other : other === null ? one : Math.min(one, other));
const most = (one: number | null, other: number | null) => (one === null ? other : other === null ? one : Math.max(one, other));

/** The certificate of all noise that a measure carries, whenever it was drawn: what one unit pays at the most. */
export function noiseCertificate(
  { plan, past }: ProtectionContext,
  measure: MeasureDefinition,
  { delta }: PolicySpec & { readonly method: "differentialPrivacy" },
  fresh: readonly Certificate[],
  drawings: readonly Drawing[],
  figures: Figures,
): Certificate | null {
  const known = [...fresh, certificateBefore(past, measure)];
  const first = known.find((certificate) => certificate?.method === "differentialPrivacy");
  if (first === undefined || first === null) return null;
  const { unit } = plan.file.spec.protection;
  const rho = { numerator: costliest(drawings), denominator: 1_000_000_000 };
  const variances = new Map(drawings.map(({ grouping, variance }) => [grouping, variance]));
  return {
    ...first,
    method: "differentialPrivacy",
    groupings: variances.size,
    cells: countOf(figures),
    unit: unit.of,
    contributions: unit.of === "person" ? unit.mostPerPeriod : 1,
    rho,
    epsilon: Math.ceil(epsilonOf(rho.numerator / rho.denominator, delta) * 1000) / 1000,
    delta,
    variances: [...variances.values()],
  };
}

/** What the drawings cost a unit at the most, in billionths of ρ: a record lies on one day, a person may be in all periods of a year. */
function costliest(drawings: readonly Drawing[]): number {
  const sums = drawings.map((at) =>
    drawings
      .filter(({ firstDay, lastDay }) =>
        at.unit === "person" ? firstDay.slice(0, 4) === at.firstDay.slice(0, 4) : firstDay <= at.firstDay && at.firstDay <= lastDay,
      )
      .reduce((sum, { rhoBillionths }) => sum + Number(rhoBillionths), 0),
  );
  return Math.max(...sums);
}
