import type { Edition } from "../edition.ts";
import { weekdayText } from "../words/formats.ts";
import { plannedActivities } from "./activities.ts";
import { goalVerdict } from "./goals.ts";
import type { RecordList } from "./record-pages.ts";

/** What a list of records comes to, in a few words. */
export function inShort({ hub, language, words }: Edition, list: RecordList): string {
  const { recordPages: told } = words;
  const { problems, commitments, partners, goals, questions } = hub.records;
  switch (list) {
    case "problems": {
      const open = problems.filter(({ closedOn }) => closedOn === null).length;
      return `${told.problemsInShort(open, problems.length - open)}.`;
    }
    case "commitments":
      return `${told.commitmentsInShort(commitments.filter(({ status }) => status === "OPEN").length, commitments.length)}.`;
    case "goals":
      return `${told.goalsInShort(goals.filter((goal) => goalVerdict(hub, goal).verdict === "MET").length, goals.length)}.`;
    case "questions":
      return `${told.questionsInShort(questions.filter(({ status }) => status === "OPEN").length, questions.length)}.`;
    case "meetings": {
      const [next] = plannedActivities(hub);
      return `${next === undefined ? told.meetingsNoNext : told.meetingsNext(weekdayText(next.start, language, hub.hub.timezone))}.`;
    }
    case "partners":
      return `${told.partnersInShort(partners.length)}.`;
  }
}
