/** A wave of the survey: when answers were taken, and of how many. */
export interface Wave {
  /** Its quarter, like 2026-Q3. */
  readonly code: string;
  readonly from: string;
  readonly to: string;
  /** Addresses that were written to, in each district; of an opt-in wave, those who saw the call, by district. */
  readonly invited: number | Readonly<Record<string, number>>;
  /** The probability of an answer from an owner of middle age who is asked in the language spoken best. */
  readonly response: number;
  /** Whether everybody who wished to could answer. */
  readonly optIn: boolean;
}

type Row = readonly [code: string, from: string, to: string, invited: Wave["invited"], response: number];
const rows: readonly Row[] = [
  ["2023-Q4", "2023-11-06", "2023-12-12", 850, 0.258],
  ["2024-Q1", "2024-02-05", "2024-03-15", 850, 0.255],
  ["2024-Q2", "2024-05-06", "2024-06-14", 850, 0.262],
  ["2024-Q3", "2024-08-05", "2024-09-13", 850, 0.246],
  ["2024-Q4", "2024-11-11", "2024-12-17", 850, 0.242],
  ["2025-Q1", "2025-02-03", "2025-03-14", 900, 0.24],
  ["2025-Q2", "2025-05-05", "2025-06-13", 900, 0.236],
  ["2025-Q3", "2025-08-11", "2025-09-14", { D1: 1050, D2: 850, D3: 1150, D4: 850, D5: 800, D6: 1100 }, 0.24],
  ["2025-Q4", "2025-11-03", "2025-12-12", 900, 0.233],
  ["2026-Q1", "2026-02-02", "2026-03-13", 900, 0.23],
  ["2026-Q2", "2026-05-04", "2026-06-12", 900, 0.228],
  ["2026-Q3", "2026-08-03", "2026-09-11", 900, 0.225],
];
export const waves: readonly Wave[] = rows.map(([code, from, to, invited, response]) => ({
  code,
  from,
  to,
  invited,
  response,
  optIn: typeof invited !== "number",
}));

/** The days on which a wave took answers. */
export function fieldDays({ from, to }: Wave): string[] {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Array.from({ length: days + 1 }, (_, day) => new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10));
}
