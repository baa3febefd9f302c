import { checkCount, checkPositive } from "./counts.ts";
import { type Interval, normalInterval, reachOf } from "./interval.ts";
import { normalProbability } from "./normal.ts";
import { studentTProbability, studentTQuantile } from "./student-t.ts";

/** Counts, and what they are explained by. */
export interface CountData {
  /** Whole numbers ≥ 0. */
  readonly counts: readonly number[];
  /** One row per count, each as long: the terms of the model, a 1 for the intercept included. */
  readonly design: readonly (readonly number[])[];
  /** What each count is over (days, residents): above 0; its logarithm is the offset. 1 where not stated. */
  readonly exposure?: readonly number[];
}

/** A log-linear model of counts. */
export interface CountModel {
  readonly coefficients: readonly number[];
  /** Of the coefficients, dispersion included: row by row. */
  readonly covariance: readonly (readonly number[])[];
  readonly fitted: readonly number[];
  /** Pearson's χ² / degrees of freedom, against the variance that the family assumes: about 1 where that is right. */
  readonly pearsonRatio: number;
  readonly degreesOfFreedom: number;
}

/** A negative binomial model: variance = mean + mean² / theta. */
export interface NegativeBinomialModel extends CountModel {
  readonly theta: number;
}

/**
 * Fits a Poisson model with a log link by iteratively reweighted least squares.
 * @param quasi Multiplies the covariance by Pearson's χ² / degrees of freedom (quasi-Poisson).
 * @returns `null` where no finite estimate exists: terms that depend on each other, or cells with no event at all.
 * @throws {RangeError} If a number is missing or impossible, or there are not more counts than terms.
 * @see McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., ch. 2.5 and 6. R's glm.
 */
export function poissonRegression(data: CountData, { quasi = false }: { readonly quasi?: boolean } = {}): CountModel | null {
  checkData(data);
  const fit = leastSquares(data, Infinity);
  return fit && modelOf(data, fit, Infinity, quasi);
}

/**
 * Fits a negative binomial model with a log link, its theta by maximum likelihood, in turns until neither moves.
 * @returns `null` where there is no finite estimate; so where the counts vary no more than Poisson's, since theta is infinite then.
 * @throws {RangeError} If a number is missing or impossible, or there are not more counts than terms.
 * @see Venables & Ripley (2002), Modern Applied Statistics with S, 4th ed., 7.4. R's MASS::glm.nb, whose errors take theta as known, as here.
 */
export function negativeBinomialRegression(data: CountData): NegativeBinomialModel | null {
  checkData(data);
  let fit = leastSquares(data, Infinity);
  if (fit === null) return null;
  let theta = thetaOf(data.counts, fit.fitted);
  for (let turn = 0; turn < 500 && theta !== null; turn++) {
    fit = leastSquares(data, theta, fit.coefficients);
    if (fit === null) return null;
    const next = thetaOf(data.counts, fit.fitted);
    if (next !== null && Math.abs(next - theta) <= 1e-11 * theta) return { ...modelOf(data, fit, next, false), theta: next };
    theta = next;
  }
  return null;
}

/** Which variance the trend was told by. */
export type TrendFamily = "POISSON" | "QUASI_POISSON" | "NEGATIVE_BINOMIAL";

/** A trend over months, season taken out. */
export interface MonthlyTrend {
  /** 100 · (exp(slope of twelve months) − 1): −10 is a tenth fewer each year. */
  readonly percentChangeAYear: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly family: TrendFamily;
  /** Pearson's χ² / degrees of freedom of the Poisson model: above 1.2 counts as overdispersed. */
  readonly dispersion: number;
  /** Of a month's residual with the next one's, from −1 to 1: far above 0, the interval is too narrow. */
  readonly autocorrelation: number;
  readonly fitted: readonly number[];
}

/** The least number of months that a trend or a change of level is told from: the season must have come round twice. */
export const fewestMonths = 24;
/** Above it counts vary more than Poisson's by more than chance explains. */
export const overdispersedAbove = 1.2;

/** What a series of months is, besides its counts. */
export interface MonthlyOptions {
  /** Days (or patrol hours, residents) of each month: above 0; 1 where not stated. */
  readonly exposure?: readonly number[];
  readonly level?: number;
}

