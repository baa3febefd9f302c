import type { Area, Code, Period } from "@openbeat/database/client";
import { QueryError } from "../errors.ts";
import { catalogueOf, didYouMean, quoted } from "../store/index.ts";
import { folded } from "../store/search.ts";
import { builder } from "./builder.ts";
import { DimensionRef, mergedDimensions, type PublishedDimension } from "./dimension.ts";
import { connectionType, pageArguments, pageComplexity, pageOf } from "./page.ts";
import { periodLabel } from "./period.ts";
import { languageArgument, words } from "./words.ts";

/** Whatever may stand on an axis. */
type Member =
  | { readonly kind: "GEOGRAPHY"; readonly level: string; readonly row: Area; readonly parent: string | null }
  | { readonly kind: "CATEGORY"; readonly level: string; readonly row: Code; readonly parent: string | null }
  | { readonly kind: "TIME"; readonly level: string; readonly row: Period; readonly parent: null; readonly language: string };

const labelOf = (member: Member, language: string | null | undefined): string => {
  if (member.kind === "TIME") return periodLabel(member.row, language ?? member.language);
  return member.kind === "GEOGRAPHY" ? words(member.row, member.row.name, language) : words(member.row, member.row.label, language);
};

const MemberRef = builder.objectRef<Member>("Member").implement({
  description: "An area, a period or a code of a category: what stands on a dimension.",
  fields: (t) => ({
    code: t.string({ description: "Its code: what filters take.", resolve: ({ row }) => row.code }),
    label: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (member, { language }) => labelOf(member, language),
    }),
    level: t.string({ description: "The level it stands at: `district` in `area.district`.", resolve: ({ level }) => level }),
    parent: t.string({
      nullable: true,
      description: "Code of the member it lies in; null at the top, and for periods.",
      resolve: ({ parent }) => parent,
    }),
  }),
});

const MemberConnectionRef = connectionType<Member>(MemberRef, { name: "Member", of: "members" });

/** All members at the levels that are published, level by level, in their own order. */
async function membersOf(
  { dimension, levels }: PublishedDimension,
  periodsAt: (grain: string) => Promise<readonly Period[]>,
): Promise<readonly Member[]> {
  const catalogue = catalogueOf(dimension);
  switch (dimension.kind) {
    case "GEOGRAPHY":
      return levels.flatMap((level) => {
        const found = catalogue.levels.find(({ code }) => code === level);
        return (catalogue.areasByLevel.get(found?.id ?? -1) ?? []).map((row): Member => {
          const parent = catalogue.areaById.get(row.parentId ?? -1)?.code ?? null;
          return { kind: "GEOGRAPHY", level, row, parent };
        });
      });
    case "CATEGORY": {
      const codes = catalogue.codesByList.get(dimension.codeListId ?? -1) ?? [];
      return levels.flatMap((level) =>
        codes
          .filter((row) => row.level === level)
          .map((row): Member => ({ kind: "CATEGORY", level, row, parent: catalogue.codeById.get(row.parentId ?? -1)?.code ?? null })),
      );
    }
    case "TIME": {
      const found = await Promise.all(levels.map(periodsAt));
      return levels.flatMap((level, at) =>
        (found[at] ?? []).map((row): Member => ({ kind: "TIME", level, row, parent: null, language: catalogue.language })),
      );
    }
  }
}

/** @throws {QueryError} `UNKNOWN_LEVEL` where none of the dimensions beside this one has the level either: one question asks all of them. */
function requireLevel({ dimension, tables }: PublishedDimension, level: string): void {
  const levels = new Set(mergedDimensions(tables).flatMap((one) => one.levels));
  if (levels.has(level)) return;
  throw new QueryError(
    "UNKNOWN_LEVEL",
    `No dimension beside ${quoted(dimension.code)} is published at a level ${quoted(level)}.`,
    didYouMean(level, [...levels]),
  );
}

builder.objectField(DimensionRef, "members", (t) =>
  t.field({
    type: MemberConnectionRef,
    description: "What stands on it, at the levels that are published: the codes that filters take.",
    args: {
      level: t.arg.string({ description: "Only members at this level, such as `district`: a dimension that has none there gives none." }),
      search: t.arg.string({ description: "Only members whose code or name, in the hub's own language, holds this text." }),
      ...pageArguments(100),
    },
    complexity: (page) => ({ ...pageComplexity(page), field: 20 }),
    async resolve(axis, { level, search, first, after }, { store }) {
      if (level != null) requireLevel(axis, level);
      const wanted = search == null ? undefined : folded(search.slice(0, 100));
      const all = await membersOf(axis, (grain) => store.periodsOf(axis.tables, grain));
      const places = new Map(all.map((member, at) => [member, at]));
      const found = all.filter(
        (member) =>
          (level == null || member.level === level) &&
          (wanted === undefined || [member.row.code, labelOf(member, null)].some((text) => folded(text).includes(wanted))),
      );
      const { release } = catalogueOf(axis.dimension);
      const list = `members ${axis.tables.map(({ row }) => row.code).join()} ${axis.dimension.code}`;
      return pageOf(found, { first, after }, { release: release.version, list }, (member) => places.get(member) ?? 0);
    },
  }),
);
