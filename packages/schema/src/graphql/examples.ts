/** A question that GraphiQL and the guide of the site offer. */
export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The questions that a reader can begin with. They fit every hub that publishes incidents by district. */
export const examples: readonly Example[] = [
  {
    title: "Incidents by district and month",
    query: `# Welcome. Press the pink button to ask (or Ctrl+Enter).
# Ctrl+Space shows what else can be asked for.
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
query IncidentsByDistrict {
  release {
    version
    citation
    dataset(code: "incidents") {
      title
      cells(
        measures: ["OUT.01"]
        by: ["area.district", "period.month"]
        first: 50
      ) {
        totalCount
        nodes {
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
# member. $year stands below, under Variables.
query YearInColumns($year: String!) {
  release {
    dataset(code: "incidents") {
      table(
        measures: ["OUT.01", "OUT.01.R"]
        by: ["area.district", "period.quarter"]
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
    variables: { year: "2025" },
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
  {
    title: "Areas and their residents",
    query: `# The districts, in Spanish, with their residents and what
# lies in them. Add "boundary" for the outline.
query Areas {
  release {
    areas(level: "district", first: 100) {
      totalCount
      nodes {
        code
        name(language: "es")
        parent { code name(language: "es") }
        children { code name(language: "es") }
        populations { group year residents source }
      }
    }
  }
}
`,
  },
  {
    title: "Releases and corrections",
    query: `# Every edition that was published, and what each mended
# of those before it.
query Releases {
  releases(first: 20) {
    totalCount
    nodes {
      version
      publishedAt
      isLatest
      sha256
      corrections {
        affectedVersion kind what why impact noticedOn
      }
    }
  }
}
`,
  },
  {
    title: "What residents think",
    query: `# What people answered in the latest wave of each survey
# of residents, for everyone. Never quote a percentage
# without its range; "sentence" says what may be said.
#
# By district: areaLevel: "district"
# By age:      grouping: "age"
# Over time:   allWaves: true
# "pool" is the nearest figure that is shown where one
# is not: more months, a wider area, or everyone.
query WhatResidentsThink {
  release {
    surveys {
      code
      title
      estimates(first: 50) {
        totalCount
        nodes {
          item { code title }
          construct { code title }
          area { code name }
          period { code }
          group { code label }
          estimate {
            value text status flags n
            interval { lower upper }
          }
          precision
          sentence
          pool { period { code } area { name } sentence }
        }
      }
    }
  }
}
`,
  },
  {
    title: "How a survey was held",
    query: `# The exact questions and what changed in them; and of the
# latest wave everything that must be told of a survey:
# who paid, who was asked and how, how it was weighted.
query HowASurveyWasHeld {
  release {
    surveys {
      title
      instruments {
        version
        permission
        questions {
          wording
          scale { kind answers { label favourable } }
          change { what why }
        }
      }
      waves { code fieldFrom fieldTo sampleDesign }
      wave {
        title
        completeness { given of }
        disclosure { label text given }
        weighting { statement designEffect nEffective }
      }
    }
  }
}
`,
  },
];
