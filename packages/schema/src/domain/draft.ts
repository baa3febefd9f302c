const ending = "-draft";

/** The version under which a draft is looked at: a pre-release of semantic versioning, which no public store takes. @param version The one it would have. */
export const draftVersion = (version: string): string => `${version}${ending}`;

/** Whether a version is that of a draft, which is not published. */
export const isDraft = (version: string): boolean => version.endsWith(ending);

/** What every answer of the API says of a draft. */
export const draftNotice = "This is a draft, for its steward's eyes. It is not published: nothing in it may be quoted or passed on.";
