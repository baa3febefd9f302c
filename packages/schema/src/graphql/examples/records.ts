import type { Example } from "./example.ts";

/** Questions to public records. */
export const recordExamples: readonly Example[] = [
  {
    title: "What we raised, and what came of it",
    query: `# What residents of an area asked for, what the police
# promised, and what changed. A promise that is OPEN and
# was due before today is overdue. "area" also finds what
# is about a part of it, and about all of it.
query WhatCameOfIt($area: String! = "D3") {
  release {
    version
    commitments(area: $area, first: 100) {
      totalCount
      nodes {
        code
        area { name }
        youSaid
        weWill
        owner
        madeOn
        due
        status
        statusOn
        whatChanged
        evidence
      }
    }
    open: commitments(area: $area, status: [OPEN]) {
      totalCount
      nodes { code due weWill owner }
    }
    priorities(area: $area, first: 100) {
      nodes { area { name } statement adoptedOn reviewedOn action }
    }
  }
}
`,
  },
  {
    title: "Problems: did the response work?",
    query: `# What was done about each problem, and what the published
# counts say of it. "verdict" may be NO_CLEAR_CHANGE: then
# that is the news. "cannotShow" says what a comparison of
# this kind can never tell.
query DidItWork {
  release {
    problems(first: 20) {
      totalCount
      nodes {
        code
        title
        source
        harm
        areas { code name }
        openedOn
        closedOn
        responses { title dosage officerHours partners { name } }
        evaluations {
          measure
          category
          design
          verdict
          reason
          sentence
          cannotShow
          limitations
        }
      }
    }
  }
}
`,
  },
  {
    title: "Meetings to come",
    query: `# Where residents and police meet next. Take today's date
# for "from". Status CANCELLED tells what fell through.
query MeetingsToCome($area: String! = "D3", $from: Date! = "2026-11-01") {
  release {
    activities(area: $area, status: [PLANNED], from: $from) {
      totalCount
      nodes {
        title
        type
        start
        end
        place
        area { name }
        mode
        languages
        access
        hosts { name }
      }
    }
  }
}
`,
  },
  {
    title: "Whole sets of records",
    query: `# Every record of a kind, as it was published, in every
# language: for files of your own. "recordSets" lists the
# kinds. Go on with after: endCursor.
query WholeSets($kind: String! = "commitments") {
  release {
    version
    citation
    recordSets { kind title rowCount }
    records(kind: $kind) {
      columns { name type codes description }
      rows(first: 200) {
        totalCount
        nodes { code areas values }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
`,
  },
];
