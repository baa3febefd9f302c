import { QueryError } from "../errors.ts";
import type { Catalogue, Change } from "../store/index.ts";
import { cellKey, findDataset } from "../store/index.ts";
import { builder } from "./builder.ts";
import { CellRef } from "./cell.ts";
import { limits } from "./limits.ts";
import { connectionType, type Page, pageArguments, pageComplexity, requirePageSize } from "./page.ts";
import { openingCost, ReleaseRef } from "./release.ts";

const ChangeKindRef = builder.enumType("ChangeKind", {
  description: "What became of a cell from one release to another.",
  values: {
    ADDED: { description: "The older release did not hold it." },
    CHANGED: { description: "Both hold it, with another value, status, flag or interval." },
    REMOVED: { description: "The newer release does not hold it any more." },
  },
});

const ChangeRef = builder.objectRef<Change>("Change").implement({
  description: "A cell that is not the same in two releases.",
  fields: (t) => ({
    key: t.id({
      description: "Names the cell in both releases.",
      resolve({ before, after }) {
        const cell = after ?? before;
        if (cell === undefined) throw new Error("A change is of no cell.");
        return cellKey(cell.selection, cell.cell);
      },
    }),
    kind: t.field({
      type: ChangeKindRef,
      description: "What became of it.",
      resolve: ({ before, after }) => (before === undefined ? "ADDED" : after === undefined ? "REMOVED" : "CHANGED"),
    }),
    before: t.field({
      type: CellRef,
      nullable: true,
      description: "The cell in the older release, or null.",
      resolve: ({ before }) => before,
    }),
    after: t.field({
      type: CellRef,
      nullable: true,
      description: "The cell in the newer release, or null.",
      resolve: ({ after }) => after,
    }),
  }),
});

interface Changes extends Page<Change> {
  readonly older: Catalogue;
  readonly newer: Catalogue;
}
const ChangeConnectionRef = connectionType<Change, Changes>(ChangeRef, { name: "Change", of: "changes" });

const codesOnlyIn = (here: Catalogue, there: Catalogue) =>
  here.tables.filter(({ row }) => !there.tables.some((table) => table.row.code === row.code)).map(({ row }) => row.code);

builder.objectFields(ChangeConnectionRef, (t) => ({
  addedTables: t.stringList({
    description: "Codes of tables that only the newer release holds. Their cells are not listed one by one.",
    complexity: 0,
    resolve: ({ older, newer }) => codesOnlyIn(newer, older),
  }),
  removedTables: t.stringList({
    description: "Codes of tables that only the older release held. Their cells are not listed one by one.",
    complexity: 0,
    resolve: ({ older, newer }) => codesOnlyIn(older, newer),
  }),
}));

/** Comparing two releases opens both, and reads every table that differs. */
const comparisonCost = 4 * openingCost;

builder.prismaObjectField(ReleaseRef, "changes", (t) =>
  t.field({
    type: ChangeConnectionRef,
    description: "Which cells are not the same as in an older release, in the tables that both hold.",
    args: {
      since: t.arg.string({ required: true, description: "Version of the older release. Of this release itself: nothing changed." }),
      dataset: t.arg.string({ description: "Only cells of this dataset: its code." }),
      ...pageArguments(100),
    },
    complexity: (page) => ({ ...pageComplexity(page), field: comparisonCost }),
    async resolve(release, { since, dataset, first, after }, context) {
      requirePageSize(first, limits.maxPage);
      const older = await context.release(since);
      const newer = await context.catalogue(release);
      if (older === undefined || older.publishedAt > release.publishedAt) {
        throw new QueryError("BAD_USER_INPUT", "`since` names a release that is newer than this one.", {
          hint: "Ask it of the newer release: `release(version: …) { changes(since: …) }`.",
        });
      }
      if (dataset != null) findDataset(newer, dataset);
      const before = await context.catalogue(older);
      const { changes, hasNextPage, hasPreviousPage } = await context.store.changes(before, newer, { dataset, first, after });
      return {
        older: before,
        newer,
        edges: changes.map((change) => ({ cursor: change.cursor, node: change })),
        hasNextPage,
        hasPreviousPage,
        totalCount: () => context.store.countChanges(before, newer, dataset),
      };
    },
  }),
);
