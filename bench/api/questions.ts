/** The servers that are asked the same. */
export type Asked = "openbeat" | "postgraphile" | "mercurius";

/** One piece of work, as each server is asked for it. */
export interface Question {
  readonly name: string;
  readonly query: Readonly<Record<Asked, string>>;
  /** The figures of an answer in one shape for all, so that answers can be compared before anything is timed. */
  readonly figures: Readonly<Record<Asked, (data: Json) => Json>>;
}

/** What an answer holds. Its shape is known from the query beside it. */
// biome-ignore lint/suspicious/noExplicitAny: each reader below stands beside the query that says what there is
export type Json = any;

const nothing = () => [];
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const quoted = (words: readonly string[]) => words.map((word) => `"${word}"`).join(", ");

const by = 'by: ["area.beat", "period.month", "offence.category"]';
const dataset = (inside: string) => `{ release { dataset(code: "incidents") { ${inside} } } }`;
const nodes = (data: Json): readonly Json[] => data.release.dataset.cells.nodes;

const rateFields = "codes value status flags numerator denominator n lower upper intervalLevel intervalMethod";
const rateFigures = (row: Json, area: Json, period: string, name: (area: Json) => string) => [
  area.code,
  name(area),
  period,
  row.codes[0],
  row.value,
  row.status,
  row.flags,
  row.numerator,
  row.denominator,
  row.n,
  row.lower,
  row.upper,
  row.intervalLevel,
  row.intervalMethod,
];
const english = ({ name }: Json): string => name.en;
const plain = ({ name }: Json): string => name;

const tableFigures = (row: Json, area: string, period: string) => [
  area,
  period,
  row.codes[0],
  row.value,
  row.status,
  row.flags.join(";"),
  row.numerator,
  row.denominator,
  row.lower,
  row.upper,
];
const tableFields = "codes value status flags numerator denominator lower upper";

/** The four pieces of work of every comparison, and the table of a thousand rows. */
export const questions: readonly Question[] = [
  {
    name: "hello",
    query: { openbeat: "{ __typename }", postgraphile: "{ __typename }", mercurius: "{ __typename }" },
    figures: { openbeat: nothing, postgraphile: nothing, mercurius: nothing },
  },
  {
    name: "20 rows",
    query: {
      openbeat: '{ release { areas(level: "beat", first: 20) { nodes { code name } } } }',
      postgraphile: "{ allAreas(first: 20, orderBy: [PRIMARY_KEY_ASC]) { nodes { code name } } }",
      mercurius: "{ areas(first: 20) { code name } }",
    },
    figures: {
      openbeat: (data) => data.release.areas.nodes.map((area: Json) => [area.code, area.name]),
      postgraphile: (data) => data.allAreas.nodes.map((area: Json) => [area.code, area.name.en]),
      mercurius: (data) => data.areas.map((area: Json) => [area.code, area.name]),
    },
  },
  {
    name: "50 rows x 11 fields",
    query: {
      openbeat: dataset(`cells(measures: ["OUT.01.R"], ${by}, first: 50) { nodes { dims area { code name } period { code }
        estimate { value status flags numerator denominator n interval { lower upper level method } } } }`),
      postgraphile: `{ allObservations(first: 50, condition: { tableId: 1, groupingId: 1, measureId: 1 }, orderBy: [PRIMARY_KEY_ASC]) {
        nodes { ${rateFields} areaByAreaId { code name } periodByPeriodId { code } } } }`,
      mercurius: `{ observations(first: 50, measure: 1) { ${rateFields} area { code name } period { code } } }`,
    },
    figures: {
      openbeat: (data) =>
        nodes(data).map(({ dims, area, period, estimate }) => {
          const { lower = null, upper = null, level = null, method = null } = estimate.interval ?? {};
          return rateFigures(
            { ...estimate, codes: [dims[2]], lower, upper, intervalLevel: level, intervalMethod: method },
            area,
            period.code,
            plain,
          );
        }),
      postgraphile: (data) =>
        data.allObservations.nodes.map((row: Json) => rateFigures(row, row.areaByAreaId, row.periodByPeriodId.code, english)),
      mercurius: (data) => data.observations.map((row: Json) => rateFigures(row, row.area, row.period.code, plain)),
    },
  },
  {
    // Facts do not hang below areas here: their rows are asked for by area.
    name: "20 parents x 5 children",
    query: {
      openbeat: dataset(`cells(measures: ["OUT.01.R"], ${by}, where: [
        { dimension: "area", is: { in: [${quoted(range(1, 20).map((at) => `B${String(at).padStart(3, "0")}`))}] } }
        { dimension: "period", is: { in: ["2015-01"] } }
        { dimension: "offence", is: { in: [${quoted(range(1, 5).map((at) => `offence-${at}`))}] } }
      ], first: 100) { nodes { area { code name } period { code } estimate { value status } } }`),
      postgraphile: `{ allAreas(first: 20, orderBy: [PRIMARY_KEY_ASC]) { nodes { code name
        observationsByAreaId(first: 5, condition: { groupingId: 1, measureId: 1 }, orderBy: [PRIMARY_KEY_ASC]) {
          nodes { periodByPeriodId { code } value status } } } } }`,
      mercurius: "{ areas(first: 20) { code name observations(first: 5, measure: 1) { period { code } value status } } }",
    },
    figures: {
      openbeat: (data) =>
        nodes(data).map(({ area, period, estimate }) => [area.code, area.name, period.code, estimate.value, estimate.status]),
      postgraphile: (data) =>
        data.allAreas.nodes.flatMap(({ code, name, observationsByAreaId }: Json) =>
          observationsByAreaId.nodes.map((row: Json) => [code, name.en, row.periodByPeriodId.code, row.value, row.status]),
        ),
      mercurius: (data) =>
        data.areas.flatMap(({ code, name, observations }: Json) =>
          observations.map((row: Json) => [code, name, row.period.code, row.value, row.status]),
        ),
    },
  },
  {
    name: "table of 1,000 rows",
    query: {
      openbeat: dataset(`table(measures: ["OUT.01.R"], ${by}, limit: 1000) {
        dimensions { members } value status flags numerator denominator lower upper }`),
      postgraphile: `{ allObservations(first: 1000, condition: { tableId: 1, groupingId: 1, measureId: 1 }, orderBy: [PRIMARY_KEY_ASC]) {
        nodes { areaByAreaId { code } periodByPeriodId { code } ${tableFields} } } }`,
      mercurius: `{ observations(first: 1000, measure: 1) { area { code } period { code } ${tableFields} } }`,
    },
    figures: {
      openbeat({ release }) {
        const { dimensions, ...columns } = release.dataset.table;
        const [area, period, offence] = dimensions.map(({ members }: Json) => members);
        return area.map((code: string, at: number) => [
          code,
          period[at],
          offence[at],
          ...["value", "status", "flags", "numerator", "denominator", "lower", "upper"].map((column) => columns[column][at]),
        ]);
      },
      postgraphile: (data) =>
        data.allObservations.nodes.map((row: Json) => tableFigures(row, row.areaByAreaId.code, row.periodByPeriodId.code)),
      mercurius: (data) => data.observations.map((row: Json) => tableFigures(row, row.area.code, row.period.code)),
    },
  },
];
