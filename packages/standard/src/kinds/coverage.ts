import { field, type RecordKind } from "../definition.ts";

/** What was expected, and whether it came. */
export const coverage: RecordKind = {
  name: "coverage",
  theme: "coverage",
  title: "Coverage",
  row: "area and period of a kind of record",
  description: "Whether what should have been reported was. What is missing is never zero: a period without a row counts as not reported.",
  key: ["kind", "area", "period"],
  fields: [
    field("kind", "string", "engagement", "The kind of record, by the name of its file.", { use: "published" }),
    field("area", "string", "B12", "Code of the area that reports.", { use: "published" }),
    field("period", "string", "2026-03", "The month (2026-03), quarter (2026-Q1) or year.", { use: "published" }),
    field("reporting", "string", "partial", "Whether it was reported.", { codes: "reporting", use: "published" }),
    field("note", "text", "The second half of the month was not written down.", "What is missing, and why.", {
      optional: true,
      use: "published",
    }),
  ],
};
