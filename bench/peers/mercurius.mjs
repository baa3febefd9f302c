// Mercurius with its just-in-time compiler, and resolvers and loaders written by hand over `pg`. Says where it answers.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: "-c role=openbeat_reader" });
const read = async (sql, parameters) => (await pool.query(sql, parameters)).rows;

const schema = `
  type Area { id: Int! code: String! name: String! observations(first: Int!, measure: Int!): [Observation!]! }
  type Period { code: String! }
  type Measure { code: String! }
  type Observation {
    measure: Measure! area: Area! period: Period! codes: [String!]! value: Float status: String! flags: [String!]!
    numerator: Float denominator: Float n: Int lower: Float upper: Float intervalLevel: Float intervalMethod: String
  }
  type Query { areas(first: Int!): [Area!]! observations(first: Int!, measure: Int!): [Observation!]! }`;
const columns = `measure_id, area_id, period_id, codes, value, status, flags::text[] AS flags, numerator, denominator, n, lower, upper,
  interval_level AS "intervalLevel", interval_method AS "intervalMethod"`;
const resolvers = {
  Query: {
    areas: (_, { first }) =>
      read("SELECT id, code, name->>'en' AS name FROM area WHERE release_id = 1 ORDER BY position LIMIT $1", [first]),
    observations: (_, { first, measure }) =>
      read(`SELECT ${columns} FROM observation WHERE table_id = 1 AND grouping_id = 1 AND measure_id = $1 ORDER BY seq LIMIT $2`, [
        measure,
        first,
      ]),
  },
};
const byId = (column, sql) => async (queries) => {
  const ids = queries.map(({ obj }) => obj[column]);
  const found = new Map((await read(sql, [[...new Set(ids)]])).map((row) => [row.id, row]));
  return ids.map((id) => found.get(id));
};
const loaders = {
  Observation: {
    area: byId("area_id", "SELECT id, code, name->>'en' AS name FROM area WHERE id = ANY($1)"),
    period: byId("period_id", "SELECT id, code FROM period WHERE id = ANY($1)"),
    measure: byId("measure_id", "SELECT id, code FROM measure WHERE id = ANY($1)"),
  },
  Area: {
    async observations(queries) {
      const { first, measure } = queries[0].params;
      const rows = await read(
        `SELECT o.* FROM unnest($1::int[]) area (id) CROSS JOIN LATERAL (SELECT ${columns} FROM observation
          WHERE grouping_id = 1 AND measure_id = $2 AND area_id = area.id ORDER BY seq LIMIT $3) o`,
        [queries.map(({ obj }) => obj.id), measure, first],
      );
      const byArea = Map.groupBy(rows, (row) => row.area_id);
      return queries.map(({ obj }) => byArea.get(obj.id) ?? []);
    },
  },
};
const server = Fastify();
server.register(mercurius, { schema, resolvers, loaders, jit: 1 });
console.log(`${await server.listen({ port: 0, host: "127.0.0.1" })}/graphql`);
