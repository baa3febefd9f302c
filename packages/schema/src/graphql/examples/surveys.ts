import type { Example } from "./example.ts";

/** Questions to surveys of residents. */
export const surveyExamples: readonly Example[] = [
  {
    title: "Trust in my district: is the change real?",
    query: `# What residents of a district said in two waves, and
# whether they differ by more than chance. "sentence" is
# what may be printed; "verdict" is never more than the
# answers bear. Ask all pairs that belong together at
# once: the verdicts allow for how many there are.
query TrustInMyDistrict(
  $survey: String! = "resident-survey"
  $item: String! = "confidence"
  $area: String! = "D3"
  $before: String! = "2026-Q2"
  $now: String! = "2026-Q3"
) {
  release {
    version
    citation
    survey(code: $survey) {
      item(code: $item) {
        title
        question(wave: $now) { wording }
      }
      estimates(
        items: [$item]
        areas: [$area]
        periods: [$before, $now]
      ) {
        nodes {
          period { code }
          estimate { value status n interval { lower upper } }
          sentence
          pool { sentence }
        }
      }
      compare(pairs: [
        {
          item: $item
          first: { area: $area, period: $before }
          second: { area: $area, period: $now }
        }
      ]) {
        verdict
        reason
        difference
        interval { lower upper level }
        sentence
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
