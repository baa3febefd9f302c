import { QueryError } from "../errors.ts";
import type { PlacedCell, ReleaseRow } from "../store/index.ts";
import { builder } from "./builder.ts";
import { CellRef } from "./cell.ts";
import type { Context } from "./context.ts";
import { requirePageSize } from "./page.ts";
import { openingCost, ReleaseRef } from "./release.ts";

interface Revision {
  readonly release: ReleaseRow;
  readonly cell: PlacedCell | undefined;
}

const RevisionRef = builder.objectRef<Revision>("Revision").implement({
  description: "One cell as one release holds it.",
  fields: (t) => ({
    release: t.string({ description: "Version of the release.", resolve: ({ release }) => release.version }),
    publishedAt: t.field({
      type: "DateTime",
      description: "When the release was published.",
      resolve: ({ release }) => release.publishedAt,
    }),
    cell: t.field({
      type: CellRef,
      nullable: true,
      description: "The cell, or null where that release does not hold it.",
      resolve: ({ cell }) => cell,
    }),
  }),
});

const mostRevisions = 50;
/** Refusals that say that a release does not hold a cell. */
const absent: ReadonlySet<string> = new Set([
  "GROUPING_NOT_PUBLISHED",
  "UNKNOWN_DATASET",
  "UNKNOWN_DIMENSION",
  "UNKNOWN_LEVEL",
  "UNKNOWN_MEASURE",
  "UNKNOWN_MEMBER",
]);

/** The cell of a key in every release, newest first. @throws {QueryError} Where no release holds it. */
async function revisionsOf(key: string, releases: readonly ReleaseRow[], { store, catalogue }: Context): Promise<Revision[]> {
  const revisions: Revision[] = [];
  let refusal: QueryError | undefined;
  for (const release of releases) {
    const cell = await store.cellOfKey(await catalogue(release), key).catch((error: unknown) => {
      if (!(error instanceof QueryError) || !absent.has(error.code)) throw error;
      refusal ??= error;
      return undefined;
    });
    revisions.push({ release, cell });
  }
  if (refusal !== undefined && revisions.every(({ cell }) => cell === undefined)) throw refusal;
  return revisions;
}

const keyDescription = "The `key` of a cell, as another answer gave it.";

builder.queryField("revisions", (t) =>
  t.field({
    type: [RevisionRef],
    description: "One cell through all releases, newest first: what was said about it, and when.",
    args: {
      key: t.arg.id({ required: true, description: keyDescription }),
      first: t.arg.int({ required: true, defaultValue: 10, description: `How many releases, at most ${mostRevisions}.` }),
    },
    complexity: ({ first }) => ({
      field: openingCost * Math.min(Math.max(first, 1), mostRevisions),
      multiplier: Math.min(Math.max(first, 1), mostRevisions),
    }),
    async resolve(_, { key, first }, context) {
      requirePageSize(first, mostRevisions);
      return revisionsOf(key, (await context.releases()).slice(0, first), context);
    },
  }),
);

builder.prismaObjectField(ReleaseRef, "cell", (t) =>
  t.field({
    type: CellRef,
    nullable: true,
    description: "One cell, by its key; null where the release's table does not hold it.",
    args: { key: t.arg.id({ required: true, description: keyDescription }) },
    complexity: openingCost,
    resolve: async (release, { key }, context) => context.store.cellOfKey(await context.catalogue(release), key),
  }),
);
