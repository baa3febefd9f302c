import { graphql } from "../generated/gql.ts";

/** How the interval of one cell was computed. */
export const intervalQuery = graphql(`
  query IntervalMethod($version: String!, $dataset: String!, $table: String!, $measure: String!, $by: [String!]!, $where: [DimensionFilter!]) {
    release(version: $version) {
      dataset(code: $dataset) {
        cells(table: $table, measures: [$measure], by: $by, where: $where, first: 1) {
          nodes {
            estimate {
              interval {
                level
                method
              }
            }
          }
        }
      }
    }
  }
`);
