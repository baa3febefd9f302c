import { schema } from "@openbeat/schema/graphql";
import { getNamedType, isInputObjectType, isObjectType } from "graphql";
import { expect, it } from "vitest";
import { ask } from "./asking.ts";

const survey = (fields: string) => `{ release { survey(code: "resident-survey") { ${fields} } } }`;
const cells = (options: string) => `{ release { dataset(code: "incidents") { cells(${options}) { totalCount } } } }`;
const where = (is: string) =>
  cells(`measures: ["OUT.01"], by: ["area.district", "period.year"], where: [{ dimension: "area", is: { ${is} } }]`);
const pair = (text: string) => survey(`compare(pairs: [{ ${text} }]) { verdict }`);
const figures = (first: string, second: string) =>
  `{ release { compare(pairs: [{ first: "incidents/OUT.01/area.district=${first};period.year=2025", second: "incidents/OUT.01/area.district=${second};period.year=2025" }]) { verdict } } }`;
const key = (text: string) => `{ release { cell(key: "${text}") { key } } }`;

/** Questions that name something that is not there, by the argument that names it, with the error's code and what must be suggested. */
const lookups: readonly (readonly [argument: string, query: string, code: string, suggestion: string])[] = [
  ["Query.release(version)", '{ release(version: "1.0.1") { version } }', "RELEASE_NOT_FOUND", "1.0.0"],
  ["Query.revisions(key)", '{ revisions(key: "incidence/OUT.01/area.district=D3") { release } }', "UNKNOWN_DATASET", "incidents"],
  ["Release.dataset(code)", '{ release { dataset(code: "incidence") { code } } }', "UNKNOWN_DATASET", "incidents"],
  ["Release.measure(code)", '{ release { measure(code: "OUT.1") { code } } }', "UNKNOWN_MEASURE", "OUT.01"],
  ["Release.agency(code)", '{ release { agency(code: "apdd") { code } } }', "UNKNOWN_MEMBER", "apd"],
  ["Release.area(code)", '{ release { area(code: "D33") { code } } }', "UNKNOWN_MEMBER", "D3"],
  ["Release.areas(level)", '{ release { areas(level: "distrct") { totalCount } } }', "UNKNOWN_LEVEL", "district"],
  ["Release.areas(under)", '{ release { areas(under: "D33") { totalCount } } }', "UNKNOWN_MEMBER", "D3"],
  ["Release.cell(key)", key("incidence/OUT.01/area.district=D3"), "UNKNOWN_DATASET", "incidents"],
  ["Release.cell(key)", key("incidents/OUT.01/area.district=D33;period.year=2025"), "UNKNOWN_MEMBER", "D3"],
  ["Release.changes(since)", '{ release { changes(since: "1.0.1") { totalCount } } }', "RELEASE_NOT_FOUND", "1.0.0"],
  [
    "Release.changes(dataset)",
    '{ release { changes(since: "1.0.0", dataset: "incidence") { totalCount } } }',
    "UNKNOWN_DATASET",
    "incidents",
  ],
  ["Release.records(kind)", '{ release { records(kind: "problem") { kind } } }', "UNKNOWN_MEMBER", "problems"],
  ["Release.survey(code)", '{ release { survey(code: "residents-survey") { code } } }', "UNKNOWN_SURVEY", "resident-survey"],
  ["Release.activity(code)", '{ release { activity(code: "E2026-0024") { code } } }', "UNKNOWN_MEMBER", "E2026-00249"],
  ["Release.commitment(code)", '{ release { commitment(code: "C-2026-033") { code } } }', "UNKNOWN_MEMBER", "C-2026-03"],
  ["Release.partner(code)", '{ release { partner(code: "harbor-authority") { code } } }', "UNKNOWN_MEMBER", "harbour-authority"],
  ["Release.priority(code)", '{ release { priority(code: "P-2024-011") { code } } }', "UNKNOWN_MEMBER", "P-2024-01"],
  ["Release.problem(code)", '{ release { problem(code: "millbrook-speedin") { code } } }', "UNKNOWN_MEMBER", "millbrook-speeding"],
  ["Release.goal(code)", '{ release { goal(code: "G-2025-011") { code } } }', "UNKNOWN_MEMBER", "G-2025-01"],
  ["Release.publicQuestion(code)", '{ release { publicQuestion(code: "Q-2026-011") { code } } }', "UNKNOWN_MEMBER", "Q-2026-01"],
  ["Release.problems(area)", '{ release { problems(area: "D33") { totalCount } } }', "UNKNOWN_MEMBER", "D3"],
  ["Release.trendFindings(measure)", '{ release { trendFindings(measure: "OUT.1") { totalCount } } }', "UNKNOWN_MEASURE", "OUT.01"],
  ["Dataset.cells(measures)", cells('measures: ["OUT.1"]'), "UNKNOWN_MEASURE", "OUT.01"],
  ["Dataset.cells(by)", cells('measures: ["OUT.01"], by: ["aera.district"]'), "UNKNOWN_DIMENSION", "area"],
  ["Dataset.cells(by)", cells('measures: ["OUT.01"], by: ["area.distrct"]'), "UNKNOWN_LEVEL", "district"],
  ["Dataset.cells(table)", cells('measures: ["OUT.01"], table: "incident-by-district"'), "UNKNOWN_TABLE", "incidents-by-district"],
  [
    "DimensionFilter.dimension",
    cells('measures: ["OUT.01"], by: ["area.district", "period.year"], where: [{ dimension: "aera", is: { in: ["D3"] } }]'),
    "UNKNOWN_DIMENSION",
    "area",
  ],
  ["DimensionPredicate.in", where('in: ["D33"]'), "UNKNOWN_MEMBER", "D3"],
  ["DimensionPredicate.notIn", where('notIn: ["D33"]'), "UNKNOWN_MEMBER", "D3"],
  ["DimensionPredicate.under", where('under: "ALDD"'), "UNKNOWN_MEMBER", "ALD"],
  ["FigurePairInput.first", figures("D33", "D2"), "UNKNOWN_MEMBER", "D3"],
  ["FigurePairInput.second", figures("D2", "D33"), "UNKNOWN_MEMBER", "D3"],
  [
    "Dimension.members(level)",
    '{ release { dataset(code: "incidents") { dimensions { members(level: "distrct") { totalCount } } } } }',
    "UNKNOWN_LEVEL",
    "district",
  ],
  ["Survey.construct(code)", survey('construct(code: "being_herd") { code }'), "UNKNOWN_MEMBER", "being_heard"],
  ["Survey.item(code)", survey('item(code: "confidense") { code }'), "UNKNOWN_MEMBER", "confidence"],
  ["Survey.wave(code)", survey('wave(code: "2026-Q33") { code }'), "UNKNOWN_MEMBER", "2026-Q3"],
  ["SurveyItem.question(wave)", survey('item(code: "voice") { question(wave: "2026-Q33") { wording } }'), "UNKNOWN_MEMBER", "2026-Q3"],
  [
    "SurveyConstruct.reliability(wave)",
    survey('construct(code: "being_heard") { reliability(wave: "2026-Q33") { __typename } }'),
    "UNKNOWN_MEMBER",
    "2026-Q3",
  ],
  ["Survey.estimates(items)", survey('estimates(items: ["confidense"]) { totalCount }'), "UNKNOWN_MEMBER", "confidence"],
  ["Survey.estimates(constructs)", survey('estimates(constructs: ["being_herd"]) { totalCount }'), "UNKNOWN_MEMBER", "being_heard"],
  ["Survey.estimates(answersOf)", survey('estimates(answersOf: ["confidense"]) { totalCount }'), "UNKNOWN_MEMBER", "confidence"],
  ["Survey.estimates(areas)", survey('estimates(areas: ["D33"]) { totalCount }'), "UNKNOWN_MEMBER", "D3"],
  ["Survey.estimates(areaLevel)", survey('estimates(areaLevel: "distrct") { totalCount }'), "UNKNOWN_LEVEL", "district"],
  ["Survey.estimates(periods)", survey('estimates(periods: ["2026-Q33"]) { totalCount }'), "UNKNOWN_MEMBER", "2026-Q3"],
  ["Survey.estimates(groups)", survey('estimates(groups: ["age.age_18_35"]) { totalCount }'), "UNKNOWN_MEMBER", "age.age_18_34"],
  ["Survey.estimates(grouping)", survey('estimates(grouping: "agee") { totalCount }'), "UNKNOWN_LEVEL", "age"],
  ["SurveyPairInput.item", pair('item: "confidense", first: {}, second: {}'), "UNKNOWN_MEMBER", "confidence"],
  ["SurveyPairInput.construct", pair('construct: "being_herd", first: {}, second: {}'), "UNKNOWN_MEMBER", "being_heard"],
  ["SurveyPairInput.answer", pair('item: "confidence", answer: "44", first: {}, second: {}'), "UNKNOWN_MEMBER", "4"],
  ["SurveyPairSide.area", pair('item: "voice", first: { area: "D33" }, second: {}'), "UNKNOWN_MEMBER", "D3"],
  ["SurveyPairSide.period", pair('item: "voice", first: { period: "2026-Q33" }, second: {}'), "UNKNOWN_MEMBER", "2026-Q3"],
  ["SurveyPairSide.group", pair('item: "voice", first: { group: "everone" }, second: {}'), "UNKNOWN_MEMBER", "everyone"],
];

