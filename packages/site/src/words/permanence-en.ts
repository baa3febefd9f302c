/** Words of addresses whose page ended, and of releases that were withdrawn. */
export const permanenceEn = {
  endedLabel: "No longer published",
  endedTold: (version: string, date: string) =>
    `Release ${version} of ${date} was the last to have this page. Later releases do not have it. Its last copy stays as it was.`,
  endedOpen: (version: string) => `Open this page as it was in release ${version}`,
  endedDescription: "This page is no longer published. The last copy of it is kept.",
  endedElsewhere: "What is published now",
  withdrawnTitle: (version: string) => `Release ${version} was withdrawn`,
  withdrawnDescription: "This release was withdrawn. Its pages and files are gone.",
  withdrawnTold: (version: string, date: string) =>
    `The publisher took it back with release ${version} of ${date}. Its pages and files are gone from this site. Do not use or cite its figures.`,
  withdrawnWhat: "What was wrong",
  withdrawnInstead: "See the latest release",
  withdrawnManifest: "What the release held: the hashes of its pages and files",
  withdrawnNote: "withdrawn",
  withdrawnOpen: "Why it was withdrawn",
};
