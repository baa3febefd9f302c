import { roundingStep } from "@openbeat/schema/domain";
import { addRow, noRows, openSolver, programme } from "../../../disclosure/src/audit/solver.ts";
import { readGeography } from "../../src/geography/areas.ts";
import { readHub } from "../../src/hub/read-hub.ts";
import type { SurveyCell } from "../../src/survey/cells.ts";
import { estimate } from "../../src/survey/estimate.ts";
import type { Figure } from "../../src/survey/figures.ts";
import { planSurvey } from "../../src/survey/plan.ts";
import { type DomainSums, domainKey, everyone, type SurveySums } from "../../src/survey/sums.ts";
import { writeSmallSurvey } from "./small-survey.ts";

const label = (en: string) => ({ en });
const districts = ["1", "2", "3"];
const groups = ["sex.woman", "sex.man", "sex.other"];
const answers = ["1", "2", "3", "4", "5"];
/** Answers and "don't know". */
const places = answers.length + 1;

/** How many gave each answer, by wave, district and group: `atomOf` tells the place. */
export type Counts = readonly number[];
const atomOf = (wave: number, district: number, group: number, place: number) =>
  ((wave * districts.length + district) * groups.length + group) * places + place;
export const atomsOf = (waves: number) => waves * districts.length * groups.length * places;

const waveCode = (wave: number) => `${2024 + Math.floor(wave / 4)}-Q${1 + (wave % 4)}`;

/** A survey of one question in three districts of a city, by two groups and the rest, in some quarters, and its rolling years. */
async function planOf(waves: number) {
  const folder = writeSmallSurvey((parts) => {
    const level = (parts.hub.geography as { levels: { areas: object[] }[] }).levels[1];
    level?.areas.push({ code: "3", name: label("West") });
    parts.survey.select = "id, wave, district AS area, sex, fair";
    parts.survey.groupings = { sex: (parts.survey.groupings as { sex: object }).sex };
    parts.survey.constructs = [];
    parts.survey.items = [{ code: "fair", title: label("Fair"), wording: label("Fair?"), scale: "agreement" }];
    parts.survey.waves = Array.from({ length: waves }, (_, wave) => ({
      wave: waveCode(wave),
      field: { from: "2024-01-01", to: "2024-02-01" },
    }));
    parts.survey.policy = { smallestGroup: 1 };
    parts.survey.tables = [{ name: "trust", title: label("Trust"), area: ["district", "city"], groups: ["sex"] }];
  });
  const { hub } = readHub(folder);
  const [file] = hub?.surveys ?? [];
  if (hub === undefined || file === undefined) throw new Error("The attacked survey is wrong.");
  const { geography } = await readGeography(folder, hub.spec);
  const { plan, problems } = planSurvey(file, geography, "2026-11-30");
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return { plan, geography };
}
const planned = new Map<number, ReturnType<typeof planOf>>();

/** Waves, districts and groups of a cell. */
function partsOf({ area, period, group }: SurveyCell) {
  const last = period.replace("-12M", "");
  const end = (Number(last.slice(0, 4)) - 2024) * 4 + Number(last.slice(6)) - 1;
  return {
    waves: period.endsWith("-12M") ? [end - 3, end - 2, end - 1, end] : [end],
    districts: area === "S" ? [0, 1, 2] : [districts.indexOf(area)],
    groups: group === everyone ? [0, 1, 2] : [groups.indexOf(group)],
  };
}

function atomsIn(cell: SurveyCell, place: number): readonly number[] {
  const { waves, districts: own, groups: ours } = partsOf(cell);
  return waves.flatMap((wave) => own.flatMap((district) => ours.map((group) => atomOf(wave, district, group, place))));
}

