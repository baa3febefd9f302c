import { DisclosureError } from "../errors.ts";

/** A row of a list. `null` says that a value is not known. */
export type ListedRecord = Readonly<Record<string, string | number | boolean | null>>;

export interface AnonymityTerms {
  /** The fewest records that must look alike: a whole number ≥ 2. */
  readonly k: number;
  /** A field that nobody may learn of a person from the list; only together with `l`. */
  readonly sensitive?: string;
  /** The fewest values of it among records that look alike: a whole number ≥ 2. What is not known is no value. */
  readonly l?: number;
}

/** An equivalence class: records that look alike. It never tells how they look. */
export interface EquivalenceClass {
  /** Classes are numbered from 0 in the order of their first record. */
  readonly number: number;
  /** Its records. */
  readonly size: number;
}

/** For a steward who decides on a list, and not for publication. */
export interface AnonymityReport {
  readonly records: number;
  readonly classes: number;
  /** Records in the smallest class; null where there are no records. */
  readonly smallest: number | null;
  /** Classes of fewer than k records. */
  readonly belowK: readonly EquivalenceClass[];
  /** Classes with fewer than l values of the sensitive field; null where none was named. */
  readonly belowL: readonly EquivalenceClass[] | null;
  /** Whether no class is below either. */
  readonly passes: boolean;
}

/**
 * Checks whether each record of a list looks like at least k − 1 others by the fields a reader may know, and whether those who look alike
 * differ in what the reader must not learn. It reports, and changes nothing. A value that is not known is a value like any other in what a
 * reader may know.
 * @param quasiIdentifiers The fields that a reader may know of a person otherwise: at least one.
 * @throws {DisclosureError} `POLICY_INVALID` if the terms are missing or contradict themselves, or `RECORDS_INVALID` if a record lacks a field.
 * @see Sweeney (2002), k-anonymity: a model for protecting privacy, IJUFKS 10(5), doi:10.1142/S0218488502001648.
 * @see Machanavajjhala, Kifer, Gehrke & Venkitasubramaniam (2007), ℓ-Diversity, ACM TKDD 1(1), doi:10.1145/1217299.1217302: distinct ℓ-diversity.
 */
export function kAnonymity(records: readonly ListedRecord[], quasiIdentifiers: readonly string[], terms: AnonymityTerms): AnonymityReport {
  checkTerms(quasiIdentifiers, terms);
  const { k, sensitive, l } = terms;
  const found = new Map<string, { size: number; readonly values: Set<string> }>();
  records.forEach((record, i) => {
    const key = JSON.stringify(quasiIdentifiers.map((field) => readValue(record, field, i)));
    const own = found.get(key) ?? { size: 0, values: new Set() };
    own.size++;
    if (sensitive !== undefined) {
      const value = readValue(record, sensitive, i);
      if (value !== null) own.values.add(JSON.stringify(value));
    }
    found.set(key, own);
  });
  const classes = [...found.values()].map(({ size, values }, number) => ({ number, size, values: values.size }));
  const told = ({ number, size }: EquivalenceClass): EquivalenceClass => ({ number, size });
  const belowK = classes.filter(({ size }) => size < k).map(told);
  const belowL = l === undefined ? null : classes.filter(({ values }) => values < l).map(told);
  return {
    records: records.length,
    classes: classes.length,
    smallest: classes.length === 0 ? null : classes.reduce((least, { size }) => Math.min(least, size), Number.POSITIVE_INFINITY),
    belowK,
    belowL,
    passes: belowK.length === 0 && (belowL ?? []).length === 0,
  };
}

function checkTerms(quasiIdentifiers: readonly string[], { k, sensitive, l }: AnonymityTerms): void {
  if (!Array.isArray(quasiIdentifiers) || quasiIdentifiers.length === 0 || new Set(quasiIdentifiers).size < quasiIdentifiers.length)
    throw invalid("The fields that a reader may know are missing, or one is there twice. Name each once.");
  if (!isAtLeastTwo(k)) throw invalid("The k of k-anonymity is not a whole number ≥ 2. State how many records must look alike.");
  if ((sensitive === undefined) !== (l === undefined))
    throw invalid("A sensitive field and its l belong together. State both, or neither.");
  if (l !== undefined && !isAtLeastTwo(l))
    throw invalid("The l of l-diversity is not a whole number ≥ 2. State how many values there must be.");
  if (sensitive !== undefined && quasiIdentifiers.includes(sensitive))
    throw invalid("The sensitive field is also one that a reader may know. Take it out of one of the two.");
}

function readValue(record: ListedRecord, field: string, i: number): string | number | boolean | null {
  const value = Object.hasOwn(record, field) ? record[field] : undefined;
  if (value === null || typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)))
    return value;
  throw new DisclosureError(
    "RECORDS_INVALID",
    `The record at place ${i} of its list lacks a field, or has one that is no text, number, truth value or null. Give null for what is not known.`,
  );
}

const isAtLeastTwo = (value: unknown) => typeof value === "number" && Number.isSafeInteger(value) && value >= 2;
const invalid = (message: string) => new DisclosureError("POLICY_INVALID", message);
