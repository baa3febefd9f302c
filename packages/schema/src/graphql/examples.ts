import type { Example } from "./examples/example.ts";
import { figureExamples } from "./examples/figures.ts";
import { recordExamples } from "./examples/records.ts";
import { releaseExamples } from "./examples/releases.ts";
import { surveyExamples } from "./examples/surveys.ts";

/** The questions that GraphiQL opens with, the first one in front. */
export const examples: readonly Example[] = [...figureExamples, ...surveyExamples, ...recordExamples, ...releaseExamples];