/**
 * A linear trend (on the logarithm) over consecutive months, with two harmonics of the year (periods of twelve and six months) for the season.
 *
 * Rule: where Pearson's χ² / df of the Poisson model is at most 1.2, Poisson with z. Above it, quasi-Poisson with t(df) and negative binomial with z are
 * both fitted, and the one with the wider interval is told.
 * @param counts One for each month, none left out: whole numbers ≥ 0. A hidden month cannot be taken for 0.
 * @returns `null` where no trend can be estimated, such as where nothing was counted.
 * @throws {RangeError} For fewer than 24 months, or a number that is missing or impossible.
 */
export function monthlyTrend(counts: readonly number[], options: MonthlyOptions = {}): MonthlyTrend | null {
  const told = termOf(counts, (month) => (month - (counts.length - 1) / 2) / 12, [], options);
  if (told === null) return null;
  const { percent, ...rest } = told;
  return { percentChangeAYear: percent, ...rest };
}

/** A change of level from some month on, trend and season taken out. */
export interface LevelChange extends Omit<MonthlyTrend, "percentChangeAYear"> {
  /** 100 · (ratio of the level after to what the trend and season before lead to expect − 1). */
  readonly percentChange: number;
}

/**
 * An interrupted time series: whether the level changes from a month on, beside the trend and the season of all months. Same rule as `monthlyTrend`.
 * @param counts As of `monthlyTrend`.
 * @param changeAt Place of the first month after the change: at least twelve months before it and six from it on.
 * @returns `null` where no change can be estimated, such as where one side has no events.
 * @throws {RangeError} For fewer than 24 months, too few on a side, or a number that is missing or impossible.
 * @see Bernal, Cummins & Gasparrini (2017), Interrupted time series regression, Int. J. Epidemiology 46(1).
 */
export function levelChange(counts: readonly number[], changeAt: number, options: MonthlyOptions = {}): LevelChange | null {
  if (!Number.isSafeInteger(changeAt) || changeAt < 12 || counts.length - changeAt < 6)
    throw new RangeError("There are fewer than twelve months before the change, or fewer than six after it.");
  const time = (month: number) => (month - (counts.length - 1) / 2) / 12;
  const told = termOf(counts, (month) => (month >= changeAt ? 1 : 0), [time], options);
  if (told === null) return null;
  const { percent, ...rest } = told;
  return { percentChange: percent, ...rest };
}

type TermTold = Omit<MonthlyTrend, "percentChangeAYear"> & { readonly percent: number };

/** What the model says of one term, which is the second of its coefficients. */
function termOf(
  counts: readonly number[],
  term: (month: number) => number,
  beside: readonly ((month: number) => number)[],
  { exposure, level = 0.95 }: MonthlyOptions,
): TermTold | null {
  if (counts.length < fewestMonths) throw new RangeError(`There are fewer than ${fewestMonths} months.`);
  reachOf(level);
  const design = counts.map((_, month) => [1, term(month), ...beside.map((other) => other(month)), ...season(month)]);
  const data: CountData = { counts, design, ...(exposure && { exposure }) };
  const poisson = poissonRegression(data);
  if (poisson === null) return null;
  const dispersion = poisson.pearsonRatio;
  const told = dispersion <= overdispersedAbove ? sayOf(poisson, "POISSON", level) : widest(data, level);
  if (told === null) return null;
  const toPercent = (log: number) => 100 * Math.expm1(log);
  const { slope, interval, pValue, family, model } = told;
  const percents = [slope, interval.lower, interval.upper].map(toPercent);
  if (!percents.every(Number.isFinite)) return null;
  const [percent, lower, upper] = percents as [number, number, number];
  const autocorrelation = lagOne(counts.map((count, month) => residual(count, model.fitted[month] as number)));
  return { percent, interval: { lower, upper, level }, pValue, family, dispersion, autocorrelation, fitted: model.fitted };
}

const season = (month: number) => [1, 2].flatMap((k) => [Math.sin((k * Math.PI * month) / 6), Math.cos((k * Math.PI * month) / 6)]);
const residual = (count: number, mean: number) => (count - mean) / Math.sqrt(mean);

interface Told {
  readonly slope: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly family: TrendFamily;
  readonly model: CountModel;
}

function sayOf(model: CountModel, family: TrendFamily, level: number): Told {
  const slope = model.coefficients[1] as number;
  const error = Math.sqrt(model.covariance[1]?.[1] as number);
  if (family !== "QUASI_POISSON") {
    const pValue = Math.min(1, 2 * normalProbability(-Math.abs(slope) / error));
    return { slope, interval: normalInterval(slope, error, level), pValue, family, model };
  }
  const arm = studentTQuantile((1 + level) / 2, model.degreesOfFreedom) * error;
  const pValue = Math.min(1, 2 * studentTProbability(-Math.abs(slope) / error, model.degreesOfFreedom));
  return { slope, interval: { lower: slope - arm, upper: slope + arm, level }, pValue, family, model };
}

