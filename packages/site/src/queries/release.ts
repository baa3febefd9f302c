import { graphql } from "../generated/gql.ts";

/** Every release there is, newest first. */
export const releasesQuery = graphql(`
  query Releases($first: Int!, $after: String) {
    releases(first: $first, after: $after) {
      nodes {
        version
        publishedAt
        isLatest
        sha256
        supersedes {
          version
        }
        corrections {
          affectedVersion
          kind
          noticedOn
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What a release holds, in one language: who publishes, where, what of, and how it was protected. */
export const releaseQuery = graphql(`
  query Release($version: String!, $language: String!) {
    release(version: $version) {
      version
      publishedAt
      isLatest
      sha256
      citation
      manifest
      certificate
      hub {
        code
        title(language: $language)
        description(language: $language)
        publisher(language: $language)
        languages
        timezone
        licence {
          name
          url
        }
        contact
        fictional
        nextRelease
        url
      }
      transparency {
        sentence(language: $language)
        met
        inPart
        notMet
        told
        cannotBeTold
        criteria {
          code
          title(language: $language)
          asks(language: $language)
          source
          sourceText(language: $language)
          sourceUrl
          test
          result
          resultText(language: $language)
          how(language: $language)
          toEarn(language: $language)
          count
          of
        }
      }
      agencies {
        code
        name(language: $language)
        contact
      }
      levels {
        code
        name(language: $language)
        plural(language: $language)
        areaCount
        parent {
          code
        }
      }
      datasets {
        code
        title(language: $language)
        description(language: $language)
        theme
        coverageFrom
        coverageTo
        source {
          publisher(language: $language)
          recordsRead
          recordsUsed
          leftOut {
            code
            records
          }
          notes {
            code
            title(language: $language)
            records
          }
          standards {
            title(language: $language)
          }
          breaks {
            from
          }
        }
      }
      tables {
        code
        title(language: $language)
        dataset {
          code
        }
        dimensions {
          code
          title(language: $language)
          kind
          levels
          codeList {
            code
          }
        }
        measures {
          code
        }
        groupings {
          by
          measures
          cellCount
          suppressedCount
        }
        rowCount
        suppressedCount
        sha256
        policy {
          method
          explanation(language: $language)
          threshold
          width
          zeros
        }
      }
      measures {
        code
        title(language: $language)
        shortTitle(language: $language)
        description(language: $language)
        kind
        unit(language: $language)
        higherIs
        decimals
        method(language: $language)
      }
      codeLists {
        code
        title(language: $language)
        codes {
          code
          level
          label(language: $language)
          parent {
            code
          }
        }
      }
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

/** The areas of a release, page by page, with their outlines and residents. */
export const areasQuery = graphql(`
  query Areas($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      areas(first: $first, after: $after) {
        nodes {
          code
          name(language: $language)
          level {
            code
          }
          parent {
            code
          }
          populations {
            group
            year
            residents
            source
          }
          boundary
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
