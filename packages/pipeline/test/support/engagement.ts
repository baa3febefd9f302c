import type { SmallHub } from "./small-hub.ts";

/** What a hub of engagement activities in the two districts of the small hub is made of. */
export interface Engagement {
  /** One activity a line: number, day, district, MEET or EVENT, attendance, officers' hours. */
  readonly rows: readonly string[];
  readonly tables: readonly object[];
  /** Last day of the coverage, which begins with 2026. */
  readonly to: string;
}

/** Makes the small hub one of meetings and events instead of incidents. */
export function makeEngagement(parts: SmallHub, { rows, tables, to }: Engagement): void {
  parts.files["incidents/2026.csv"] = `activity,day,district,kind,attendance,hours\n${rows.join("\n")}\n`;
  parts.dataset = {
    ...parts.dataset,
    dataset: "engagement",
    theme: "trust",
    select: "activity AS id, day::DATE AS date, district AS area, kind AS activity, attendance AS attendance, hours AS officer_hours",
    coverage: { from: "2026-01-01", to },
    tolerate: { OUTSIDE_COVERAGE: 1000 },
    codes: {
      activity: {
        title: { en: "Activity" },
        levels: ["kind", "all"],
        codes: [
          { code: "ALL", level: "all", label: { en: "All" } },
          { code: "MEET", level: "kind", parent: "ALL", label: { en: "Meeting" } },
          { code: "EVENT", level: "kind", parent: "ALL", label: { en: "Event" } },
        ],
      },
    },
    tables,
  };
}

/** Attendance by district, month and kind under a policy. */
export const attendanceTable = (policy: object) => ({
  name: "attendance",
  title: { en: "Attendance" },
  dimensions: { area: ["district", "city"], period: ["month"], activity: ["kind", "all"] },
  measures: ["ENG.02"],
  policy,
});
