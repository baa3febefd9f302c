import {
  type Attack,
  type Certificate,
  type ControlledRoundingCertificate,
  type DifferentialPrivacyCertificate,
  epsilonOf,
  type SmallCountRoundingCertificate,
} from "@openbeat/disclosure";
import { type MeasureDefinition, parsePeriod } from "@openbeat/schema/domain";
import type { TablePlan } from "../hub/plan.ts";
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
  const before = past
    .flatMap(({ dataset }) => dataset.tables.flatMap(({ measures }) => measures.filter(({ code }) => code === measure.code)))
    .map(({ certificate }) => (certificate ?? null) as Certificate | null)
    .findLast(isRounding);
  const known = [fresh, before ?? null].filter(isRounding);
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
  return { ...first, cells: countOf(figures), groupings: cellsIn(figures).length, attacks: [...attacks.values()] };
}

const least = (one: number | null, other: number | null) => (one === null ? other : other === null ? one : Math.min(one, other));
const most = (one: number | null, other: number | null) => (one === null ? other : other === null ? one : Math.max(one, other));

/** The certificate of all noise that a measure carries, whenever it was drawn: what one unit pays at the most. */
export function noiseCertificate(
  { plan }: ProtectionContext,
  measure: MeasureDefinition,
  fresh: readonly Certificate[],
  drawings: readonly Drawing[],
  figures: Figures,
): Certificate | null {
  const own = drawings.filter((drawing) => drawing.measure === measure.code);
  const [first] = own;
  if (first === undefined) return null;
  const { unit } = plan.file.spec.protection;
  const rho = costliest(own, unit.of);
  const engine = fresh.find((certificate): certificate is DifferentialPrivacyCertificate => certificate.method === "differentialPrivacy");
  const variances = new Map(own.map(({ grouping, variance }) => [grouping, variance]));
  return {
    engine: engine?.engine ?? "",
    policyHash: engine?.policyHash ?? "",
    method: "differentialPrivacy",
    groupings: variances.size,
    cells: countOf(figures),
    suppressed: 0,
    attacker: engine?.attacker ?? "",
    attacks: engine?.attacks ?? [],
    unit: unit.of,
    contributions: unit.of === "person" ? unit.mostPerPeriod : 1,
    rho,
    epsilon: Math.ceil(epsilonOf(rho.numerator / rho.denominator, first.policy.delta) * 1000) / 1000,
    delta: first.policy.delta,
    variances: [...variances.values()],
  };
}

/** What the drawings cost a unit at the most: a record lies in one finest period, a person may be in all periods of a year. */
function costliest(drawings: readonly Drawing[], unit: "record" | "person"): { numerator: number; denominator: number } {
  const denominator = 1_000_000_000;
  const billionths = ({ policy: { rho } }: Drawing) => Math.ceil((rho.numerator * denominator) / rho.denominator);
  const periods = drawings.map((drawing) => ({ cost: billionths(drawing), ...span(drawing.period) }));
  const starts = unit === "person" ? periods.map(({ start }) => start.slice(0, 4)) : periods.map(({ start }) => start);
  const costs = [...new Set(starts)].map((at) =>
    periods
      .filter(({ start, end }) => (unit === "person" ? start.startsWith(at) : start <= at && at <= end))
      .reduce((sum, { cost }) => sum + cost, 0),
  );
  return { numerator: Math.max(...costs), denominator };
}

function span(code: string): { readonly start: string; readonly end: string } {
  const period = parsePeriod(code);
  if (period === undefined) throw new Error("Noise was drawn for a period without a calendar.");
  return period;
}
