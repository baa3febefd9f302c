import { fileAt, siteDoors } from "@openbeat/schema/domain";
import { type Example, examples, printedSchema } from "@openbeat/schema/graphql";
import type { Answer } from "../data/answers.ts";
import { anchor } from "../edition.ts";
import type { SiteFile } from "./files.ts";
import { jsonText } from "./release-files.ts";

export const schemaPath = fileAt(siteDoors.schema);
/** Where the recorded answer to an example stands, from the root of the site. */
export const answerPath = ({ title }: Pick<Example, "title">): string => fileAt(siteDoors.answer, { example: anchor(title) });

/** The answer as an API gives it, in lines that people can read. */
export const answerText = ({ data }: Answer): string => jsonText({ data });

/** The contract of the API, and what it answers to the examples: nothing to one that does not fit this release, whose address stays. */
export function* apiFiles(answers: readonly Answer[]): Generator<SiteFile> {
  yield { path: schemaPath, text: printedSchema() };
  for (const example of examples)
    yield {
      path: answerPath(example),
      text: answerText(answers.find(({ title }) => title === example.title) ?? { ...example, data: null }),
    };
}
