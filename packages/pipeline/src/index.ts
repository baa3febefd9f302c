export { PipelineError, type PipelineErrorCode, type Problem, type ProblemCode, problemCodes } from "./errors.ts";
export { type Prepared, prepare } from "./prepare.ts";
export { type PublishEffects, publish } from "./publish.ts";
export { isSignedAs, type Signature, type Statement } from "./release/sign.ts";