/** The sums that the pipeline would make of these counts, each person with the weight 1. */
function sumsOf(counts: Counts, waves: number): SurveySums {
  const domains = new Map<string, DomainSums>();
  for (let wave = 0; wave < waves; wave++) {
    const cell = { area: "S", period: waveCode(wave), grouping: everyone, group: everyone };
    const everybody = Array.from({ length: places }, (_, place) => atomsIn(cell, place)).flat();
    const sampled = everybody.reduce((sum, atom) => sum + (counts[atom] ?? 0), 0);
    for (const area of [...districts, "S"])
      for (const group of [...groups, everyone]) {
        const grouping = group === everyone ? everyone : "sex";
        const n = Float64Array.from({ length: places }, (_, place) =>
          atomsIn({ ...cell, area, grouping, group }, place).reduce((sum, atom) => sum + (counts[atom] ?? 0), 0),
        );
        if (n.some((count) => count > 0))
          domains.set(domainKey(wave, area, grouping, group), [
            { wave, sampled, n, weight: n, weightSquared: n, heaviest: n.map((count) => Math.min(1, count)), clusters: null },
          ]);
      }
  }
  return {
    items: new Map([["i0", { places, scores: null, domains }]]),
    constructs: new Map(),
    overlaps: { inBoth: () => ({ asked: 0, answered: 0 }) },
  };
}

/** What one release tells of the survey, as its reader sees it. */
export async function releaseOf(counts: Counts, waves: number) {
  planned.set(waves, planned.get(waves) ?? planOf(waves));
  const { plan, geography } = (await planned.get(waves)) ?? (await planOf(waves));
  const { figures } = estimate(plan, geography, sumsOf(counts, waves), new Set());
  const cells = plan.periods.flatMap(({ code: period }) =>
    [...districts, "S"].flatMap((area) =>
      [everyone, ...groups].map((group): SurveyCell => ({ area, period, grouping: group === everyone ? everyone : "sex", group })),
    ),
  );
  return { figures, cells, waves, counts };
}
export type Release = Awaited<ReturnType<typeof releaseOf>>;

/** A figure, and what it counts by place of an answer. */
interface Told {
  readonly figure: Figure;
  readonly score: (place: number) => number;
  readonly base: (place: number) => number;
  readonly isShare?: boolean;
}

