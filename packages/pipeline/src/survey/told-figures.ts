/** What a release shows of a kind of figure, what it hides because it tells of few people, and what only to protect that: names of cells. */
export interface ToldKind {
  readonly shown: readonly string[];
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
}

/** What releases show and hide, by kind of figure. */
export type ToldFigures = Readonly<Record<string, ToldKind>>;

/** What earlier releases told of the same answers. What one of them showed is known, whatever another hid. */
export type EarlierFigures = (kind: string, cell: string) => keyof ToldKind | undefined;

/** What some earlier releases told, taken together. */
export function earlierFigures(releases: readonly ToldFigures[]): EarlierFigures {
  const told = new Map<string, Map<string, keyof ToldKind>>();
  for (const how of ["secondary", "primary", "shown"] as const)
    for (const release of releases)
      for (const [kind, cells] of Object.entries(release)) {
        const own = told.get(kind) ?? new Map<string, keyof ToldKind>();
        told.set(kind, own);
        for (const cell of cells[how]) own.set(cell, how);
      }
  return (kind, cell) => told.get(kind)?.get(cell);
}
