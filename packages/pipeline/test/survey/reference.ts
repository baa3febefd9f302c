import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StratumSums } from "../../src/survey/linearised-variance.ts";

const folder = join(import.meta.dirname, "reference");

export interface ReferenceEstimate {
  readonly design: string;
  readonly domain: string;
  readonly n: number;
  readonly df: number;
  readonly mean: number;
  readonly meanVariance: number;
  readonly p: number;
  readonly variance: number;
  readonly kornGraubard: readonly [number, number];
  readonly ninety: readonly [number, number];
}

interface Reference {
  readonly estimates: readonly ReferenceEstimate[];
  readonly kornGraubard: readonly {
    readonly n: number;
    readonly p: number;
    readonly variance: number;
    readonly df: number;
    readonly interval: readonly [number, number];
  }[];
  readonly simple: readonly {
    readonly x: number;
    readonly n: number;
    readonly level: number;
    readonly clopperPearson: readonly [number, number];
    readonly wilson: readonly [number, number];
  }[];
  readonly kish: readonly { readonly weight: number; readonly weightSquared: number; readonly nEffective: number }[];
  readonly cronbach: readonly { readonly covariances: readonly number[]; readonly alpha: number }[];
  readonly rake: readonly {
    readonly margins: readonly string[];
    readonly equal: boolean;
    readonly bounds: readonly [number, number];
    readonly weights: readonly number[];
  }[];
  readonly population: readonly { readonly margin: string; readonly categories: readonly string[]; readonly people: readonly number[] }[];
}

/** What R says; the folder's README says how it was asked. */
export const reference: Reference = JSON.parse(readFileSync(join(folder, "reference.json"), "utf8"));

const [header = "", ...lines] = readFileSync(join(folder, "respondents.csv"), "utf8").trim().split("\n");

/** The people R was asked about, by column. */
export const respondents: readonly Readonly<Record<string, string>>[] = lines.map((line) => {
  const values = line.split(",");
  return Object.fromEntries(header.split(",").map((name, at) => [name, values[at] ?? ""]));
});

/** A respondent as a design sees it: the unit drawn, its stratum, the answer (an index), and whether it counts. */
export interface DesignRow {
  readonly stratum: string;
  readonly unit: string;
  readonly answer: number;
  readonly weight: number;
  readonly inDomain: boolean;
}

/** Sums by stratum, as a database would make them. Units are respondents where `clustered` is false. */
export function stratumSums(
  rows: readonly DesignRow[],
  answers: number,
  clustered: boolean,
  samplingFraction: (stratum: string, sampled: number) => number,
): readonly StratumSums[] {
  return [...Map.groupBy(rows, ({ stratum }) => stratum)].map(([stratum, members]) => {
    const units = [...Map.groupBy(members, ({ unit }) => unit).values()];
    const counted = units.map((unit) => unit.filter(({ inDomain }) => inDomain));
    const weight = new Float64Array(answers);
    const weightSquared = new Float64Array(answers);
    const products = new Float64Array(answers * answers);
    for (const unit of counted) {
      const sums = new Float64Array(answers);
      for (const row of unit) {
        sums[row.answer] = (sums[row.answer] as number) + row.weight;
        weight[row.answer] = (weight[row.answer] as number) + row.weight;
        weightSquared[row.answer] = (weightSquared[row.answer] as number) + row.weight ** 2;
      }
      for (let a = 0; a < answers; a++)
        for (let b = 0; b < answers; b++)
          products[a * answers + b] = (products[a * answers + b] as number) + (sums[a] as number) * (sums[b] as number);
    }
    return {
      sampled: units.length,
      inDomain: counted.filter((unit) => unit.length > 0).length,
      samplingFraction: samplingFraction(stratum, units.length),
      weight,
      weightSquared,
      products: clustered ? products : null,
    };
  });
}
