import { many } from "./choice.ts";

/** The months of a file, as `monthsOf` counts them. */
export type Months = readonly { readonly month: string; readonly first: string; readonly last: string; readonly rows: number }[];

/** The days that the records cover, and what speaks for it. */
export interface CoverageGuess {
  readonly from: string;
  readonly to: string;
  /** Records of other days. */
  readonly outside: number;
  readonly because: readonly string[];
}

const lastDayOf = (month: string) => {
  const [year = 0, at = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, at, 0)).toISOString().slice(0, 10);
};

/** The longest run of months of which each has a twentieth of what is usual. It ends with its last day where it breaks off within the month. */
export function guessCoverage(months: Months, today: string): CoverageGuess | undefined {
  const past = months.filter(({ first }) => first <= today);
  const counts = past.map(({ rows }) => rows).sort((a, b) => a - b);
  const usual = counts[Math.floor(counts.length / 2)] ?? 0;
  const runs: Months[number][][] = [];
  for (const month of past) {
    if (month.rows * 20 < usual) continue;
    const run = runs.at(-1);
    const before = run?.at(-1)?.month;
    if (run !== undefined && before !== undefined && follows(before, month.month)) run.push(month);
    else runs.push([month]);
  }
  const longest = runs.reduce<Months>((best, run) => (run.length > best.length ? run : best), []);
  const [first, last] = [longest[0], longest.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isBegun = first.first.slice(8) <= "03" || first.rows * 2 > usual;
  const from = isBegun ? `${first.month}-01` : first.first;
  const whole = lastDayOf(last.month);
  const isMonthly = months.every((month) => month.first.endsWith("-01") && month.first === month.last);
  const isEnded = isMonthly || last.last.slice(8) >= String(Number(whole.slice(8)) - 2).padStart(2, "0");
  const to = isEnded ? (whole < today ? whole : last.last) : last.last;
  const inside = longest.reduce((sum, { rows }) => sum + rows, 0);
  const outside = months.reduce((sum, { rows }) => sum + rows, 0) - inside;
  return {
    ...{ from, to, outside },
    because: [
      `${longest.length} months in a row have records, ${many(usual)} in the usual one.`,
      ...(isEnded ? [] : ["The last month breaks off: it is shown as covered in part."]),
      ...(outside === 0 ? [] : [`${many(outside)} records are of other months.`]),
    ],
  };
}

const follows = (before: string, month: string) => {
  const [year = 0, at = 0] = before.split("-").map(Number);
  return month === new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 7);
};
