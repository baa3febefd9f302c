import { catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { addNode } from "./node.ts";
import { languageArgument, words } from "./words.ts";

export const CorrectionRef = builder.prismaObject("Correction", {
  description: "What an earlier release got wrong, and what was done about it. Published with the release that mends it.",
  fields: (t) => ({
    affectedVersion: t.exposeString("affectedVersion", { description: "Version of the release that was wrong." }),
    kind: t.exposeString("kind", { description: "`scheduled`, `revision`, `correction` or `withdrawal`." }),
    what: t.string({
      description: "What was wrong.",
      args: languageArgument(),
      resolve: (correction, { language }) => words(correction, correction.what, language),
    }),
    why: t.string({
      description: "How it came about.",
      args: languageArgument(),
      resolve: (correction, { language }) => words(correction, correction.why, language),
    }),
    impact: t.string({
      description: "Which figures changed, and by how much.",
      args: languageArgument(),
      resolve: (correction, { language }) => words(correction, correction.impact, language),
    }),
    noticedOn: t.expose("noticedOn", { type: "Date", description: "On which day it was noticed." }),
  }),
});
// A correction has no code: it is named by its place among those of its release.
addNode(CorrectionRef, {
  name: "Correction",
  codes: (correction) => [String(catalogueOf(correction).corrections.indexOf(correction) + 1)],
  find: ({ corrections }, place) => corrections[Number(place) - 1],
});
