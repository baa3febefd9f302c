import type { DuckDBConnection } from "@duckdb/node-api";
import { isHoliday, type Month, monthIndex, months, weekday } from "./calendar.ts";
import { drawCells, peculiar } from "./cells.ts";
import { type City, residentsOf } from "./city.ts";
import { type Beat, beats } from "./places.ts";
import { lognormalSlots, slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

interface Theme {
  readonly code: string;
  /** Share of all concerns, in percent. */
  readonly share: number;
  /** By how much a summer has more of it than a winter. */
  readonly summer: number;
  /** Change in a year. */
  readonly yearly: number;
  /** Median days from the answer until it is closed: a car is towed in days, a street light takes weeks. */
  readonly closeDays: number;
  /** What came of the concerns that were closed. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const themes: readonly Theme[] = [
  {
    code: "speeding",
    share: 17,
    summer: 0.1,
    yearly: 1.06,
    closeDays: 34,
    outcomes: { resolved: 40, action_planned: 30, referred: 20, no_action: 10 },
  },
  {
    code: "parking",
    share: 14,
    summer: 0.05,
    yearly: 1.02,
    closeDays: 6,
    outcomes: { resolved: 50, action_planned: 10, referred: 30, no_action: 10 },
  },
  {
    code: "noise",
    share: 14,
    summer: 0.4,
    yearly: 1.03,
    closeDays: 7,
    outcomes: { resolved: 60, action_planned: 10, referred: 10, no_action: 20 },
  },
  {
    code: "dumping_graffiti",
    share: 9,
    summer: 0.15,
    yearly: 0.98,
    closeDays: 12,
    outcomes: { resolved: 30, action_planned: 10, referred: 55, no_action: 5 },
  },
  {
    code: "lighting_blind_spots",
    share: 7,
    summer: -0.3,
    yearly: 1.01,
    closeDays: 38,
    outcomes: { resolved: 20, action_planned: 20, referred: 55, no_action: 5 },
  },
  {
    code: "theft_break_ins",
    share: 12,
    summer: 0.1,
    yearly: 0.96,
    closeDays: 24,
    outcomes: { resolved: 35, action_planned: 45, referred: 5, no_action: 15 },
  },
  {
    code: "drug_activity",
    share: 10,
    summer: 0.15,
    yearly: 1,
    closeDays: 31,
    outcomes: { resolved: 30, action_planned: 50, referred: 10, no_action: 10 },
  },
  {
    code: "violence_threats",
    share: 7,
    summer: 0.2,
    yearly: 0.97,
    closeDays: 18,
    outcomes: { resolved: 35, action_planned: 45, referred: 10, no_action: 10 },
  },
  {
    code: "patrol_presence",
    share: 6,
    summer: 0,
    yearly: 1.02,
    closeDays: 14,
    outcomes: { resolved: 45, action_planned: 45, no_action: 10 },
  },
  {
    code: "fair_treatment",
    share: 4,
    summer: 0,
    yearly: 1.05,
    closeDays: 27,
    outcomes: { resolved: 40, action_planned: 25, referred: 25, no_action: 10 },
  },
];

/** Where concerns are raised: how often, in percent, and how much longer than others they wait for an answer. */
const channels = {
  web_form: { share: 31, wait: 1 },
  phone: { share: 24, wait: 0.55 },
  community_meeting: { share: 17, wait: 1.7 },
  email: { share: 11, wait: 1.2 },
  council_office: { share: 8, wait: 1.5 },
  in_person: { share: 6, wait: 0.4 },
  app: { share: 3, wait: 0.9 },
} as const;
/** Some concerns are put aside: they wait this much longer, and not a few have no answer by the end of the records. */
const putAside = { share: 0.03, wait: 12 };
/** Median hours to the first answer, by district. */
const answerHours: Readonly<Record<string, number>> = { D1: 58, D2: 64, D3: 40, D4: 72, D5: 96, D6: 66 };
/** A team of its own answered the concerns of one district from here on. */
const faster = { district: "D5", from: "2025-09", factor: 0.42 };
/** From here on answers were published on the hub. */
const inPublic = "2025-02";

/** What was raised more or less often somewhere from one month on: speed humps slowed traffic down in Millbrook; bars stay open longer in Northgate. */
const turns = [
  { district: "D3", theme: "speeding", from: "2025-01", factor: 0.5 },
  { district: "D2", theme: "noise", from: "2025-06", factor: 1.5 },
] as const;
const turned = (month: Month, beat: Beat, theme: Theme) =>
  turns
    .filter(({ district, theme: code, from }) => district === beat.district && code === theme.code && month.index >= monthIndex(from))
    .reduce((product, { factor }) => product * factor, 1);

function weight(month: Month, beat: Beat, theme: Theme, residents: ReadonlyMap<Beat, number>): number {
  const summer = Math.cos(((month.month - 7.5) * Math.PI) / 6);
  return (
    theme.share *
    (residents.get(beat) ?? 0) *
    beat.concerns *
    peculiar(4, beats.indexOf(beat), themes.indexOf(theme), 0.3) *
    (1 + theme.summer * summer) *
    theme.yearly ** (month.index / 12) *
    turned(month, beat, theme) *
    1.03 ** (month.index / 12) *
    month.days.length
  );
}

function medianHours(month: Month, beat: Beat): number {
  const isFaster = beat.district === faster.district && month.index >= monthIndex(faster.from);
  return (answerHours[beat.district] ?? 60) * (isFaster ? faster.factor : 1) * 0.95 ** (month.index / 12);
}
const answeredPublicly = (month: Month) => (month.index < monthIndex(inPublic) ? 0.06 : 0.2 + 0.015 * (month.index - monthIndex(inPublic)));

/** Monday first. */
const weekShares = [1.2, 1.2, 1.15, 1.1, 1, 0.7, 0.65];
const hourShares = [1, 0.6, 0.4, 0.3, 0.3, 0.6, 1.5, 3, 5, 7, 7.5, 7.5, 7, 6.5, 6.5, 6.5, 6.5, 6.5, 7, 8, 7, 5, 3.5, 2];

/** Writes what `concerns.sql` draws its records from. */
export async function prepareConcerns(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const cells = drawCells(seed, 3, 9_000 * scale, themes, (month, beat, theme) => weight(month, beat, theme, residents));
  await writeTable(
    connection,
    "concern_cell",
    { cell: "INTEGER", file: "VARCHAR", beat: "VARCHAR", theme: "VARCHAR", answer_hours: "DOUBLE", publicly: "DOUBLE", records: "INTEGER" },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: month.code,
      beat: beat.code,
      theme: kind.code,
      answer_hours: medianHours(month, beat),
      publicly: answeredPublicly(month),
      records,
    })),
  );
  await writeSlots(
    connection,
    "concern_day",
    { file: "VARCHAR" },
    { day: "DATE" },
    months.map(({ code, days }) => ({
      file: code,
      day: slots(
        days,
        days.map((day) => (weekShares[weekday(day)] ?? 1) * (isHoliday(day) ? 0.4 : 1)),
      ),
    })),
  );
  await writeTable(
    connection,
    "concern_channel",
    { channel: "VARCHAR", wait: "DOUBLE" },
    Object.entries(channels).map(([channel, { wait }]) => ({ channel, wait })),
  );
  await connection.run(`SET VARIABLE aside_share = ${putAside.share}; SET VARIABLE aside_wait = ${putAside.wait};`);
  await writeSlots(
    connection,
    "concern_slot",
    { theme: "VARCHAR" },
    { channel: "VARCHAR", hour: "INTEGER", acknowledge_hours: "DOUBLE", answer_factor: "DOUBLE", close_days: "DOUBLE", outcome: "VARCHAR" },
    themes.map(({ code, closeDays, outcomes }) => ({
      theme: code,
      channel: slots(
        Object.keys(channels),
        Object.values(channels).map(({ share }) => share),
      ),
      hour: slots([...hourShares.keys()], hourShares),
      acknowledge_hours: lognormalSlots(7, 1.2),
      answer_factor: lognormalSlots(1, 0.9),
      close_days: lognormalSlots(closeDays, 1),
      outcome: slots(Object.keys(outcomes), Object.values(outcomes)),
    })),
  );
}
