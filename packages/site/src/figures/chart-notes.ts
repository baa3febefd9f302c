import { observationStatuses } from "@openbeat/schema/domain";
import { isSoft, softFlags, tellingFlags } from "../chart/data.ts";
import type { ChartSpec } from "../chart/spec.ts";
import type { Hub } from "../data/hub.ts";
import type { Words } from "../words/words.ts";
import { hiddenIn } from "./cubes.ts";
import { rangeNote } from "./range-note.ts";

/** What a reader must know of a chart. */
export interface ChartNotes {
  readonly reading: string | undefined;
  /** How much is not shown, and why. */
  readonly hidden: string | undefined;
  /** How to take what is shown: its ranges, what may still change, what was left out. */
  readonly others: readonly string[];
}

const present = (...texts: readonly (string | false | undefined)[]): readonly string[] => texts.filter((text) => typeof text === "string");

/** The notes of a chart, each a sentence or a few. */
export function chartNotes(spec: ChartSpec, hub: Hub, words: Words): ChartNotes {
  const isSurvey = spec.survey !== undefined;
  const observations = spec.series.flatMap(({ rows }) => rows).map(({ observation }) => observation);
  const hidden = hiddenIn(spec.series.flatMap(({ rows }) => rows));
  const flags = new Set(observations.flatMap((observation) => observation.flags));
  const told = new Set(observations.flatMap((observation) => tellingFlags(observation.flags, isSurvey)));
  const statuses = [...new Set(observations.flatMap(({ status }) => (status === "AVAILABLE" ? [] : [status])))];
  const marks = statuses.map((status) => `${observationStatuses[status].mark} ${words.marks[status]}`).join(" ");
  return {
    reading: spec.reading,
    hidden: hidden > 0 ? `${words.hiddenNote(hidden, observations.length)} ${marks}` : undefined,
    others: present(
      statuses.includes("UNRELIABLE") && words.advice.UNRELIABLE,
      told.has("LOW_RELIABILITY") && words.advice.LOW_RELIABILITY,
      rangeNote(spec, hub, words),
      isSoft([...told]) && `${words.softNote} ${softFlags.flatMap((flag) => (told.has(flag) ? [words.flags[flag]] : [])).join(" ")}`,
      ...(["ROUNDED", "PERTURBED"] as const).map((flag) => flags.has(flag) && words.flags[flag]),
      ...(spec.survey?.notes ?? []),
      spec.partialLeftOut && words.partialNote,
    ),
  };
}
