/** A category that a kind of record may be shown by, and how its column tends to be named. */
export interface CategorySlot {
  readonly name: string;
  readonly title: string;
  /** What its top code is called. */
  readonly all: string;
  readonly named: RegExp;
}

/** A kind of record whose mapping can be guessed: what counts it, and how its columns tend to be named. */
export interface GuessableKind {
  readonly kind: string;
  readonly theme: "communication" | "trust" | "outcomes";
  readonly title: string;
  /** What one record is, of several. */
  readonly records: string;
  readonly count: string;
  /** Its rate for residents, where there is one. */
  readonly rate?: string;
  /** The day that a record is counted by; names that fit better stand first. */
  readonly dayNamed: readonly RegExp[];
  /** The first is what its tables are cut by; the others are shown for the whole and a year, where one column fits. */
  readonly categories: readonly [CategorySlot, ...CategorySlot[]];
}

const outcomesOf = (named: RegExp): CategorySlot => ({ name: "outcome", title: "Outcome", all: "All outcomes", named });

/** The kinds, by name. */
export const guessableKinds: readonly GuessableKind[] = [
  {
    ...{ kind: "incidents", theme: "outcomes", title: "Recorded incidents", records: "incidents", count: "OUT.01", rate: "OUT.01.R" },
    dayNamed: [/report/i, /occur|offen[cs]e|incident/i, /^date$|dispatch/i, /^month$/i],
    categories: [
      {
        name: "offence",
        title: "Offence",
        all: "All offences",
        named: /offen[cs]e|crime.?type|category|classification|nibrs|ucr|text_general/i,
      },
      outcomesOf(/outcome|disposition/i),
    ],
  },
  {
    ...{ kind: "calls", theme: "outcomes", title: "Calls for service", records: "calls", count: "OUT.02", rate: "OUT.02.R" },
    dayNamed: [/receiv|call|creat/i, /^date$/i],
    categories: [{ name: "type", title: "Type of call", all: "All calls", named: /type|nature|category/i }],
  },
  {
    ...{ kind: "stops", theme: "outcomes", title: "Stops", records: "people stopped", count: "OUT.06", rate: "OUT.06.R" },
    dayNamed: [/^date$|stop.?date|date.?of.?stop|stopped/i],
    categories: [
      { name: "reason", title: "Reason", all: "All reasons", named: /reason|object of search|basis/i },
      outcomesOf(/^outcome$|disposition|result/i),
    ],
  },
  {
    ...{ kind: "crime-outcomes", theme: "outcomes", title: "Outcomes of recorded crimes", records: "outcomes of crimes", count: "OUT.07" },
    dayNamed: [/outcome.?date|date.?of.?outcome|disposed|closed/i, /^date$/i, /^month$/i],
    categories: [outcomesOf(/^outcome.?(type|category)?$|disposition|result/i)],
  },
  {
    ...{ kind: "force", theme: "outcomes", title: "Use of force", records: "uses of force", count: "OUT.04", rate: "OUT.04.R" },
    dayNamed: [/occur|incident/i, /^date$/i],
    categories: [{ name: "type", title: "Type of force", all: "All types", named: /force|type/i }],
  },
  {
    ...{ kind: "complaints", theme: "outcomes", title: "Complaints", records: "allegations", count: "OUT.05", rate: "OUT.05.R" },
    dayNamed: [/receiv|filed|made/i, /^date$/i],
    categories: [{ name: "allegation", title: "Allegation", all: "All allegations", named: /allegation|classification|category/i }],
  },
  {
    ...{ kind: "concerns", theme: "communication", title: "Concerns raised", records: "concerns", count: "DLG.01", rate: "DLG.01.R" },
    dayNamed: [/open|raised|request|creat|receiv/i, /^date$/i],
    categories: [{ name: "theme", title: "Theme", all: "All themes", named: /^reason$|theme|category|service.?name|topic/i }],
  },
];

/** A published format that is known by its header. */
export interface KnownFile {
  readonly title: string;
  readonly kind: string;
  /** Columns that it always has. */
  readonly header: readonly string[];
  /** What every steward of it should know. */
  readonly notes: readonly string[];
  /** A row has no number of its own, or not all have one. */
  readonly numbered: boolean;
}

const outcomesHeader = ["Crime ID", "Month", "Longitude", "Latitude", "LSOA code", "Outcome type"];

/** Formats that are known; those of data.police.uk by its columns of 2024. @see https://data.police.uk/about/#columns */
export const knownFiles: readonly KnownFile[] = [
  {
    title: "data.police.uk street-level crime",
    kind: "incidents",
    header: [
      "Crime ID",
      "Month",
      "Reported by",
      "Falls within",
      "Longitude",
      "Latitude",
      "LSOA code",
      "Crime type",
      "Last outcome category",
    ],
    notes: [
      "Anti-social behaviour has no Crime ID, so a record is numbered by its file and row.",
      "The points are those of data.police.uk's own list of snap points: areas smaller than a neighbourhood may be wrong.",
    ],
    numbered: true,
  },
  {
    title: "data.police.uk stop and search",
    kind: "stops",
    header: ["Type", "Date", "Latitude", "Longitude", "Self-defined ethnicity", "Officer-defined ethnicity", "Object of search", "Outcome"],
    notes: [
      "A search has no number, so it is numbered by its file and row.",
      "A search of a vehicle alone is a row as well: Type tells them apart.",
    ],
    numbered: true,
  },
  {
    title: "data.police.uk outcomes",
    kind: "crime-outcomes",
    header: outcomesHeader,
    notes: [
      "A crime that has several outcomes has several rows, so an outcome is numbered by its file and row.",
      "Month is that of the outcome, not of the crime: no share of the crimes of a month can be made of these.",
      "The points are those of data.police.uk's own list of snap points: areas smaller than a neighbourhood may be wrong.",
    ],
    numbered: true,
  },
];

/** Whether a file is data.police.uk's file of outcomes: one row an outcome of a crime that the street file has. */
export const isOutcomesFile = (header: readonly string[]): boolean =>
  outcomesHeader.every((name) => header.includes(name)) && !header.includes("Crime type");
