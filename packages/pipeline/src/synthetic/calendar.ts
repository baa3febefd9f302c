/** A calendar month of the records. */
export interface Month {
  /** Place in the series, from 0. */
  readonly index: number;
  /** Like 2024-03. */
  readonly code: string;
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  /** Its days, like 2024-03-01. */
  readonly days: readonly string[];
}

/** The last day that the records know of: what happened later is not in them yet. */
export const lastDay = "2026-10-31";

/** A month by its code, like 2024-03, also one after the records. */
export function monthNamed(code: string): Month {
  const [year, month] = [Number(code.slice(0, 4)), Number(code.slice(5, 7))];
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const days = Array.from({ length }, (_, day) => `${code}-${String(day + 1).padStart(2, "0")}`);
  return { index: 12 * (year - 2023) + month - 11, code, year, month, days };
}

/** The months of the records, November 2023 to October 2026. */
export const months: readonly Month[] = Array.from({ length: 36 }, (_, index) => {
  const year = 2023 + Math.floor((index + 10) / 12);
  const month = ((index + 10) % 12) + 1;
  return monthNamed(`${year}-${String(month).padStart(2, "0")}`);
});

/** The place of a month in the series, by its code. */
export const monthIndex = (code: string): number => months.findIndex((month) => month.code === code);

/** Day of the week, Monday 0 to Sunday 6. */
export const weekday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The Sunday of a month, the first of which is 1, like 2024-03-10. */
function sunday(year: number, month: number, which: number): string {
  const first = weekday(`${year}-${String(month).padStart(2, "0")}-01`);
  const day = 1 + ((6 - first) % 7) + 7 * (which - 1);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** How far local time is from UTC on a day, as it is written behind a time: daylight time from March to November. */
export function utcOffset(day: string): "-04:00" | "-05:00" {
  const year = Number(day.slice(0, 4));
  return day >= sunday(year, 3, 2) && day < sunday(year, 11, 1) ? "-04:00" : "-05:00";
}

/** Days on which little happens that is not an emergency: New Year, Independence Day, Christmas and the days around them. */
export const isHoliday = (day: string): boolean => ["01-01", "07-04", "12-24", "12-25", "12-26", "12-31"].includes(day.slice(5));
