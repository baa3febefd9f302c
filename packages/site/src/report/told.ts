import { dayIn } from "@openbeat/schema/domain";
import type { Activity } from "../data/records.ts";
import { type Edition, slug } from "../edition.ts";
import { openAt } from "../records/commitments.ts";
import { publicationDay } from "../records/publication-day.ts";
import { problemPath } from "../records/record-pages.ts";
import { dateText, listText } from "../words/formats.ts";
import { codeText } from "../words/records-text.ts";
import type { NextStep, Obstacle } from "./obstacles.ts";
import type { Report } from "./report.ts";
import { keyFigures, toldOf } from "./report-charts.ts";

/** A sentence of a report, and where it leads. */
export interface Told {
  readonly text: string;
  /** What must be known beside it. */
  readonly more?: string;
  /** The areas that it is about, by code. */
  readonly areas: readonly string[];
  /** The address of a page that tells more, within the edition. */
  readonly path?: string;
}

/** What an activity is called. */
export const activityTitle = ({ words }: Edition, { title, type }: Activity): string =>
  title ?? codeText(words.recordPages, "activity_type", type);

/** The day of an activity where the hub is, in words. */
export const activityDay = ({ hub, language }: Edition, { start }: Activity): string => dateText(dayIn(start, hub.hub.timezone), language);

/** A text that the hub wrote, within a sentence of the site: where that is read from right to left, the text keeps its own direction. */
const own = ({ words }: Edition, text: string): string => (words.direction === "rtl" ? `\u2068${text}\u2069` : text);

const areasOf = (activities: readonly Activity[]): readonly string[] => [...new Set(activities.map(({ area }) => area.code))];

function listed(edition: Edition, activities: readonly Activity[]): string {
  return listText(
    activities.map((activity) => `${own(edition, activityTitle(edition, activity))} (${activityDay(edition, activity)})`),
    edition.language,
  );
}

/** What stood in the way, in words. */
export function obstacleTold(edition: Edition, obstacle: Obstacle): Told {
  const { hub, language, words } = edition;
  const { reports: told } = words;
  const day = (date: string) => dateText(date, language);
  const nameOf = (code: string) => own(edition, hub.areas.get(code)?.name ?? code);
  switch (obstacle.rule) {
    case "stated": {
      const { statement, answer, area } = obstacle.statement;
      return { text: told.stated(own(edition, statement)), ...(answer === null ? {} : { more: answer }), areas: [area.code] };
    }
    case "overdue": {
      const { weWill, due, status, statusOn, area } = obstacle.commitment;
      const more = status === "OPEN" ? told.pastDueNow(day(publicationDay(hub))) : told.settledSince[status](day(statusOn));
      return { text: told.overdue(own(edition, weWill), day(due)), more, areas: [area.code], path: "commitments/" };
    }
    case "not kept":
    case "changed": {
      const { weWill, whatChanged, area } = obstacle.commitment;
      const text = obstacle.rule === "changed" ? told.changed(own(edition, weWill)) : told.notKept(own(edition, weWill));
      return { text, ...(whatChanged === null ? {} : { more: whatChanged }), areas: [area.code], path: "commitments/" };
    }
    case "cancelled":
    case "no report": {
      const { activities } = obstacle;
      const say = obstacle.rule === "cancelled" ? told.cancelled : told.noReport;
      return { text: say(activities.length, listed(edition, activities)), areas: areasOf(activities), path: "meetings/" };
    }
    case "not reached":
      return { text: told.notReached(listText(obstacle.areas.map(nameOf), language)), more: obstacle.finding.sentence, areas: [] };
    case "no answer": {
      const { statement, adoptedOn, area } = obstacle.priority;
      return { text: told.noAnswer(own(edition, statement), day(adoptedOn)), areas: [area.code], path: `places/${slug(area.code)}/` };
    }
    case "not measured":
    case "limitation": {
      const { title, areas, code } = obstacle.problem;
      const text =
        obstacle.rule === "limitation"
          ? told.limitation(own(edition, title), own(edition, obstacle.assessment.limitations ?? ""))
          : told.notMeasured(own(edition, title));
      return { text, areas: areas.map((area) => area.code), path: problemPath(code) };
    }
  }
}

/** What comes next, in words. */
export function nextTold(edition: Edition, step: NextStep): Told {
  const { hub, language, words } = edition;
  const { reports: told } = words;
  const day = (date: string) => dateText(date, language);
  switch (step.rule) {
    case "recommended": {
      const { statement, addressedTo, answer, area } = step.statement;
      const text =
        addressedTo === null
          ? told.recommended(own(edition, statement))
          : told.recommendedTo(own(edition, addressedTo), own(edition, statement));
      return { text, ...(answer === null ? {} : { more: answer }), areas: [area.code] };
    }
    case "due": {
      const { weWill, due, area, status, statusOn } = step.commitment;
      const today = publicationDay(hub);
      const since = status === "OPEN" ? (due < today ? told.pastDueNow(day(today)) : undefined) : told.settledSince[status](day(statusOn));
      return {
        ...{ text: told.dueOn(own(edition, weWill), day(due)), areas: [area.code], path: "commitments/" },
        ...(since === undefined ? {} : { more: since }),
      };
    }
    case "next step":
      return { text: told.agreedThen(own(edition, step.step)), more: listed(edition, step.activities), areas: areasOf(step.activities) };
  }
}

/** The points that a report begins with: figures with what may be said of their change, then what the records come to. */
export function keyPoints(edition: Edition, report: Report): readonly string[] {
  const { reports: told } = edition.words;
  const { records, quarter } = report;
  const points = keyFigures(report).map((figure) => `${toldOf(edition, report, figure).headline}.`);
  const { meetings, commitments, problems } = records;
  const of = (status: Activity["status"]) => meetings.filter((meeting) => meeting.status === status).length;
  const openAtEnd = commitments.filter((commitment) => openAt(commitment, quarter.end));
  const openProblems = problems.filter(({ closedOn }) => closedOn === null || closedOn > quarter.end);
  return [
    ...points,
    ...(meetings.length > 0 ? [told.pointMeetings(meetings.length, of("HELD"), of("CANCELLED"))] : []),
    ...(commitments.length > 0 ? [told.pointPromises(openAtEnd.length, openAtEnd.filter(({ due }) => due <= quarter.end).length)] : []),
    ...(problems.length > 0 ? [told.pointProblems(openProblems.length, problems.length - openProblems.length)] : []),
  ];
}
