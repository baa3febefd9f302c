import { graphql } from "../generated/gql.ts";

/** The cells of one published grouping, column by column, up to 10,000 at a time. */
export const tableQuery = graphql(`
  query Table($version: String!, $dataset: String!, $measures: [String!]!, $by: [String!]!, $table: String!, $limit: Int!, $after: String) {
    release(version: $version) {
      dataset(code: $dataset) {
        table(measures: $measures, by: $by, table: $table, limit: $limit, after: $after) {
          rowCount
          truncated
          endCursor
          key
          measure
          dimensions {
            code
            level
            members
          }
          value
          status
          flags
          lower
          upper
          numerator
          denominator
          n
          nEffective
        }
      }
    }
  }
`);
