import type { Door, DoorParameter } from "@openbeat/schema/formats";
import { schema } from "@openbeat/schema/graphql";
import { type GraphQLArgument, isObjectType } from "graphql";
import { fileTypes } from "./file-door.ts";
import { comparisonParameters, estimateFlags, estimateLists, estimateTexts } from "./survey-files.ts";

const list = (name: string, description: string): DoorParameter => ({
  name,
  description: `${description} Several are joined by commas.`,
  schema: { type: "array", items: { type: "string" } },
  explode: false,
});

/** The arguments of a field of `Survey`, which mean the same in an address. */
function argumentsOf(field: string): ReadonlyMap<string, GraphQLArgument> {
  const survey = schema.getType("Survey");
  const found = isObjectType(survey) ? survey.getFields()[field]?.args : undefined;
  if (found === undefined) throw new Error(`Surveys have no field ${field}.`);
  return new Map(found.map((argument) => [argument.name, argument]));
}

const language: DoorParameter = { name: "language", description: "In which language words are given (BCP 47). Left out: the hub's own." };

function estimateParameters(): readonly DoorParameter[] {
  const told = argumentsOf("estimates");
  const description = (name: string): string => {
    const text = told.get(name)?.description;
    if (text == null) throw new Error(`Nothing says what the parameter ${name} means.`);
    return text;
  };
  return [
    ...estimateLists.map((name) => list(name, description(name))),
    ...estimateTexts.map((name) => (name === "language" ? language : { name, description: description(name) })),
    ...estimateFlags.map((name) => ({ name, description: description(name), schema: { type: "boolean" } })),
  ];
}

const compared: Readonly<Record<string, DoorParameter>> = {
  items: list("items", "Codes of the items to compare: a pair for each. Items or constructs must be named."),
  constructs: list("constructs", "Codes of the constructs to compare: a pair for each."),
  areas: list("areas", "Codes of areas: a pair for each. Left out: everywhere."),
  groups: list("groups", "Codes of groups: a pair for each. Left out: everybody."),
  period: { name: "period", description: "The period of both figures, where they differ in something else." },
  measure: { name: "measure", description: String(argumentsOf("compare").get("measure")?.description) },
  adjustment: { name: "adjustment", description: String(argumentsOf("compare").get("adjustment")?.description) },
  language,
};

function comparisonParameter(name: string): DoorParameter {
  const known = compared[name];
  if (known !== undefined) return known;
  const [side, part] = name.split(".");
  return {
    name,
    description: `The ${part} of the ${side} figure. Where neither side says in what they differ, they are of the wave before and of the latest.`,
  };
}

/** The addresses at which surveys answer with a file. @throws {Error} If nothing says what a parameter means: a bug, found when the server starts. */
export function surveyDoors(): readonly Door[] {
  const doors = [
    { path: "/surveys", summary: "The surveys and their waves, newest first.", parameters: [language] },
    { path: "/surveys/{survey}/estimates", summary: "What people answered, each figure with its range.", parameters: estimateParameters() },
    {
      path: "/surveys/{survey}/compare",
      summary: "Whether figures of a survey differ, two by two.",
      parameters: comparisonParameters.map(comparisonParameter),
    },
  ];
  return doors.flatMap(({ path, summary, parameters }) =>
    ["", "/r/{version}"].flatMap((root) =>
      Object.entries(fileTypes).map(([format, type]) => ({
        path: `${root}${path}.${format}`,
        mediaType: type.split(";", 1)[0] ?? type,
        summary,
        parameters,
      })),
    ),
  );
}