/** Arguments that name nothing of the hub by its code: words, days, cursors, and opaque identities. */
const free = /\((language|after|text|search|id|from|to)\)$/;
/** Arguments that are looked up by the code of another one that stands above. */
const alike: Readonly<Record<string, string>> = {
  "Dataset.table(measures)": "Dataset.cells(measures)",
  "Dataset.table(by)": "Dataset.cells(by)",
  "Dataset.table(table)": "Dataset.cells(table)",
};
const isText = (type: unknown) => ["String", "ID"].includes(String(type).replace(/[[\]!]/g, ""));

/** Every argument of the schema by which something is looked up. */
function lookupArguments(): readonly string[] {
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) if (isText(field.type)) found.push(`${type.name}.${field.name}`);
    }
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const isRecordList = type.name === "Release" && getNamedType(field.type).name.endsWith("Connection");
      for (const { name, type: own } of field.args) {
        const argument = `${type.name}.${field.name}(${name})`;
        if (!isText(own) || free.test(argument)) continue;
        // Lists of records are made alike: one of them stands for all.
        if (isRecordList && name === "area") found.push("Release.problems(area)");
        else if (isRecordList && name === "measure") found.push("Release.trendFindings(measure)");
        else found.push(alike[argument] ?? argument);
      }
    }
  }
  return [...new Set(found)];
}

/** What is not there is refused with what may have been meant. */
export function testDidYouMean(url: () => string): void {
  it("is looked at for every argument of the schema that names something", () => {
    const named = lookups.map(([argument]) => argument);
    expect(lookupArguments().filter((argument) => !named.includes(argument))).toEqual([]);
  });
  it.each(lookups)("suggests, for %s in %s", async (_, query, code, suggestion) => {
    const { errors } = await ask(url(), query);
    expect(errors?.[0].extensions.code, JSON.stringify(errors)).toBe(code);
    expect(errors[0].extensions.suggestions).toContain(suggestion);
  });
  it.each([
    ["a field", "{ release { verson } }", "version"],
    ["an argument", '{ release(verion: "1.0.0") { version } }', "version"],
    ["a value of an enumeration", "{ release { commitments(status: [OPN]) { totalCount } } }", "OPEN"],
    ["a type", "query ($x: Strng) { release(version: $x) { version } }", "String"],
  ])("suggests, for %s of the schema", async (_, query, suggestion) => {
    expect((await ask(url(), query)).errors[0].message).toMatch(new RegExp(`Did you mean .*"${suggestion}"`));
  });
}
