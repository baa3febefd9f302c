export type { AskOptions } from "./ask.ts";
export {
  type CompareQuestion,
  type ConnectOptions,
  connect,
  type EstimatesQuestion,
  type Figures,
  type Hub,
  type ReleaseNote,
  type SurveyComparison,
  type SurveyEstimate,
  type TableQuestion,
} from "./client.ts";
export type { TypedDocument } from "./documents.ts";
export { OpenbeatError } from "./error.ts";
export { type Row, rowsOf, type Table } from "./rows.ts";
