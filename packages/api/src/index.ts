export { type ApiErrorCode, apiErrorCodes } from "./errors.ts";
export type { Example } from "./examples/example.ts";
export { examples } from "./examples.ts";
export { type ApiOptions, type RunningApi, startApi } from "./server.ts";
