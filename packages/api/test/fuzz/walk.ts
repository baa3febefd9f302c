import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { Choose } from "./choose.ts";
import type { Oracle } from "./oracle.ts";
import { chooseQuestion } from "./question.ts";

/** A field of a question, with the key that its answer stands under. */
export interface Asked {
  readonly field: GraphQLField<unknown, unknown>;
  readonly on: string;
  readonly key: string;
  readonly args: Record<string, unknown>;
  readonly children: readonly Asked[];
}

/** A question, and whether every argument of it is known to be one that has an answer. */
export interface Walk {
  readonly root: readonly Asked[];
  readonly isSure: boolean;
}

/** What must be asked of a type, so that its answers can be checked. */
const needed: Readonly<Record<string, readonly string[]>> = {
  Cell: ["key", "release", "estimate"],
  SurveyEstimate: ["key", "release", "estimate"],
  Estimate: ["value", "status", "text", "flags", "numerator", "denominator", "n", "nEffective", "interval", "notShown"],
  Interval: ["lower", "upper"],
  FigureComparison: ["first", "second", "verdict", "reason", "difference", "ratio", "interval", "pValue", "adjustedPValue"],
  SurveyComparison: ["first", "second", "verdict", "reason", "difference", "interval", "pValue", "adjustedPValue"],
  Table: [
    "key",
    "measure",
    "dimensions",
    "value",
    "status",
    "text",
    "flags",
    "numerator",
    "denominator",
    "n",
    "nEffective",
    "lower",
    "upper",
    "rowCount",
    "truncated",
    "endCursor",
    "source",
  ],
  Column: ["code", "members"],
  ResultSource: ["release", "table", "csv", "json", "ndjson", "permalink"],
  CellConnection: ["nodes", "pageInfo", "totalCount", "source"],
  PageInfo: ["hasNextPage", "endCursor"],
};
/** Connections are asked for where they end, too. */
const neededOf = (type: string): readonly string[] =>
  needed[type] ?? (type.endsWith("Connection") ? ["edges", "pageInfo"] : type.endsWith("Edge") ? ["cursor"] : []);

const isRequired = ({ type, defaultValue }: Pick<GraphQLArgument, "type" | "defaultValue">): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** Whether every value of a type is one that means something. */
const isClosed = (type: GraphQLInputType): boolean =>
  isEnumType(getNamedType(type)) || ["Int", "Boolean", "Date"].includes(getNamedType(type).name);

/** Large, and the same for every question. */
const left = new Set(["manifest", "certificate", "boundary"]);
const deepest = 7;
/** How often a way to figures is taken: they are what matters. */
const ways: Readonly<Record<string, number>> = { release: 1, dataset: 4, cells: 1, table: 1, compare: 1, cell: 1, survey: 1, estimates: 1 };

interface Place {
  readonly version?: string | undefined;
  readonly dataset?: string | undefined;
}

