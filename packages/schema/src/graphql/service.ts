import packageJson from "../../package.json" with { type: "json" };
import { type ObservationFlag, type ObservationStatus, observationFlags, observationStatuses } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { ObservationFlagRef, ObservationStatusRef } from "./enums.ts";
import { limits, type RateLimitPolicy } from "./limits.ts";

const LimitsRef = builder.objectRef<typeof limits>("Limits").implement({
  description:
    "What one request may ask for; more is refused with an error that says so. Complexity: every field costs 1, a field in a list as often as the list is long; `cells`, `table`, `estimates` and `compare` cost 100 each, and `table` its rows divided by 20 besides, and an order by value 100 more; a field that opens the contents of a release costs 300.",
  fields: (t) => ({
    maxCells: t.exposeInt("maxCells", { description: "Cells of one page of `cells`." }),
    maxTableRows: t.exposeInt("maxTableRows", { description: "Rows of one `table`." }),
    maxPage: t.exposeInt("maxPage", { description: "Entries of one page of any other list." }),
    maxPairs: t.exposeInt("maxPairs", { description: "Pairs of one `compare` of a survey." }),
    maxDepth: t.exposeInt("maxDepth", { description: "Fields within fields." }),
    maxComplexity: t.exposeInt("maxComplexity", { description: "Complexity of a whole question." }),
    maxAliases: t.exposeInt("maxAliases", { description: "Fields that are given another name." }),
    maxRootFields: t.exposeInt("maxRootFields", { description: "Fields of `Query` in one question." }),
    maxTokens: t.exposeInt("maxTokens", { description: "Words and signs of a question." }),
    maxBodyBytes: t.exposeInt("maxBodyBytes", { description: "Bytes of a request." }),
  }),
});

const RateLimitRef = builder.objectRef<RateLimitPolicy>("RateLimit").implement({
  description:
    "How much one client may ask. A question takes its complexity from the client's points; an answer that is kept already takes nothing. What you have left is told by the header `RateLimit`, not here: everybody is given the same answer.",
  fields: (t) => ({
    points: t.exposeInt("points", { description: "Complexity that one client may ask for in the time." }),
    seconds: t.exposeInt("seconds", { description: "The time, in seconds, from the client's first question on." }),
  }),
});

const statusCodes = Object.keys(observationStatuses) as readonly ObservationStatus[];
const StatusNoteRef = builder.objectRef<ObservationStatus>("StatusNote").implement({
  description: "What a status means, and how other systems write it.",
  fields: (t) => ({
    status: t.field({ type: ObservationStatusRef, description: "The status.", resolve: (status) => status }),
    sdmx: t.string({ description: "Its letter in the SDMX code list OBS_STATUS.", resolve: (status) => observationStatuses[status].sdmx }),
    mark: t.string({
      description: "The mark that is printed in the place of a value.",
      resolve: (status) => observationStatuses[status].mark,
    }),
    meaning: t.string({ description: "What it means.", resolve: (status) => observationStatuses[status].meaning }),
  }),
});

const flagCodes = Object.keys(observationFlags) as readonly ObservationFlag[];
const FlagNoteRef = builder.objectRef<ObservationFlag>("FlagNote").implement({
  description: "What a flag means, and how other systems write it.",
  fields: (t) => ({
    flag: t.field({ type: ObservationFlagRef, description: "The flag.", resolve: (flag) => flag }),
    sdmx: t.string({
      nullable: true,
      description: "Its letter in the SDMX code list OBS_STATUS, or null where that list has none.",
      resolve: (flag) => observationFlags[flag].sdmx ?? null,
    }),
    mark: t.string({
      description: "The mark that is printed beside a value; empty where there is none.",
      resolve: (flag) => observationFlags[flag].mark,
    }),
    meaning: t.string({ description: "What it means.", resolve: (flag) => observationFlags[flag].meaning }),
  }),
});

const ServiceRef = builder.objectRef<object>("Service").implement({
  description: "What there is to know about this API.",
  fields: (t) => ({
    limits: t.field({ type: LimitsRef, description: "What one request may ask for.", resolve: () => limits }),
    statuses: t.field({
      type: [StatusNoteRef],
      description: "Every status, with what it means.",
      complexity: { field: 1, multiplier: 1 },
      resolve: () => [...statusCodes],
    }),
    flags: t.field({
      type: [FlagNoteRef],
      description: "Every flag, with what it means.",
      complexity: { field: 1, multiplier: 1 },
      resolve: () => [...flagCodes],
    }),
    rateLimit: t.field({
      type: RateLimitRef,
      nullable: true,
      description: "How much one client may ask, or null where that is not limited.",
      resolve: (_, __, { rateLimit }) => rateLimit ?? null,
    }),
    version: t.string({ description: "Version of the software.", resolve: () => packageJson.version }),
  }),
});

builder.queryField("service", (t) =>
  t.field({
    type: ServiceRef,
    description: "Limits, statuses and flags. Costs next to nothing.",
    resolve(_, __, context) {
      context.mayChange();
      return {};
    },
  }),
);
