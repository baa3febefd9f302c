/** An offence of a published list. */
export interface ListedOffence {
  readonly code: string;
  readonly label: string;
  /** Class of the standard's list offence_class; undefined where the list has none. */
  readonly class?: "persons" | "property" | "society" | "group_b" | "not_nibrs";
}

const of = (against: ListedOffence["class"], ...offences: readonly (readonly [code: string, label: string])[]): readonly ListedOffence[] =>
  offences.map(([code, label]) => ({ code, label, ...(against === undefined ? {} : { class: against }) }));

/**
 * The offences of the National Incident-Based Reporting System by what they are against, and its Group B.
 * @see FBI, NIBRS User Manual, version 2023.0, ch. 3: "NIBRS Offense Codes".
 */
export const nibrsOffences: readonly ListedOffence[] = [
  ...of(
    "persons",
    ...([
      ["13A", "Aggravated Assault"],
      ["13B", "Simple Assault"],
      ["13C", "Intimidation"],
      ["09A", "Murder and Nonnegligent Manslaughter"],
      ["09B", "Negligent Manslaughter"],
      ["64A", "Human Trafficking, Commercial Sex Acts"],
      ["64B", "Human Trafficking, Involuntary Servitude"],
      ["100", "Kidnapping/Abduction"],
      ["11A", "Rape"],
      ["11B", "Sodomy"],
      ["11C", "Sexual Assault With An Object"],
      ["11D", "Criminal Sexual Contact"],
      ["36A", "Incest"],
      ["36B", "Statutory Rape"],
    ] as const),
  ),
  ...of(
    "property",
    ...([
      ["200", "Arson"],
      ["510", "Bribery"],
      ["220", "Burglary/Breaking & Entering"],
      ["250", "Counterfeiting/Forgery"],
      ["290", "Destruction/Damage/Vandalism of Property"],
      ["270", "Embezzlement"],
      ["210", "Extortion/Blackmail"],
      ["26A", "False Pretenses/Swindle/Confidence Game"],
      ["26B", "Credit Card/Automated Teller Machine Fraud"],
      ["26C", "Impersonation"],
      ["26D", "Welfare Fraud"],
      ["26E", "Wire Fraud"],
      ["26F", "Identity Theft"],
      ["26G", "Hacking/Computer Invasion"],
      ["23A", "Pocket-picking"],
      ["23B", "Purse-snatching"],
      ["23C", "Shoplifting"],
      ["23D", "Theft From Building"],
      ["23E", "Theft From Coin-Operated Machine or Device"],
      ["23F", "Theft From Motor Vehicle"],
      ["23G", "Theft of Motor Vehicle Parts or Accessories"],
      ["23H", "All Other Larceny"],
      ["240", "Motor Vehicle Theft"],
      ["120", "Robbery"],
      ["280", "Stolen Property Offenses"],
    ] as const),
  ),
  ...of(
    "society",
    ...([
      ["720", "Animal Cruelty"],
      ["35A", "Drug/Narcotic Violations"],
      ["35B", "Drug Equipment Violations"],
      ["39A", "Betting/Wagering"],
      ["39B", "Operating/Promoting/Assisting Gambling"],
      ["39C", "Gambling Equipment Violations"],
      ["39D", "Sports Tampering"],
      ["370", "Pornography/Obscene Material"],
      ["40A", "Prostitution"],
      ["40B", "Assisting or Promoting Prostitution"],
      ["40C", "Purchasing Prostitution"],
      ["520", "Weapon Law Violations"],
    ] as const),
  ),
  ...of(
    "group_b",
    ...([
      ["90B", "Curfew/Loitering/Vagrancy Violations"],
      ["90C", "Disorderly Conduct"],
      ["90D", "Driving Under the Influence"],
      ["90F", "Family Offenses, Nonviolent"],
      ["90G", "Liquor Law Violations"],
      ["90J", "Trespass of Real Property"],
      ["90Z", "All Other Offenses"],
    ] as const),
  ),
  ...of("not_nibrs", ["09C", "Justifiable Homicide"]),
];

/**
 * The classes of the Summary Reporting System as many records systems write them, in hundreds.
 * @see FBI, Uniform Crime Reporting Handbook (2004), ch. II: Part I and Part II offenses.
 */
export const ucrClasses: readonly ListedOffence[] = of(
  undefined,
  ...(
    [
      ...[
        "Homicide",
        "Rape",
        "Robbery",
        "Aggravated Assault",
        "Burglary",
        "Larceny-theft",
        "Motor Vehicle Theft",
        "Other Assaults",
        "Arson",
      ],
      ...["Forgery and Counterfeiting", "Fraud", "Embezzlement", "Stolen Property", "Vandalism", "Weapons", "Prostitution", "Sex Offenses"],
      ...["Drug Abuse Violations", "Gambling", "Offenses Against the Family", "Driving Under the Influence", "Liquor Laws", "Drunkenness"],
      ...["Disorderly Conduct", "Vagrancy", "All Other Offenses"],
    ] as const
  ).map((label, at) => [String(100 * (at + 1)), label] as const),
);

/** What the classes are called. */
export const classLabels: Readonly<Record<NonNullable<ListedOffence["class"]>, string>> = {
  persons: "Crimes against persons",
  property: "Crimes against property",
  society: "Crimes against society",
  group_b: "NIBRS Group B",
  not_nibrs: "No NIBRS offence",
};

/** The published list that all codes of a column are of, where there is one. */
export function listOf(
  codes: readonly string[],
): { readonly name: string; readonly offences: ReadonlyMap<string, ListedOffence> } | undefined {
  const lists = [
    { name: "NIBRS", offences: nibrsOffences },
    { name: "UCR", offences: ucrClasses },
  ];
  for (const { name, offences } of lists) {
    const known = new Map(offences.map((offence) => [offence.code, offence]));
    if (codes.length > 1 && codes.every((code) => known.has(code))) return { name, offences: known };
  }
  return undefined;
}
