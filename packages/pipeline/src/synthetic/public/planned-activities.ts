import { isHoliday, type Month, monthNamed, weekday } from "../calendar.ts";
import { activities, expectedActivities, interpreted, weeks } from "../engagement.ts";
import { beats } from "../places.ts";
import { lognormalSlots, poisson, slots, uniform } from "../random.ts";
import type { Activity } from "./activity-records.ts";
import { pick } from "./pick.ts";

/** The months after the records in which activities are planned, and the last day that is planned so far. */
const plannedMonths = ["2026-11", "2026-12", "2027-01"];
const plannedUntil = "2027-01-09";
/** Streams of the generator's other draws are below. */
const stream = 32;

type Shares = Readonly<Record<string, number>>;
const drawn = (shares: Shares, draw: number) => pick(slots(Object.keys(shares), Object.values(shares)), draw);

/**
 * The activities that are planned for the ten weeks after the records, numbered on from those that are in them. They do not depend on the seed.
 * @param lastId The last number of 2026 in the records.
 */
export function plannedActivities(lastId: string): readonly Activity[] {
  const expected = expectedActivities();
  const planned = plannedMonths.map(monthNamed).flatMap((month) => {
    const days = month.days.filter((day) => day <= plannedUntil);
    return beats.flatMap((beat, beatIndex) =>
      activities.flatMap((activity, place) => {
        const mean = (expected(month, beat, activity) * days.length) / month.days.length;
        const count = poisson(mean, uniform(1823, stream, 0, month.index, beatIndex, place));
        return Array.from({ length: count }, (_, number) => {
          const draw = (what: number) => uniform(1823, stream, what, month.index, beatIndex, place, number);
          return plan(month, days, beat, activity, draw);
        });
      }),
    );
  });
  const next = Number(lastId.slice(-5)) + 1;
  const sorted = planned.sort((a, b) => `${a.date}${a.startTime}${a.beat}`.localeCompare(`${b.date}${b.startTime}${b.beat}`, "en"));
  const of2026 = sorted.filter(({ date }) => date < "2027").length;
  return sorted.map((activity, place) => {
    const number = activity.date < "2027" ? next + place : 1 + place - of2026;
    return { ...activity, id: `E${activity.date.slice(0, 4)}-${String(number).padStart(5, "0")}` };
  });
}

function plan(
  month: Month,
  days: readonly string[],
  beat: (typeof beats)[number],
  activity: (typeof activities)[number],
  draw: (what: number) => number,
): Omit<Activity, "id"> {
  const shares = weeks[activity.week];
  const dates = slots(
    days,
    days.map((day) => (isHoliday(day) ? 0 : (shares[weekday(day)] ?? 1))),
  );
  const isInterpreted = draw(9) < interpreted(month, beat);
  return {
    date: pick(dates, draw(1)),
    startTime: drawn(activity.starts, draw(2)),
    hours: Number(drawn(activity.hours, draw(3))),
    beat: beat.code,
    type: activity.code,
    status: "planned",
    mode: drawn(activity.mode, draw(4)),
    iap2Level: drawn(activity.iap2, draw(5)),
    languages: isInterpreted ? "en;es" : "en",
    interpretation: isInterpreted && draw(10) < 0.8,
    hosts: drawn(activity.hosts, draw(6)),
    partners: drawn(activity.partners, draw(7)).replace("none", ""),
    noticeDays: Math.max(21, Math.round(2 * pick(lognormalSlots(activity.notice, 0.5), draw(8)))),
    hasNextSteps: false,
  };
}
