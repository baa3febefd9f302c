import { graphql } from "../generated/gql.ts";

/** What a release says of those that it mends or withdraws. */
export const correctionsQuery = graphql(`
  query Corrections($version: String!, $language: String!) {
    release(version: $version) {
      corrections {
        affectedVersion
        kind
        what(language: $language)
        why(language: $language)
        impact(language: $language)
        noticedOn
      }
    }
  }
`);
