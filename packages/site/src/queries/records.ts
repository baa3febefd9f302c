import { graphql } from "../generated/gql.ts";

// The curated public records of a release, in one language: a list at a time, page by page.

/** What the release has records of, and the columns of each kind. */
export const recordSetsQuery = graphql(`
  query RecordSets($version: String!) {
    release(version: $version) {
      recordSets {
        kind
        theme
        standard
        isFinding
        rowCount
        columns {
          name
          type
          isRequired
          codes
          description
        }
      }
    }
  }
`);

/** The rows of a kind as they were published, every language at once. */
export const recordRowsQuery = graphql(`
  query RecordRows($version: String!, $kind: String!, $first: Int!, $after: String) {
    release(version: $version) {
      records(kind: $kind) {
        rows(first: $first, after: $after) {
          nodes {
            code
            areas
            values
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

/** Activities: planned, held and cancelled. */
export const activitiesQuery = graphql(`
  query Activities($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: activities(first: $first, after: $after) {
        nodes {
          code
          title(language: $language)
          type
          status
          area {
            code
          }
          start
          end
          announcedOn
          place
          mode
          iap2Level
          objective(language: $language)
          languages
          access
          hosts {
            code
            name
          }
          partners {
            code
            name
          }
          decisions(language: $language)
          nextSteps(language: $language)
          minutes
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What the police promised in public. */
export const commitmentsQuery = graphql(`
  query Commitments($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: commitments(first: $first, after: $after) {
        nodes {
          code
          area {
            code
          }
          youSaid(language: $language)
          weWill(language: $language)
          whatChanged(language: $language)
          owner
          madeOn
          due
          status
          statusOn
          evidence
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What areas and their police agreed to work on. */
export const prioritiesQuery = graphql(`
  query Priorities($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: priorities(first: $first, after: $after) {
        nodes {
          code
          area {
            code
          }
          statement(language: $language)
          theme
          adoptedOn
          endedOn
          action(language: $language)
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What the police set out to reach, and how that stands by the published figures. */
export const goalsQuery = graphql(`
  query Goals($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: goals(first: $first, after: $after) {
        nodes {
          code
          statement(language: $language)
          area {
            code
          }
          measure
          category
          baselinePeriod
          aim
          target
          setOn
          due
          owner
          setWith(language: $language)
          strategy(language: $language)
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** How goals stand. */
export const goalFindingsQuery = graphql(`
  query GoalFindings($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: goalFindings(first: $first, after: $after) {
        nodes {
          code
          verdict
          reason
          baseline
          baselineLower
          baselineUpper
          latestPeriod
          latest
          latestLower
          latestUpper
          method(language: $language)
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What the public asked, and what it was told. */
export const questionsQuery = graphql(`
  query PublicQuestions($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: publicQuestions(first: $first, after: $after) {
        nodes {
          code
          area {
            code
          }
          theme
          question(language: $language)
          askedOn
          status
          answeredOn
          answer(language: $language)
          answeredBy
          source
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What the agency says itself of what stood in the way, and of what should be done. */
export const reportStatementsQuery = graphql(`
  query ReportStatements($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: reportStatements(first: $first, after: $after) {
        nodes {
          code
          type
          area {
            code
          }
          from
          to
          statement(language: $language)
          addressedTo(language: $language)
          answer(language: $language)
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Whom residents can turn to. */
export const contactsQuery = graphql(`
  query Contacts($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: contacts(first: $first, after: $after) {
        nodes {
          code
          area {
            code
          }
          team(language: $language)
          page
          named
          since
          until
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Problems that are worked on, with their stages, responses, assessments and what partners brought. */
export const problemsQuery = graphql(`
  query Problems($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: problems(first: $first, after: $after) {
        nodes {
          code
          title(language: $language)
          type
          source
          areas {
            code
          }
          openedOn
          closedOn
          harm(language: $language)
          lead
          stages {
            stage
            from
            to
            summary(language: $language)
            evidence
          }
          responses {
            title(language: $language)
            type
            partners {
              code
              name
            }
            from
            to
            dosage(language: $language)
            officerHours
          }
          assessments {
            code
            measure
            category
            design
            responseAreas {
              code
            }
            comparisonAreas {
              code
            }
            bufferAreas {
              code
            }
            bufferComparisonAreas {
              code
            }
            beforeFrom
            beforeTo
            afterFrom
            afterTo
            carriedOut(language: $language)
            limitations(language: $language)
            evaluation {
              verdict
              reason
              sentence(language: $language)
              responseBefore
              responseAfter
              comparisonBefore
              comparisonAfter
              bufferBefore
              bufferAfter
              bufferComparisonBefore
              bufferComparisonAfter
              estimate
              estimateUnit
              estimateLower
              estimateUpper
              relativeEffect
              relativeLower
              relativeUpper
              displacement
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
`);

/** Whom the police work with. */
export const partnersQuery = graphql(`
  query Partners($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: partners(first: $first, after: $after) {
        nodes {
          code
          name
          sector
          areas {
            code
          }
          website
          since
          until
          purpose(language: $language)
          agreement
          links {
            a {
              code
              name
            }
            b {
              code
              name
            }
            problems {
              code
            }
            activities
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** What partners brought. */
export const contributionsQuery = graphql(`
  query Contributions($version: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: contributions(first: $first, after: $after) {
        nodes {
          code
          partner {
            code
            name
          }
          date
          type
          hours
          moneyBand
          problem {
            code
          }
          activity {
            code
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Whether counts rise or fall. */
export const trendsQuery = graphql(`
  query Trends($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: trendFindings(first: $first, after: $after) {
        nodes {
          measure
          area {
            code
          }
          category
          verdict
          reason
          sentence(language: $language)
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Areas in which there is more or less than chance explains. */
export const hotspotsQuery = graphql(`
  query Hotspots($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: hotspotFindings(verdict: [HOT, COLD], first: $first, after: $after) {
        nodes {
          measure
          area {
            code
          }
          category
          verdict
          sentence(language: $language)
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** For which counts, categories and levels it was looked for areas that stand out, and why not for the others. */
export const hotspotAnalysesQuery = graphql(`
  query HotspotAnalyses($version: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: hotspotAnalyses(first: $first, after: $after) {
        nodes {
          measure
          level
          category
          verdict
          reason
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Areas that nothing was held in. */
export const notReachedQuery = graphql(`
  query NotReached($version: String!, $language: String!, $first: Int!, $after: String) {
    release(version: $version) {
      list: areasNotReached(first: $first, after: $after) {
        nodes {
          period
          level
          sentence(language: $language)
          areasNotReached {
            code
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
