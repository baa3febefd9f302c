import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, monthIndex, months } from "./calendar.ts";
import { type City, residentsOf } from "./city.ts";
import { type Beat, beats } from "./places.ts";
import { normalQuantile, uniform } from "./random.ts";
import { writeTable } from "./tables.ts";

/** What officers' hours go to, in percent, where a beat is as the city's average. */
const activities = {
  calls: 34,
  investigation: 18,
  directed_patrol: 17,
  traffic: 9,
  community_contact: 6,
  problem_solving: 5,
  other: 11,
} as const;
type Activity = keyof typeof activities;

/** Hours of officers for each resident and day. */
const hoursPerResidentDay = 0.0056;
/** Where problems were worked on: first and last month, and by how much hours of problem-solving rose. */
const efforts = [
  { beats: ["B301", "B302"], from: "2024-09", to: "2025-12", factor: 3.2 },
  { beats: ["B102"], from: "2024-11", to: "2025-09", factor: 3 },
  { beats: ["B502", "B503"], from: "2024-10", to: "2025-10", factor: 2.4 },
  { beats: ["B201", "B202"], from: "2026-03", to: "2026-10", factor: 2 },
] as const;

function hours(month: Month, beat: Beat, activity: Activity, residents: number): number {
  const effort = efforts.find(
    ({ beats: codes, from, to }) =>
      (codes as readonly string[]).includes(beat.code) && month.index >= monthIndex(from) && month.index <= monthIndex(to),
  );
  const years = month.index / 12;
  const factors: Readonly<Record<Activity, number>> = {
    calls: 0.4 + 0.6 * beat.incidents,
    investigation: 0.3 + 0.7 * beat.incidents,
    directed_patrol: (0.4 + 0.6 * beat.incidents) * 0.93 ** years,
    traffic: 1,
    community_contact: beat.engagement * 1.08 ** years,
    problem_solving: (0.5 + 0.5 * beat.incidents) * 1.15 ** years * (effort?.factor ?? 1),
    other: 1,
  };
  return (activities[activity] / 100) * hoursPerResidentDay * residents * month.days.length * factors[activity];
}

/** Writes what `deployment.sql` reads: hours that the agency added up itself, to half an hour. */
export async function prepareDeployment(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const names = Object.keys(activities) as Activity[];
  const rows = months.flatMap((month) =>
    beats.flatMap((beat, beatIndex) =>
      names.map((activity, place) => {
        const mood = Math.exp(0.1 * normalQuantile(uniform(seed, 9, month.index, beatIndex, place)));
        const mean = hours(month, beat, activity, residents.get(beat) ?? 0) * scale;
        return { file: String(month.year), month: month.code, beat: beat.code, activity, hours: Math.round(2 * mean * mood) / 2 };
      }),
    ),
  );
  await writeTable(
    connection,
    "deployment_cell",
    { file: "VARCHAR", month: "VARCHAR", beat: "VARCHAR", activity: "VARCHAR", hours: "DOUBLE" },
    rows,
  );
}
