import { graphql } from "../generated/gql.ts";

/** The surveys of a release, in one language: what they ask, of whom, and how each wave was held. */
export const surveysQuery = graphql(`
  query Surveys($version: String!, $language: String!) {
    release(version: $version) {
      surveys {
        code
        title(language: $language)
        description(language: $language)
        constructs {
          code
          kind
          title(language: $language)
          definition(language: $language)
          items {
            code
          }
        }
        items {
          code
          title(language: $language)
          base(language: $language)
          construct {
            code
          }
          questions {
            instrument {
              version
            }
            position
            wording(language: $language)
            languages
            reversed
            series
            change {
              what
              why(language: $language)
            }
            scale {
              kind
              answers {
                code
                label(language: $language)
                favourable
                score
              }
              nonAnswers {
                code
                label(language: $language)
              }
            }
          }
        }
        groupings {
          code
          title(language: $language)
          groups {
            code
            label(language: $language)
            folded
          }
        }
        instruments {
          version
          title(language: $language)
          permission(language: $language)
          languages
        }
      }
    }
  }
`);

/** The waves of each survey. Apart from the rest of it: together they are more than an API gives at once. */
export const wavesQuery = graphql(`
  query Waves($version: String!, $language: String!) {
    release(version: $version) {
      surveys {
        code
        waves {
          code
          title(language: $language)
          series
          fieldFrom
          fieldTo
          period {
            code
          }
          instrument {
            version
          }
          sampleDesign
          modes(language: $language)
          languages
          invited
          completes
          responseRate
          responseRateDefinition(language: $language)
          precisionName(language: $language)
          precisionNote(language: $language)
          questionnaireUrl
          limitations(language: $language)
          disclosure {
            code
            label(language: $language)
            given
            text(language: $language)
          }
          completeness {
            given
            of
          }
          weighting {
            method
            statement(language: $language)
            designEffect
            nEffective
            trim {
              lowest
              highest
            }
            margins {
              name
              by
              source(language: $language)
              categories {
                code
                label(language: $language)
                target
                unweighted
                weighted
                mergedInto
              }
            }
          }
          reliability {
            construct {
              code
            }
            alpha
            n
          }
        }
      }
    }
  }
`);

/** The questionnaires of a survey word for word, in one of the languages that they were asked in. */
export const wordingsQuery = graphql(`
  query Wordings($version: String!, $survey: String!, $language: String!) {
    release(version: $version) {
      survey(code: $survey) {
        instruments {
          version
          languages
          questions {
            position
            item {
              code
            }
            wording(language: $language)
            scale {
              answers {
                code
                label(language: $language)
              }
              nonAnswers {
                code
                label(language: $language)
              }
            }
          }
        }
      }
    }
  }
`);

/** What may be said of the estimates of some areas in one period, and where to look instead of those that are not shown. */
export const estimatesQuery = graphql(`
  query Estimates($version: String!, $survey: String!, $areas: [String!]!, $period: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      survey(code: $survey) {
        estimates(areas: $areas, periods: [$period], first: $first, after: $after) {
          nodes {
            kind
            area {
              code
            }
            item {
              code
            }
            construct {
              code
            }
            precision(language: $language)
            sentence(language: $language)
            pool {
              area {
                code
                name(language: $language)
              }
              period {
                code
              }
              group {
                code
                label(language: $language)
              }
              estimate {
                value
                n
                interval {
                  lower
                  upper
                }
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`);

/** Where to look instead of the figures of a demographic's groups that are not shown. */
export const groupPoolsQuery = graphql(`
  query GroupPools(
    $version: String!
    $survey: String!
    $area: String!
    $period: String!
    $grouping: String!
    $language: String!
    $first: Int!
    $after: String
  ) {
    release(version: $version) {
      survey(code: $survey) {
        estimates(
          areas: [$area]
          periods: [$period]
          grouping: $grouping
          measures: [FAVOURABLE]
          status: [SUPPRESSED, UNRELIABLE]
          first: $first
          after: $after
        ) {
          nodes {
            item {
              code
            }
            group {
              code
            }
            pool {
              area {
                code
                name(language: $language)
              }
              period {
                code
              }
              group {
                code
                label(language: $language)
              }
              estimate {
                value
                n
                interval {
                  lower
                  upper
                }
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`);

/** Figures two by two: what may be said of the second against the first. */
export const compareQuery = graphql(`
  query Compare($version: String!, $survey: String!, $pairs: [SurveyPairInput!]!, $language: String!) {
    release(version: $version) {
      survey(code: $survey) {
        compare(pairs: $pairs) {
          verdict
          reason
          difference
          interval {
            lower
            upper
          }
          sentence(language: $language)
        }
      }
    }
  }
`);
