import type {
  CompareQuery,
  CompareQueryVariables,
  EstimatesQuery,
  EstimatesQueryVariables,
  ReleasesQuery,
  ReleasesQueryVariables,
  TableQuery,
  TableQueryVariables,
} from "./generated/documents.ts";

/** A question with the types of its answer and variables: a text, or what a code generator writes (`TypedDocumentString`). */
export interface TypedDocument<Result, Variables> {
  toString(): string;
  readonly __apiType?: (variables: Variables) => Result;
}

const typed = <Result, Variables>(text: string): TypedDocument<Result, Variables> => text as TypedDocument<Result, Variables>;

export const releasesDocument = typed<ReleasesQuery, ReleasesQueryVariables>(/* GraphQL */ `
  query Releases {
    releases(first: 500) {
      nodes { version publishedAt isLatest }
    }
  }
`);

export const tableDocument = typed<TableQuery, TableQueryVariables>(/* GraphQL */ `
  query Table(
    $dataset: String!
    $measures: [String!]!
    $by: [String!]!
    $where: [DimensionFilter!]
    $status: [ObservationStatus!]
    $table: String
    $language: String
    $limit: Int!
    $after: String
  ) {
    release {
      dataset(code: $dataset) {
        table(
          measures: $measures
          by: $by
          where: $where
          status: $status
          table: $table
          language: $language
          limit: $limit
          after: $after
        ) {
          truncated
          endCursor
          key
          measure
          dimensions { code members labels }
          value
          text
          status
          flags
          unit
          numerator
          denominator
          lower
          upper
          source { release citation(language: $language) }
        }
      }
    }
  }
`);

export const estimatesDocument = typed<EstimatesQuery, EstimatesQueryVariables>(/* GraphQL */ `
  query Estimates(
    $survey: String!
    $items: [String!]
    $constructs: [String!]
    $answersOf: [String!]
    $measures: [SurveyMeasure!]
    $areas: [String!]
    $areaLevel: String
    $periods: [String!]
    $allWaves: Boolean
    $rolling: Boolean
    $groups: [String!]
    $grouping: String
    $status: [ObservationStatus!]
    $language: String
    $first: Int!
    $after: String
  ) {
    release {
      version
      survey(code: $survey) {
        estimates(
          items: $items
          constructs: $constructs
          answersOf: $answersOf
          measures: $measures
          areas: $areas
          areaLevel: $areaLevel
          periods: $periods
          allWaves: $allWaves
          rolling: $rolling
          groups: $groups
          grouping: $grouping
          status: $status
          first: $first
          after: $after
        ) {
          nodes {
            key
            kind
            item { code title(language: $language) }
            answer { code label(language: $language) }
            construct { code title(language: $language) }
            area { code name(language: $language) }
            period { code }
            group { code label(language: $language) }
            estimate { value text(language: $language) status flags n nEffective interval { lower upper level } }
            precision(language: $language)
            sentence(language: $language)
            release
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

export const compareDocument = typed<CompareQuery, CompareQueryVariables>(/* GraphQL */ `
  query Compare(
    $survey: String!
    $pairs: [SurveyPairInput!]!
    $measure: SurveyMeasure
    $adjustment: ComparisonAdjustment!
    $language: String
  ) {
    release {
      survey(code: $survey) {
        compare(pairs: $pairs, measure: $measure, adjustment: $adjustment) {
          verdict
          reason
          difference
          interval { lower upper level }
          adjustedPValue
          sentence(language: $language)
          first { key sentence(language: $language) }
          second { key sentence(language: $language) release }
        }
      }
    }
  }
`);
