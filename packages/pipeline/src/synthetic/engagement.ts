import type { DuckDBConnection } from "@duckdb/node-api";
import { isHoliday, type Month, monthIndex, months, weekday } from "./calendar.ts";
import { drawCells, peculiar } from "./cells.ts";
import { type Beat, beats } from "./places.ts";
import { lognormalSlots, slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

type Shares = Readonly<Record<string, number>>;

interface Activity {
  readonly code: string;
  /** Share of all activities, in percent. */
  readonly share: number;
  readonly season: "all_year" | "summer" | "school" | "winter";
  readonly week: "evenings" | "weekends" | "school_days";
  readonly starts: Shares;
  readonly hours: Shares;
  readonly officers: Shares;
  /** Median attendance, and how far it spreads. */
  readonly attendance: readonly [median: number, spread: number];
  readonly iap2: Shares;
  readonly hosts: Shares;
  readonly partners: Shares;
  readonly mode: Shares;
  readonly ongoing: boolean;
  /** Median days between its announcement and the day. */
  readonly notice: number;
}

const evening = { "17:30": 1, "18:00": 4, "18:30": 4, "19:00": 3 };
const midday = { "10:00": 3, "11:00": 3, "12:00": 2, "13:00": 2, "14:00": 2 };
const lessons = { "08:30": 2, "09:30": 3, "10:30": 3, "13:00": 2 };
const inPerson = { in_person: 92, hybrid: 8 };
const neighbours = { none: 35, community_org: 40, local_government: 15, "community_org;local_government": 10 };

export const activities: readonly Activity[] = [
  {
    code: "community_meeting",
    share: 15,
    season: "all_year",
    week: "evenings",
    starts: evening,
    hours: { 1.5: 5, 2: 5 },
    officers: { 2: 3, 3: 4, 4: 2 },
    attendance: [28, 0.5],
    iap2: { inform: 3, consult: 4, involve: 3 },
    hosts: { police: 6, joint: 3, community_org: 1 },
    partners: neighbours,
    mode: { in_person: 80, hybrid: 20 },
    ongoing: true,
    notice: 14,
  },
  {
    code: "beat_meeting",
    share: 15,
    season: "all_year",
    week: "evenings",
    starts: evening,
    hours: { 1: 5, 1.5: 5 },
    officers: { 1: 4, 2: 6 },
    attendance: [15, 0.45],
    iap2: { inform: 2, consult: 5, involve: 3 },
    hosts: { police: 8, joint: 2 },
    partners: neighbours,
    mode: { in_person: 88, hybrid: 12 },
    ongoing: true,
    notice: 10,
  },
  {
    code: "neighbourhood_event",
    share: 10,
    season: "summer",
    week: "weekends",
    starts: midday,
    hours: { 3: 4, 4: 4, 5: 2 },
    officers: { 3: 3, 4: 4, 6: 3 },
    attendance: [90, 0.65],
    iap2: { inform: 7, consult: 2, collaborate: 1 },
    hosts: { community_org: 4, joint: 4, police: 1, business: 1 },
    partners: { community_org: 30, business: 20, "business;community_org": 25, faith: 10, none: 15 },
    mode: inPerson,
    ongoing: false,
    notice: 24,
  },
  {
    code: "outreach_programme",
    share: 10,
    season: "all_year",
    week: "school_days",
    starts: midday,
    hours: { 2: 5, 3: 4, 4: 1 },
    officers: { 2: 6, 3: 4 },
    attendance: [34, 0.6],
    iap2: { inform: 3, consult: 3, involve: 4 },
    hosts: { police: 4, joint: 4, health: 2 },
    partners: { health: 30, community_org: 30, "community_org;health": 20, faith: 10, none: 10 },
    mode: inPerson,
    ongoing: true,
    notice: 7,
  },
  {
    code: "neighbourhood_watch",
    share: 8,
    season: "all_year",
    week: "evenings",
    starts: evening,
    hours: { 1: 6, 1.5: 4 },
    officers: { 1: 8, 2: 2 },
    attendance: [13, 0.4],
    iap2: { involve: 5, collaborate: 5 },
    hosts: { community_org: 6, joint: 4 },
    partners: { community_org: 80, none: 20 },
    mode: { in_person: 75, hybrid: 15, online: 10 },
    ongoing: true,
    notice: 9,
  },
  {
    code: "citizen_academy",
    share: 3,
    season: "school",
    week: "evenings",
    starts: { "18:00": 1 },
    hours: { 3: 1 },
    officers: { 2: 5, 3: 5 },
    attendance: [22, 0.25],
    iap2: { inform: 5, involve: 5 },
    hosts: { police: 1 },
    partners: { none: 70, university: 30 },
    mode: { in_person: 100 },
    ongoing: true,
    notice: 30,
  },
  {
    code: "youth_programme",
    share: 10,
    season: "all_year",
    week: "school_days",
    starts: { "15:30": 5, "16:00": 3, "17:00": 2 },
    hours: { 1.5: 3, 2: 5, 3: 2 },
    officers: { 1: 3, 2: 5, 3: 2 },
    attendance: [24, 0.4],
    iap2: { involve: 7, collaborate: 3 },
    hosts: { joint: 5, police: 3, community_org: 2 },
    partners: { school: 40, community_org: 30, "community_org;school": 20, none: 10 },
    mode: inPerson,
    ongoing: true,
    notice: 12,
  },
  {
    code: "school_visit",
    share: 9,
    season: "school",
    week: "school_days",
    starts: lessons,
    hours: { 1: 5, 1.5: 3, 2: 2 },
    officers: { 1: 6, 2: 4 },
    attendance: [58, 0.4],
    iap2: { inform: 9, consult: 1 },
    hosts: { school: 9, joint: 1 },
    partners: { school: 100 },
    mode: { in_person: 100 },
    ongoing: false,
    notice: 14,
  },
  {
    code: "listening_session",
    share: 5,
    season: "all_year",
    week: "evenings",
    starts: evening,
    hours: { 1.5: 4, 2: 6 },
    officers: { 2: 5, 3: 5 },
    attendance: [24, 0.45],
    iap2: { consult: 6, involve: 4 },
    hosts: { joint: 5, community_org: 3, police: 2 },
    partners: { community_org: 50, faith: 25, "community_org;faith": 15, none: 10 },
    mode: { in_person: 80, hybrid: 20 },
    ongoing: false,
    notice: 16,
  },
  {
    code: "advisory_board",
    share: 3,
    season: "all_year",
    week: "evenings",
    starts: { "17:30": 1, "18:00": 1 },
    hours: { 1.5: 3, 2: 7 },
    officers: { 2: 6, 3: 4 },
    attendance: [16, 0.25],
    iap2: { involve: 3, collaborate: 6, empower: 1 },
    hosts: { joint: 7, local_government: 3 },
    partners: { local_government: 40, "community_org;local_government": 60 },
    mode: { in_person: 70, hybrid: 30 },
    ongoing: true,
    notice: 21,
  },
  {
    code: "walk_and_talk",
    share: 9,
    season: "summer",
    week: "school_days",
    starts: { "11:00": 2, "12:00": 2, "16:00": 3, "17:00": 3 },
    hours: { 1: 5, 1.5: 3, 2: 2 },
    officers: { 2: 9, 3: 1 },
    attendance: [18, 0.5],
    iap2: { inform: 4, consult: 6 },
    hosts: { police: 9, business: 1 },
    partners: { none: 70, business: 30 },
    mode: { in_person: 100 },
    ongoing: true,
    notice: 2,
  },
  {
    code: "online_session",
    share: 3,
    season: "winter",
    week: "evenings",
    starts: evening,
    hours: { 1: 7, 1.5: 3 },
    officers: { 1: 4, 2: 6 },
    attendance: [26, 0.55],
    iap2: { inform: 5, consult: 5 },
    hosts: { police: 9, joint: 1 },
    partners: { none: 80, community_org: 20 },
    mode: { online: 100 },
    ongoing: false,
    notice: 9,
  },
];

/** By calendar month, January first. */
const seasons = {
  all_year: [0.85, 0.9, 1, 1.05, 1.1, 1, 0.9, 0.95, 1.1, 1.15, 1.05, 0.75],
  summer: [0.3, 0.35, 0.6, 1, 1.4, 1.7, 1.6, 1.9, 1.3, 1.1, 0.5, 0.6],
  school: [1.1, 1.2, 1.2, 1.1, 1.2, 0.5, 0, 0.1, 1.2, 1.5, 1.2, 0.8],
  winter: [1.7, 1.6, 1.3, 0.9, 0.7, 0.6, 0.5, 0.5, 0.8, 1, 1.3, 1.2],
};
/** Monday first. */
export const weeks = {
  evenings: [0.8, 1.5, 1.5, 1.5, 0.4, 0.3, 0.1],
  weekends: [0.1, 0.2, 0.2, 0.3, 0.6, 2.4, 1.2],
  school_days: [1, 1.2, 1.2, 1.2, 0.9, 0.2, 0.1],
};

/** Beats that nobody came to for some time: the first and the last of the months without any activity. */
const unreached = [
  { beat: "B603", from: "2024-01", to: "2024-06" },
  { beat: "B603", from: "2025-01", to: "2025-03" },
  { beat: "B603", from: "2025-07", to: "2025-09" },
  { beat: "B304", from: "2024-07", to: "2024-09" },
];
/** From here on more is done where little was done. */
const reform = "2026-01";

function weight(month: Month, beat: Beat, activity: Activity): number {
  const isUnreached = unreached.some(
    ({ beat: code, from, to }) => code === beat.code && month.index >= monthIndex(from) && month.index <= monthIndex(to),
  );
  if (isUnreached) return 0;
  const base = month.index >= monthIndex(reform) ? Math.sqrt(beat.engagement) : beat.engagement;
  const nationalNight = activity.code === "neighbourhood_event" && month.month === 8 ? 1.3 : 1;
  const season = seasons[activity.season][month.month - 1] ?? 1;
  return (
    activity.share *
    base *
    peculiar(2, beats.indexOf(beat), activities.indexOf(activity), 0.25) *
    season *
    nationalNight *
    1.08 ** (month.index / 12)
  );
}

/** Activities of the whole sample at scale 1. */
const activitiesInAll = 2_500;

/** How many activities of a kind to expect in a beat and a month, also one after the records. */
export function expectedActivities(): (month: Month, beat: Beat, activity: Activity) => number {
  const all = months.flatMap((month) => beats.flatMap((beat) => activities.map((activity) => weight(month, beat, activity))));
  const factor = activitiesInAll / all.reduce((sum, own) => sum + own, 0);
  return (month, beat, activity) => factor * weight(month, beat, activity);
}

/** How often an activity in the beat is also held in Spanish: more where more speak it, and more from year to year. */
export const interpreted = (month: Month, beat: Beat) => Math.min(0.9, (beat.languages[1] / 100) * (0.9 + 0.25 * (month.index / 12)));
const cancelled = (month: Month, activity: Activity) =>
  activity.season === "summer" && (month.month <= 3 || month.month >= 11) ? 0.1 : 0.035;
const withNextSteps = (month: Month, activity: Activity) => ("school" in activity.hosts ? 0.1 : 0.42) + 0.09 * (month.index / 12);

const spread = (shares: Shares) => slots(Object.keys(shares), Object.values(shares));

/** Writes what `engagement.sql` draws its records from. */
export async function prepareEngagement(connection: DuckDBConnection, seed: number, scale: number): Promise<void> {
  const cells = drawCells(seed, 2, activitiesInAll * scale, activities, weight);
  await writeTable(
    connection,
    "engagement_cell",
    {
      cell: "INTEGER",
      file: "VARCHAR",
      month: "VARCHAR",
      beat: "VARCHAR",
      activity: "VARCHAR",
      week: "VARCHAR",
      interpreted: "DOUBLE",
      cancelled: "DOUBLE",
      next_steps: "DOUBLE",
      turnout: "DOUBLE",
      ongoing: "VARCHAR",
      records: "INTEGER",
    },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: String(month.year),
      month: month.code,
      beat: beat.code,
      activity: kind.code,
      week: kind.week,
      interpreted: interpreted(month, beat),
      cancelled: cancelled(month, kind),
      next_steps: withNextSteps(month, kind),
      turnout: peculiar(3, beats.indexOf(beat), 0, 0.12) * 1.03 ** (month.index / 12),
      ongoing: String(kind.ongoing),
      records,
    })),
  );
  await writeSlots(
    connection,
    "engagement_day",
    { month: "VARCHAR", week: "VARCHAR" },
    { day: "DATE" },
    months.flatMap(({ code, days }) =>
      Object.entries(weeks).map(([week, shares]) => ({
        month: code,
        week,
        day: slots(
          days,
          days.map((day) => (isHoliday(day) ? 0 : (shares[weekday(day)] ?? 1))),
        ),
      })),
    ),
  );
  await writeSlots(
    connection,
    "engagement_slot",
    { activity: "VARCHAR" },
    {
      start_time: "VARCHAR",
      hours: "DOUBLE",
      officers: "INTEGER",
      attendance: "DOUBLE",
      iap2_level: "VARCHAR",
      hosts: "VARCHAR",
      partners: "VARCHAR",
      mode: "VARCHAR",
      notice_days: "INTEGER",
    },
    activities.map((activity) => ({
      activity: activity.code,
      start_time: spread(activity.starts),
      hours: spread(activity.hours).map(Number),
      officers: spread(activity.officers).map(Number),
      attendance: lognormalSlots(...activity.attendance),
      iap2_level: spread(activity.iap2),
      hosts: spread(activity.hosts),
      partners: spread(activity.partners),
      mode: spread(activity.mode),
      notice_days: lognormalSlots(activity.notice, 0.5).map(Math.floor),
    })),
  );
}
