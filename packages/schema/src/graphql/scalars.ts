import { GraphQLError } from "graphql";
import { builder } from "./builder.ts";

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new GraphQLError("A text in quotes is expected here.", { extensions: { code: "BAD_USER_INPUT" } });
}
function validDate(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new TypeError("This is not a date.");
}

builder.scalarType("Date", {
  description: "A day, such as 2026-09-30 (ISO 8601).",
  serialize: (value) => validDate(value).toISOString().slice(0, 10),
  parseValue(value) {
    if (isoDay.test(text(value))) return text(value);
    throw new GraphQLError("A day is written as 2026-09-30.", { extensions: { code: "BAD_USER_INPUT" } });
  },
});
builder.scalarType("DateTime", {
  description: "An instant, such as 2026-11-23T06:00:00.000Z (ISO 8601).",
  serialize: (value) => validDate(value).toISOString(),
  parseValue: text,
});
builder.scalarType("Period", {
  description: "A calendar period: a year 2026, a quarter 2026-Q3 or a month 2026-09 (ISO 8601, SDMX).",
  serialize: text,
  parseValue: text,
});
builder.scalarType("JSON", { description: "Data without a fixed shape.", serialize: (value) => value });
