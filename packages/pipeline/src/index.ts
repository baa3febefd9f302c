export { PipelineError, type PipelineErrorCode, type Problem, type ProblemCode, problemCodes } from "./errors.ts";
export { type Prepared, prepare, type PublishEffects, publish } from "./publish.ts";
