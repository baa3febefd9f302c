import type { Code } from "@openbeat/database/client";
import type { Survey } from "../store/index.ts";
import { codesAt, everyone } from "../store/surveys.ts";
import { builder } from "./builder.ts";
import { languageArgument, words } from "./words.ts";

/** A group of the dimension `group`, in its survey. */
export interface SurveyGroup {
  readonly survey: Survey;
  readonly code: Code;
}

export const SurveyGroupRef = builder.objectRef<SurveyGroup>("SurveyGroup").implement({
  description: "Whose answers: everyone's, or those of one demographic group.",
  fields: (t) => ({
    code: t.string({ description: "Its code, such as `everyone` or `age.18_34`: what `groups` takes.", resolve: ({ code }) => code.code }),
    label: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: ({ code }, { language }) => words(code, code.label, language),
    }),
    grouping: t.string({
      nullable: true,
      description: "Code of the demographic it belongs to, such as `age`; null for everyone.",
      resolve: ({ code }) => (code.level === everyone ? null : code.level),
    }),
    folded: t.boolean({
      description: "Whether it is the rest of its demographic: groups too small to be shown, and people who did not say.",
      resolve: ({ code }) => code.code === `${code.level}.other`,
    }),
  }),
});

/** A demographic that figures of a survey are shown by. */
export interface SurveyGrouping {
  readonly survey: Survey;
  readonly level: string;
}

export const SurveyGroupingRef = builder.objectRef<SurveyGrouping>("SurveyGrouping").implement({
  description: "A demographic that figures of a survey are shown by, such as age.",
  fields: (t) => ({
    code: t.string({ description: "Its short name: what `grouping` takes.", resolve: ({ level }) => level }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      // A demographic's name stands in the code list as a code of its own, without figures; where it does not, its code must do.
      resolve({ survey, level }, { language }) {
        const named = survey.groupCodes.get(level);
        return named === undefined ? level : words(named, named.label, language);
      },
    }),
    groups: t.field({
      type: [SurveyGroupRef],
      description: "Its groups. Those that were too small are folded into one.",
      complexity: { field: 1, multiplier: 8 },
      resolve: ({ survey, level }) => codesAt(survey.groupCodes, level).map((code) => ({ survey, code })),
    }),
  }),
});
