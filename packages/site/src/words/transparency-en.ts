/** The words of the page that tells how open a release is. */
export const transparencyEn = {
  title: "How open this hub is",
  lede: "What is published, held against what others ask of open police data.",
  nav: "How open this hub is, by its own account",
  self: "This is a self-assessment, worked out by the software that makes this site. Nobody outside has checked it. It is no grade: the criteria do not weigh the same, and nobody has weighed them.",
  groups: {
    tests: "Six tests of a good release",
    types: "Types of data",
    added: "Added by the software",
  },
  groupLedes: {
    tests: "After the recommendations of the Police Open Data Census by Code for America. Some tests are told in parts.",
    types: "What Vera's Police Data Transparency Index and the census look for, as far as a catalogue can tell it.",
    added: "Where the two name no number, and what users of police data ask for besides. The numbers are the software's own.",
  },
  how: "What was found",
  toEarn: "What would meet it",
  source: "Who asks for it",
  cannotSee: "What it cannot see",
  cannotSeeList: [
    "Whether the figures are right, and whether all that should be recorded was.",
    "How good the police are. A hub may be open about bad news, and closed about good.",
    "Whether each field that Vera looks for is there, such as injuries or the reason for force: agencies name their categories themselves.",
    "What the agency publishes elsewhere: policies, reports, records of single incidents.",
    "Whether people find the pages, understand them and get answers to what they ask.",
  ],
  files: "The score as files",
  forPrograms: "For programs, with the release that it is of",
};
export type TransparencyPageWords = typeof transparencyEn;