/** Makes questions by walking over a schema: which fields, with which arguments, under which names. */
export function walker(schema: GraphQLSchema, oracle: Oracle) {
  return (choose: Choose): Walk => {
    let isSure = true;
    // Some questions take any word for an argument, and may be refused.
    const isBold = choose.once(5);
    let budget = 45;
    const doubt = <Value>(value: Value): Value => {
      isSure = false;
      return value;
    };

    function chooseInput(type: GraphQLInputType, name: string, place: Place): unknown {
      const nullable = getNullableType(type);
      if (isListType(nullable)) return Array.from({ length: 1 + choose.number(1) }, () => chooseInput(nullable.ofType, name, place));
      if (isEnumType(nullable)) return choose.one(nullable.getValues()).name;
      if (isInputObjectType(nullable)) {
        const fields = Object.values(nullable.getFields());
        const taken = nullable.isOneOf ? [choose.one(fields)] : fields.filter((one) => isNonNullType(one.type) || choose.once(2));
        return Object.fromEntries(taken.map((one) => [one.name, chooseInput(one.type, one.name, place)]));
      }
      switch (String(nullable)) {
        case "Int":
          return 1 + choose.number(9);
        case "Float":
          return choose.number(180) - 90;
        case "Boolean":
          return choose.once(2);
        case "Date":
          return choose.one(["2024-01-01", "2025-06-30", "2026-09-01"]);
        case "Period":
          return choose.one(["2024", "2025-Q1", "2026-03"]);
        default:
          return choose.one(oracle.words);
      }
    }

    const known: Readonly<Record<string, (place: Place) => readonly string[]>> = {
      "Release.*.area": ({ version = "" }) => oracle.codes("area", version),
      "Release.*.kind": ({ version = "" }) => oracle.codes("kind", version),
      "Release.area.code": ({ version = "" }) => oracle.codes("area", version),
      "Release.agency.code": ({ version = "" }) => oracle.codes("agency", version),
      "Release.dataset.code": ({ version = "" }) => oracle.codes("dataset", version),
      "Release.measure.code": ({ version = "" }) => oracle.codes("measure", version),
      "Release.survey.code": ({ version = "" }) => oracle.codes("survey", version),
      "Release.areas.level": ({ version = "" }) => oracle.codes("level", version),
      "Release.areas.under": ({ version = "" }) => oracle.codes("area", version),
      "Release.areas.search": () => ["harb", "D1", "Ó", "nowhere"],
      "Release.search.text": () => ["robo", "old town", "OUT", "thef", "x"],
      "Dimension.members.search": () => ["D", "20", "a"],
      "Query.release.version": () => oracle.versions,
      "Release.changes.since": ({ version = "" }) => oracle.versions.slice(oracle.versions.indexOf(version) + 1),
      "Release.cell.key": ({ version = "" }) => oracle.cells.filter(({ release }) => release === version).map(({ key }) => key),
      "Query.revisions.key": () => oracle.cells.filter(({ release }) => release === oracle.versions[0]).map(({ key }) => key),
    };

    const optionsOf = (on: string, field: string, name: string, place: Place): readonly string[] | undefined => {
      const own = known[`${on}.${field}.${name}`] ?? (on === "Release" ? known[`Release.*.${name}`] : undefined);
      return place.version === undefined && on !== "Query" ? undefined : own?.(place);
    };

    /** Whether a field can only be asked with a word that may be wrong. */
    const isDoubtful = (on: string, { name: field, args }: GraphQLField<unknown, unknown>, place: Place): boolean =>
      !(on === "Dataset" && args.some(({ name }) => name === "by")) &&
      !(on === "Release" && place.version !== undefined && (field === "compare" || field === "areaAt")) &&
      args.some((one) => isRequired(one) && !isClosed(one.type) && (optionsOf(on, field, one.name, place)?.length ?? 0) === 0);

    function chooseArgument(on: string, field: string, { name, type, defaultValue }: GraphQLArgument, place: Place): unknown {
      if (name === "after") return undefined;
      if (!isRequired({ type, defaultValue }) && choose.once(2)) return undefined;
      if (name === "language") return choose.one(["en", "es", "es-MX", "xx", "constructor", "__proto__", "toString"]);
      if (name === "style" || name === "first" || name === "limit" || name === "adjustment") return chooseInput(type, name, place);
      if (field === "areaAt") return name === "latitude" ? 40 + choose.number(20) / 100 : -100 + choose.number(30) / 100;
      const options = optionsOf(on, field, name, place);
      if (options !== undefined && options.length > 0) return choose.one(options);
      if (on !== "Survey" && isClosed(type)) return chooseInput(type, name, place);
      return isBold ? doubt(chooseInput(type, name, place)) : undefined;
    }

    function pairs(version: string): unknown {
      const cells = oracle.cells.filter(({ release }) => release === version);
      return Array.from({ length: 1 + choose.number(2) }, () => {
        const first = choose.one(cells);
        const others = cells.filter(({ dataset, measure }) => dataset === first.dataset && measure === first.measure);
        return { first: first.key, second: choose.one(others).key };
      });
    }

    function argumentsOf(on: string, field: GraphQLField<unknown, unknown>, place: Place): Record<string, unknown> {
      if (on === "Dataset" && (field.name === "cells" || field.name === "table")) {
        const size = field.name === "cells" ? { first: choose.one([1, 3, 10, 50]) } : { limit: choose.one([1, 7, 50, 10_000]) };
        const language = field.name === "table" && choose.once(3) ? { language: choose.one(["en", "es"]) } : {};
        return { ...chooseQuestion(choose, oracle, place.version ?? "", place.dataset ?? ""), ...size, ...language };
      }
      if (on === "Release" && field.name === "compare" && place.version !== undefined) {
        return {
          pairs: pairs(place.version),
          ...(choose.once(2) ? { adjustment: choose.one(["HOLM", "BENJAMINI_HOCHBERG", "NONE"]) } : {}),
        };
      }
      const entries = field.args.map((argument) => [argument.name, chooseArgument(on, field.name, argument, place)] as const);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }

    function within(on: string, field: string, args: Readonly<Record<string, unknown>>, place: Place): Place {
      if (on === "Query" && field === "release") return { version: String(args.version ?? oracle.versions[0]) };
      if (on === "Release" && field === "dataset") return { version: place.version, dataset: String(args.code) };
      if (on === "Release" && (field === "supersedes" || field === "supersededBy")) return {};
      return on === "Query" ? {} : { version: place.version };
    }

    /** Fields that can be asked here at all. */
    function possible(type: GraphQLNamedType, depth: number, place: Place): readonly GraphQLField<unknown, unknown>[] {
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      return Object.values(type.getFields()).filter((field) => {
        if (!isBold && isDoubtful(type.name, field, place)) return false;
        if (left.has(field.name) || (type.name === "Query" && (field.name === "node" || field.name === "service") && choose.once(2)))
          return false;
        if (field.name === "cells" || field.name === "table") {
          if (type.name === "Dataset" && (place.version === undefined || place.dataset === undefined)) return false;
        }
        return depth < deepest || !isCompositeType(getNamedType(field.type));
      });
    }

    function ask(on: string, field: GraphQLField<unknown, unknown>, key: string, depth: number, place: Place): Asked {
      const args = argumentsOf(on, field, place);
      return { field, on, key, args, children: walk(getNamedType(field.type), depth + 1, within(on, field.name, args, place)) };
    }

    function walk(type: GraphQLNamedType, depth: number, place: Place): readonly Asked[] {
      if (!isCompositeType(type)) return [];
      const asked: Asked[] = [];
      const taken = new Set<string>();
      const add = (on: string, field: GraphQLField<unknown, unknown>) => {
        budget -= 1;
        const key = taken.has(field.name) || choose.once(3) ? `${field.name}_${asked.length}` : field.name;
        taken.add(field.name);
        asked.push(ask(on, field, key, depth, place));
      };
      const must = neededOf(type.name);
      const fields = possible(type, must.length > 0 ? 0 : depth, place);
      for (const name of must) {
        const field = fields.find((one) => one.name === name);
        if (field !== undefined) add(type.name, field);
      }
      // Past the budget only what ends at once is asked.
      const ends = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
      const isFact = must.length > 2;
      const open = isFact || budget < 0 ? ends : fields;
      if (open.length > 0) {
        // The way to figures is taken more often than others.
        const toFigures = open.flatMap((field) => Array.from({ length: ways[field.name] ?? 0 }, () => field));
        if (!isFact && toFigures.length > 0 && budget > 0 && choose.number(4) > 0) add(type.name, choose.one(toFigures));
        for (const field of choose.some(open, isFact ? 3 : type.name === "Query" ? 2 : 5)) add(type.name, field);
      }
      if (asked.length === 0) asked.push({ field: typename, on: type.name, key: "__typename", args: {}, children: [] });
      return asked;
    }
    const query = schema.getQueryType();
    if (query == null) throw new Error("There is no Query.");
    return { root: walk(query, 0, {}), isSure };
  };
}

/** The field that every type has. */
const typename = { name: "__typename", args: [], type: "String!" } as unknown as GraphQLField<unknown, unknown>;
