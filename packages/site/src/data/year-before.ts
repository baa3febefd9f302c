/** The same period of the year before: 2026-Q3 becomes 2025-Q3. */
export const yearBefore = (period: string): string => String(Number(period.slice(0, 4)) - 1) + period.slice(4);
