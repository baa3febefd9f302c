import { graphql } from "../generated/gql.ts";

/** Which cells of a release are not the same as in an older one. */
export const changesQuery = graphql(`
  query Changes($version: String!, $since: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      changes(since: $since, first: $first, after: $after) {
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
            ...ChangedCell
          }
          after {
            ...ChangedCell
          }
        }
      }
    }
  }
  fragment ChangedCell on Cell {
    area {
      code
    }
    measure {
      code
      title(language: $language)
    }
    labels(language: $language)
    estimate {
      status
      value
      text(language: $language)
    }
  }
`);