function widest(data: CountData, level: number): Told | null {
  const quasi = poissonRegression(data, { quasi: true });
  if (quasi === null) return null;
  const one = sayOf(quasi, "QUASI_POISSON", level);
  const binomial = negativeBinomialRegression(data);
  if (binomial === null) return one;
  const other = sayOf(binomial, "NEGATIVE_BINOMIAL", level);
  const width = ({ interval }: Told) => interval.upper - interval.lower;
  return width(other) > width(one) ? other : one;
}

function lagOne(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = values.map((value) => value - mean);
  const squares = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0);
  const products = deviations.slice(1).reduce((sum, deviation, place) => sum + deviation * (deviations[place] as number), 0);
  return squares > 0 ? products / squares : 0;
}

function checkData({ counts, design, exposure }: CountData): void {
  const terms = design[0]?.length ?? 0;
  if (design.length !== counts.length || (exposure !== undefined && exposure.length !== counts.length))
    throw new RangeError("There is not one row of the design, and one exposure, for each count.");
  if (terms === 0 || counts.length <= terms) throw new RangeError("There are not more counts than terms.");
  for (const count of counts) checkCount(count);
  for (const row of design)
    if (row.length !== terms || !row.every(Number.isFinite)) throw new RangeError("A row of the design is incomplete or not finite.");
  for (const value of exposure ?? []) checkPositive(value, "An exposure");
}

interface Fit {
  readonly coefficients: readonly number[];
  readonly fitted: readonly number[];
  readonly inverse: readonly (readonly number[])[];
}

/** Scoring steps, for a variance of mean + mean²/theta. */
function leastSquares(data: CountData, theta: number, start?: readonly number[]): Fit | null {
  const { counts, design, exposure } = data;
  const offset = counts.map((_, place) => Math.log(exposure?.[place] ?? 1));
  const predict = (coefficients: readonly number[]) =>
    design.map((row, place) => row.reduce((sum, x, term) => sum + x * (coefficients[term] as number), offset[place] as number));
  let predictor = start ? predict(start) : counts.map((count) => Math.log(count + 0.1));
  let coefficients = start ?? [];
  let deviance = Infinity;
  for (let step = 0; step < 200; step++) {
    const means = predictor.map(Math.exp);
    const weights = means.map((mean) => mean / (1 + mean / theta));
    const working = predictor.map(
      (eta, i) => eta - (offset[i] as number) + ((counts[i] as number) - (means[i] as number)) / (means[i] as number),
    );
    const solved = solve(design, weights, working);
    if (solved === null) return null;
    const largest = Math.max(...solved.solution.map(Math.abs));
    const moved = Math.max(...solved.solution.map((value, term) => Math.abs(value - (coefficients[term] ?? Infinity))));
    coefficients = solved.solution;
    predictor = predict(coefficients);
    // A fitted mean that runs to nothing has no finite logarithm to find.
    if (!predictor.every((eta) => Math.abs(eta) < 600)) return null;
    const now = devianceOf(counts, predictor.map(Math.exp), theta);
    if (moved <= 1e-11 * Math.max(1, largest)) return ended(coefficients, predictor, data, theta);
    // Rounding alone moves it now.
    if (step > 30 && Math.abs(now - deviance) <= 1e-15 * (1 + now) && moved <= 1e-8 * Math.max(1, largest))
      return ended(coefficients, predictor, data, theta);
    deviance = now;
  }
  return null;
}

function ended(coefficients: readonly number[], predictor: readonly number[], { design }: CountData, theta: number): Fit | null {
  const fitted = predictor.map(Math.exp);
  if (Math.min(...fitted) < 1e-7) return null;
  const solved = solve(
    design,
    fitted.map((mean) => mean / (1 + mean / theta)),
    fitted,
  );
  return solved && { coefficients, fitted, inverse: solved.inverse };
}

function devianceOf(counts: readonly number[], means: readonly number[], theta: number): number {
  return counts.reduce((sum, y, i) => {
    const mean = means[i] as number;
    const own = y === 0 ? 0 : y * Math.log(y / mean);
    return sum + 2 * (theta === Infinity ? own - (y - mean) : own - (y + theta) * Math.log((y + theta) / (mean + theta)));
  }, 0);
}

