import type { SurveyConstruct } from "@openbeat/database/client";
import { constructKinds } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { ConstructKindRef } from "./survey-enums.ts";
import { addSurveyNode } from "./survey-node.ts";
import { languageArgument, words } from "./words.ts";

/** The field's name for a construct, as the store's text says it. */
function kindOf({ kind }: SurveyConstruct): (typeof constructKinds)[number] {
  const found = constructKinds.find((one) => one === kind);
  if (found === undefined) throw new Error("A construct is of no known kind.");
  return found;
}

export const SurveyConstructRef = builder.prismaObject("SurveyConstruct", {
  description: "What several questions of a survey measure together, such as procedural justice.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name: what `constructs` takes." }),
    kind: t.field({ type: ConstructKindRef, description: "The name that research has for it.", resolve: kindOf }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (construct, { language }) => words(construct, construct.title, language),
    }),
    definition: t.string({
      description: "What it means in this survey.",
      args: languageArgument(),
      resolve: (construct, { language }) => words(construct, construct.description, language),
    }),
  }),
});
addSurveyNode(SurveyConstructRef, {
  name: "SurveyConstruct",
  codes: ({ code }) => [code],
  find: ({ constructs }, code) => constructs.find((construct) => construct.code === code),
});
