export { type Context, type ContextOptions, createContext } from "./context.ts";
export { type Example, examples } from "./examples.ts";
export { AnswerError, execute, type TypedDocument } from "./execute.ts";
export { limits } from "./limits.ts";
export { printedSchema } from "./print.ts";
export { schema } from "./schema.ts";