function modelOf({ counts, design }: CountData, { coefficients, fitted, inverse }: Fit, theta: number, quasi: boolean): CountModel {
  const degreesOfFreedom = counts.length - (design[0] as readonly number[]).length;
  const pearson = counts.reduce((sum, count, i) => {
    const mean = fitted[i] as number;
    return sum + (count - mean) ** 2 / (mean + mean ** 2 / theta);
  }, 0);
  const pearsonRatio = pearson / degreesOfFreedom;
  const covariance = inverse.map((row) => row.map((value) => (quasi ? value * pearsonRatio : value)));
  return { coefficients, covariance, fitted, pearsonRatio, degreesOfFreedom };
}

/**
 * Weighted least squares by Cholesky's method on columns scaled to length one.
 * `null` where the columns depend on each other.
 */
function solve(design: readonly (readonly number[])[], weights: readonly number[], response: readonly number[]) {
  const terms = (design[0] as readonly number[]).length;
  const at = (matrix: readonly (readonly number[])[], i: number, j: number) => matrix[i]?.[j] as number;
  const places = Array.from({ length: terms }, (_, term) => term);
  const lengths = places.map((term) =>
    Math.sqrt(design.reduce((sum, row, i) => sum + (weights[i] as number) * (row[term] as number) ** 2, 0)),
  );
  if (!lengths.every((length) => length > 0 && length < Infinity)) return null;
  const cross = places.map((i) =>
    places.map(
      (j) =>
        design.reduce((sum, row, k) => sum + (weights[k] as number) * (row[i] as number) * (row[j] as number), 0) /
        (lengths[i] as number) /
        (lengths[j] as number),
    ),
  );
  const lower: number[][] = places.map(() => new Array<number>(terms).fill(0));
  for (let i = 0; i < terms; i++)
    for (let j = 0; j <= i; j++) {
      let sum = at(cross, i, j);
      for (let k = 0; k < j; k++) sum -= at(lower, i, k) * at(lower, j, k);
      if (i === j && !(sum > 1e-11)) return null;
      (lower[i] as number[])[j] = i === j ? Math.sqrt(sum) : sum / at(lower, j, j);
    }
  const solveFor = (right: readonly number[]) => {
    const half: number[] = [];
    for (let i = 0; i < terms; i++) {
      let sum = right[i] as number;
      for (let k = 0; k < i; k++) sum -= at(lower, i, k) * (half[k] as number);
      half.push(sum / at(lower, i, i));
    }
    const whole = new Array<number>(terms).fill(0);
    for (let i = terms - 1; i >= 0; i--) {
      let sum = half[i] as number;
      for (let k = i + 1; k < terms; k++) sum -= at(lower, k, i) * (whole[k] as number);
      whole[i] = sum / at(lower, i, i);
    }
    return whole;
  };
  const scaled = (values: readonly number[]) => values.map((value, i) => value / (lengths[i] as number));
  const right = places.map((term) =>
    design.reduce((sum, row, k) => sum + (weights[k] as number) * (row[term] as number) * (response[k] as number), 0),
  );
  const inverse = places.map((column) =>
    scaled(solveFor(places.map((i) => (i === column ? 1 : 0)))).map((value) => value / (lengths[column] as number)),
  );
  return { solution: scaled(solveFor(scaled(right))), inverse };
}

/** The theta of highest likelihood, for these means; `null` where it is infinite. Newton's method on its logarithm, within a bracket. */
function thetaOf(counts: readonly number[], means: readonly number[]): number | null {
  const score = (theta: number) =>
    counts.reduce((sum, y, i) => {
      const mean = means[i] as number;
      return sum + harmonic(y, theta) - Math.log1p(mean / theta) + (mean - y) / (theta + mean);
    }, 0);
  let low = Math.log(1e-6);
  let high = Math.log(1e7);
  if (score(Math.exp(high)) >= 0 || score(Math.exp(low)) <= 0) return null;
  for (let step = 0; step < 200 && high - low > 1e-14; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (score(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** ψ(y + θ) − ψ(θ) = Σ 1 / (θ + k) over k < y: the first terms one by one, the rest by Euler and Maclaurin's formula. */
function harmonic(y: number, theta: number): number {
  const near = Math.min(y, 60);
  let sum = 0;
  for (let k = 0; k < near; k++) sum += 1 / (theta + k);
  if (y === near) return sum;
  const [from, to] = [1 / (theta + near), 1 / (theta + y)];
  return sum + Math.log1p((y - near) * from) + (from - to) / 2 + (from ** 2 - to ** 2) / 12 - (from ** 4 - to ** 4) / 120;
}
