export { type Context, type ContextOptions, createContext } from "./context.ts";
export { AnswerError, execute, type TypedDocument } from "./execute.ts";
export { limits, type RateLimitPolicy } from "./limits.ts";
export { printedSchema } from "./print.ts";
export { schema } from "./schema.ts";
