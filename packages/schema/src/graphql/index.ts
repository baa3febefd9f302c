export { type Context, type ContextOptions, createContext } from "./context.ts";
export type { Example } from "./examples/example.ts";
export { examples } from "./examples.ts";
export { AnswerError, execute, type TypedDocument } from "./execute.ts";
export { limits, type RateLimitPolicy } from "./limits.ts";
export { printedSchema } from "./print.ts";
export { schema } from "./schema.ts";
