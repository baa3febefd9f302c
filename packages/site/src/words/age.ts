const unitText = (value: number, unit: "day" | "month" | "year", language: string): string =>
  new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);

/** Whole days from one day to another (ISO 8601). */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);

/** Whole months from one day to another: a month is over on the same day of the next one. */
function monthsBetween(from: string, to: string): number {
  const [year = 0, month = 0, day = 0] = from.split("-").map(Number);
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split("-").map(Number);
  return (toYear - year) * 12 + toMonth - month - (toDay < day ? 1 : 0);
}

/** How long it is from one day to another (ISO 8601), in words: 45 days, 7 months, 3 years. Never more than has passed. */
export function ageText(from: string, to: string, language: string): string {
  const days = daysBetween(from, to);
  if (days < 0) throw new Error(`${from} is after ${to}.`);
  if (days < 60) return unitText(days, "day", language);
  const months = monthsBetween(from.slice(0, 10), to.slice(0, 10));
  return months < 24 ? unitText(months, "month", language) : unitText(Math.floor(months / 12), "year", language);
}
