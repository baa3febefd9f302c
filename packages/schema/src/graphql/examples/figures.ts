import type { Example } from "./example.ts";

/** Questions to counts and rates. */
export const figureExamples: readonly Example[] = [
  {
    title: "Incidents by district and month",
    query: `# Welcome. To ask, press the button with the triangle
# (Execute query), or Ctrl+Enter.
# Ctrl+Space shows what else can be asked for.
# Codes stand in the head of a question: change them
# there. A wrong one is answered with those there are.
#
# Everything hangs off a release: an edition that never
# changes. Cite its version with the figures.
#
# "by" says how figures are broken down: dimension.level.
# What is left out is taken as a whole. Only published
# combinations answer: the next tab lists them.
#
# A value is null exactly when it is not AVAILABLE.
# "[c]" means: not shown, to protect people's identity.
# Zero is a true zero. Flags say what else to know.
query IncidentsByDistrict(
  $dataset: String! = "incidents"
  $measures: [String!]! = ["OUT.01"]
  $by: [String!]! = ["area.district", "period.month"]
) {
  release {
    version
    citation
    dataset(code: $dataset) {
      title
      cells(measures: $measures, by: $by, first: 50) {
        totalCount
        nodes {
          key
          area { code name }
          period { code }
          measure { title }
          estimate {
            value text unit status flags uncertainty
          }
        }
        pageInfo { hasNextPage endCursor }
        source { citation }
      }
    }
  }
}
`,
  },
  {
    title: "What there is",
    query: `# What this hub publishes: datasets, measures, and every
# combination that "by" may ask for.
query WhatThereIs {
  release {
    version
    publishedAt
    hub { title fictional licence { name url } }
    levels { code plural areaCount }
    datasets {
      code
      title
      coverageFrom
      coverageTo
      measures { code title unit description }
      dimensions { code title levels }
      groupings { by measures cellCount suppressedCount }
    }
  }
}
`,
  },
  {
    title: "One year, in columns",
    query: `# "table" gives columns, each in the order of the rows:
# best for many figures, a spreadsheet, R or Python.
# "where" narrows it; "under" takes all that lies in a
# member: here the quarters of a year.
query YearInColumns(
  $dataset: String! = "incidents"
  $measures: [String!]! = ["OUT.01", "OUT.01.R"]
  $by: [String!]! = ["area.district", "period.quarter"]
  $year: String! = "2025"
) {
  release {
    dataset(code: $dataset) {
      table(
        measures: $measures
        by: $by
        where: [{ dimension: "period", is: { under: $year } }]
        limit: 1000
      ) {
        rowCount
        truncated
        measure
        dimensions { code level members labels }
        value
        text
        status
        flags
        source { release citation }
      }
    }
  }
}
`,
  },
  {
    title: "Do response times differ?",
    query: `# How long people wait until an officer arrives: half of
# them no longer than OUT.03, nine in ten no longer than
# OUT.03.P90. Where the range of one figure lies wholly
# above that of another, they differ; where ranges
# overlap, do not say so. Mind "flags".
query ResponseTimes(
  $dataset: String! = "calls"
  $measures: [String!]! = ["OUT.03", "OUT.03.P90"]
  $by: [String!]! = ["area.city", "period.year", "priority.priority", "arrival.all"]
  $period: String! = "2025"
) {
  release {
    citation
    dataset(code: $dataset) {
      measures { code title description method }
      cells(
        measures: $measures
        by: $by
        where: [{ dimension: "period", is: { in: [$period] } }]
        first: 100
      ) {
        nodes {
          measure { code title }
          area { code name }
          labels
          estimate {
            value text unit status flags uncertainty
            interval { lower upper level method }
          }
        }
      }
    }
  }
}
`,
  },
  {
    title: "Complaints, and what was decided",
    query: `# How many complaints by decision, and of all of them
# the share that was sustained: with what it is a share
# of, and the range that so few cases leave.
#
# For the use of force: dataset "force", measures
# ["OUT.04"], by ["area.city", "period.year",
# "force_type.group"].
query ByOutcome(
  $dataset: String! = "complaints"
  $measures: [String!]! = ["OUT.05"]
  $by: [String!]! = ["area.city", "period.year", "disposition.disposition"]
  $shares: [String!]! = ["OUT.05.S"]
) {
  release {
    citation
    dataset(code: $dataset) {
      title
      decisions: cells(measures: $measures, by: $by) {
        nodes {
          period { code }
          dims
          labels
          estimate { value text status flags }
        }
      }
      shares: cells(
        measures: $shares
        by: ["area.city", "period.year"]
      ) {
        nodes {
          measure { code title description }
          period { code }
          estimate {
            text status flags
            numerator denominator
            interval { lower upper level }
          }
        }
      }
    }
  }
}
`,
  },
  {
    title: "What is hidden, and why",
    query: `# How each table is protected, and how many of its cells
# are not shown. Nobody is told by which rule one cell was
# hidden: that alone could give a person away.
query WhatIsHidden {
  release {
    certificate
    tables {
      code
      title
      rowCount
      suppressedCount
      policy { method explanation threshold }
    }
  }
  service {
    statuses { status mark meaning sdmx }
    flags { flag mark meaning }
  }
}
`,
  },
];
