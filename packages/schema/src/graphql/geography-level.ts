import { catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { addNode } from "./node.ts";
import { languageArgument, words } from "./words.ts";

export const GeographyLevelRef = builder.prismaObject("GeographyLevel", {
  description: "A kind of area: beat, district, city, council district.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name, as `by` takes it: `district` in `area.district`." }),
    name: t.string({
      description: "What one such area is called.",
      args: languageArgument(),
      resolve: (level, { language }) => words(level, level.name, language),
    }),
    plural: t.string({
      description: "What several of them are called.",
      args: languageArgument(),
      resolve: (level, { language }) => words(level, level.plural, language),
    }),
    areaCount: t.int({
      description: "How many areas of this kind there are.",
      resolve: (level) => catalogueOf(level).areasByLevel.get(level.id)?.length ?? 0,
    }),
  }),
});
builder.prismaObjectField(GeographyLevelRef, "parent", (t) =>
  t.field({
    type: GeographyLevelRef,
    nullable: true,
    description: "The kind of area that these lie in, or null at the top.",
    resolve: (level) => (level.parentId === null ? null : catalogueOf(level).levelById.get(level.parentId)),
  }),
);
addNode(GeographyLevelRef, {
  name: "GeographyLevel",
  codes: (level) => [level.code],
  find: ({ levels }, code) => levels.find((level) => level.code === code),
});