export interface Attacked {
  readonly cell: string;
  readonly answer: string;
  readonly truth: number;
  /** How many answered the question in the cell. */
  readonly base: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A reader with a solver: knows every published figure of every release to within its rounding, how many took part in each wave, and that all figures
 * are of the same people with the weight 1. Looks for how many gave each answer, in the cells where few gave one of them.
 * @param most How many of these cells are looked at, evenly spread.
 * @returns The interval that is left for each.
 */
export async function attack(releases: readonly Release[], most = Number.POSITIVE_INFINITY): Promise<readonly Attacked[]> {
  const last = releases.at(-1);
  if (last === undefined) return [];
  const rows = noRows();
  const add = (terms: ReadonlyMap<number, number>, lower: number, upper: number) => {
    addRow(rows, [...terms.keys()], lower, upper);
    const values = [...terms.values()];
    rows.coefficients.splice(rows.coefficients.length - values.length, values.length, ...values);
  };
  /** Σ coefficient(place) × people, over everybody of a cell. */
  const termsOf = (cell: SurveyCell, coefficient: (place: number) => number) =>
    new Map(
      Array.from({ length: places }, (_, place) => atomsIn(cell, place).map((atom) => [atom, coefficient(place)] as const))
        .flat()
        .filter(([, factor]) => factor !== 0),
    );
  const unbounded = Number.POSITIVE_INFINITY;
  for (let wave = 0; wave < last.waves; wave++) {
    const all = termsOf({ area: "S", period: waveCode(wave), grouping: everyone, group: everyone }, () => 1);
    const completes = [...all.keys()].reduce((sum, atom) => sum + (last.counts[atom] ?? 0), 0);
    add(all, completes, completes);
  }
  for (const { figures, cells } of releases) {
    for (const cell of cells) {
      const isAnswer = (place: number) => (place < answers.length ? 1 : 0);
      const told: readonly Told[] = [
        ...answers.map((code, at) => ({
          figure: figures.share(cell, 0, code),
          score: (place: number) => (place === at ? 1 : 0),
          base: isAnswer,
        })),
        { figure: figures.favourable(cell, 0), score: (place: number) => (place === 3 || place === 4 ? 1 : 0), base: isAnswer },
        { figure: figures.unfavourable(cell, 0), score: (place: number) => (place < 3 ? 1 : 0), base: isAnswer },
        {
          figure: figures.index(cell, 0),
          score: (place: number) => (place < answers.length ? place / 4 : 0),
          base: isAnswer,
          isShare: false,
        },
        { figure: figures.nonAnswer(cell, 0), score: (place: number) => (place === answers.length ? 1 : 0), base: () => 1 },
      ];
      for (const { figure, score, base, isShare = true } of told) {
        // What is shown, or only too imprecise, rests on enough people; a share counts at least five of them, and leaves at least five.
        if (figure.status !== "AVAILABLE" && figure.status !== "UNRELIABLE") continue;
        add(termsOf(cell, base), 50, unbounded);
        if (isShare) {
          add(termsOf(cell, score), 5, unbounded);
          add(
            termsOf(cell, (place) => base(place) - score(place)),
            5,
            unbounded,
          );
        }
        if (figure.status !== "AVAILABLE") continue;
        const half = (roundingStep(figure.nEffective, { width: 5, least: 1 }) ?? 0) / 2;
        const [low, high] = [(figure.value - half) / 100, (figure.value + half) / 100];
        add(
          termsOf(cell, (place) => score(place) - low * base(place)),
          0,
          unbounded,
        );
        add(
          termsOf(cell, (place) => score(place) - high * base(place)),
          -unbounded,
          0,
        );
        // Numbers of people are rounded to ten, and up to four who are not in the base may be counted.
        add(termsOf(cell, base), Math.max(figure.n - 9, 50), figure.n + 5);
        add(
          termsOf(cell, () => 1),
          figure.n - 5,
          unbounded,
        );
      }
    }
  }
  const highs = await openSolver();
  const count = atomsOf(last.waves);
  const lp = programme(highs, count, rows, new Float64Array(count), "off");
  const found: Attacked[] = [];
  try {
    // Everywhere that an answer of few is not shown, and where few are in the base.
    const countIn = (cell: SurveyCell, place: number) => atomsIn(cell, place).reduce((sum, atom) => sum + (last.counts[atom] ?? 0), 0);
    const all = last.cells.filter((cell) => {
      const numbers = answers.map((_, place) => countIn(cell, place));
      const n = numbers.reduce((sum, x) => sum + x, 0);
      return numbers.some((x) => (x > 0 && x < 5) || n - x < 5);
    });
    const targets = all.filter((_, at) => at % Math.max(1, Math.ceil(all.length / most)) === 0);
    for (const cell of targets) {
      const name = `${cell.area} ${cell.period} ${cell.group}`;
      const base = answers.flatMap((_, place) => atomsIn(cell, place)).reduce((sum, atom) => sum + (last.counts[atom] ?? 0), 0);
      for (const [place, answer] of answers.entries()) {
        const atoms = atomsIn(cell, place);
        const truth = atoms.reduce((sum, atom) => sum + (last.counts[atom] ?? 0), 0);
        for (const atom of atoms) lp.setCost(atom, 1);
        const ends = (["minimize", "maximize"] as const).map((sense) => {
          const outcome = lp.solve(sense, 10);
          if (outcome.status !== "optimal") throw new Error(`The attacker's programme is ${outcome.status}.`);
          return atoms.reduce((sum, atom) => sum + (outcome.values[atom] ?? 0), 0);
        });
        for (const atom of atoms) lp.setCost(atom, 0);
        found.push({ cell: name, answer, truth, base, low: ends[0] ?? 0, high: ends[1] ?? 0 });
      }
    }
  } finally {
    lp.dispose();
  }
  return found;
}
