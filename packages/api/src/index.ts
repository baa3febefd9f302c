export { type ApiErrorCode, apiErrorCodes } from "./errors.ts";
export { type ApiOptions, type RunningApi, startApi } from "./server.ts";
