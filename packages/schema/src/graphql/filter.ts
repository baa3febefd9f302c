import { builder } from "./builder.ts";

const PeriodRangeRef = builder.inputType("PeriodRange", {
  description: "From one period to another, both included. Either may be of any grain: from 2024 to 2025-09.",
  fields: (t) => ({
    from: t.field({ type: "Period", description: "The first period; left out, from the beginning." }),
    to: t.field({ type: "Period", description: "The last period; left out, to the end." }),
  }),
});

const DimensionPredicateRef = builder.inputType("DimensionPredicate", {
  description: "Which members of a dimension: write exactly one of these.",
  isOneOf: true,
  fields: (t) => ({
    in: t.stringList({ description: "Only these members, by code." }),
    notIn: t.stringList({ description: "All members but these, by code." }),
    range: t.field({ type: PeriodRangeRef, description: "For periods: from one to another." }),
    under: t.string({
      description: "Everything that lies in this member: the beats of a district, the months of 2025, the kinds of a class.",
    }),
  }),
});

export const DimensionFilterRef = builder.inputType("DimensionFilter", {
  description: "Narrows an answer to some members of one dimension. Several filters must all hold.",
  fields: (t) => ({
    dimension: t.string({ required: true, description: "Code of the dimension, such as `area`, `period` or `offence`." }),
    is: t.field({ type: DimensionPredicateRef, required: true, description: "Which of its members." }),
  }),
});
