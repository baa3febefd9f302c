import { graphql } from "../generated/gql.ts";

/** Which cells of a release are not the same as in an older one. */
export const changesQuery = graphql(`
  query Changes($version: String!, $since: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      changes(since: $since, first: $first, after: $after) {
        totalCount
        addedTables
        removedTables
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          key
          kind
          before {
            estimate {
              value
              text(language: $language)
            }
          }
          after {
            measure {
              title(language: $language)
            }
            labels(language: $language)
            estimate {
              value
              text(language: $language)
            }
          }
        }
      }
    }
  }
`);
