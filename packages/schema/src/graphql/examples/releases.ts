import type { Example } from "./example.ts";

/** Questions to releases, places and names. */
export const releaseExamples: readonly Example[] = [
  {
    title: "Where is this place?",
    query: `# The areas that hold a place, with their residents, and
# what lies in them. Latitude first. Add "boundary" for
# the outline of an area.
query WhereIsThis($latitude: Float! = 40.622, $longitude: Float! = -68.438) {
  release {
    areaAt(latitude: $latitude, longitude: $longitude) {
      code
      name
      spanish: name(language: "es")
      level { code }
      parent { code name }
      children { code name }
      populations { group year residents source }
    }
  }
}
`,
  },
  {
    title: "Find it by name, and cite it",
    query: `# Names and codes that fit a text, in any language; where
# none fits, those that nearly do. Then how to cite the
# release: also as RIS, CSL_JSON or plain TEXT.
query FindAndCite($text: String! = "burglry") {
  release {
    version
    search(text: $text, first: 10) { kind code label }
    citation(style: BIBTEX)
  }
}
`,
  },
  {
    title: "What changed, and what was corrected?",
    query: `# Every edition, what each mended of those before it, which
# figures are not what they were in an older edition
# ("since"), and one figure through all of them ("key",
# which every cell has).
query WhatChanged($since: String! = "1.0.0", $key: ID! = "incidents/OUT.01/area.district=D3;period.year=2025;offence.all=all") {
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
  release {
    changes(since: $since, first: 50) {
      totalCount
      addedTables
      removedTables
      nodes {
        kind
        key
        before { estimate { text status } }
        after { estimate { text status flags } }
      }
    }
  }
  revisions(key: $key) {
    release
    publishedAt
    cell { estimate { text status flags } }
  }
}
`,
  },
];
