import { catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { GeographyLevelRef } from "./geography-level.ts";
import { addNode } from "./node.ts";
import { connectionType } from "./page.ts";
import { languageArgument, words } from "./words.ts";

const PopulationRef = builder.prismaObject("Population", {
  description: "How many people live in an area: the denominator of a rate.",
  fields: (t) => ({
    group: t.exposeString("group", { description: "Which of them: a population group, or `all` for everybody." }),
    year: t.exposeInt("year", { description: "In which year." }),
    residents: t.exposeInt("residents", { description: "How many." }),
    source: t.exposeString("source", { description: "Who counted them." }),
  }),
});

export const AreaRef = builder.prismaObject("Area", {
  description: "A place of one level, as this release knew it.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its code, unique within the hub: what filters on `area` take." }),
    name: t.string({
      description: "Its name.",
      args: languageArgument(),
      resolve: (area, { language }) => words(area, area.name, language),
    }),
    level: t.field({
      type: GeographyLevelRef,
      description: "What kind of area it is.",
      resolve(area) {
        const level = catalogueOf(area).levelById.get(area.levelId);
        if (level === undefined) throw new Error("An area has no level.");
        return level;
      },
    }),
    populations: t.field({
      type: [PopulationRef],
      description: "Residents, by group and year; `all` for everybody.",
      complexity: { field: 5, multiplier: 5 },
      resolve: async (area, _, { store }) => [...(await store.populationsOf(area))],
    }),
    boundary: t.field({
      type: "JSON",
      nullable: true,
      description: "Its outline as a GeoJSON geometry (WGS 84), or null where none was given.",
      complexity: 10,
      resolve: (area, _, { store }) => store.outlineOf(area),
    }),
  }),
});
builder.prismaObjectFields(AreaRef, (t) => ({
  parent: t.field({
    type: AreaRef,
    nullable: true,
    description: "The area it lies in, or null at the top.",
    resolve: (area) => (area.parentId === null ? null : catalogueOf(area).areaById.get(area.parentId)),
  }),
  children: t.field({
    type: [AreaRef],
    description: "The areas that lie in it, one level down.",
    complexity: { field: 1, multiplier: 20 },
    resolve: (area) => [...(catalogueOf(area).areaChildren.get(area.id) ?? [])],
  }),
}));
addNode(AreaRef, {
  name: "Area",
  codes: (area) => [area.code],
  find: ({ areaByCode }, code = "") => areaByCode.get(code),
});

export const AreaConnectionRef = connectionType(AreaRef, { name: "Area", of: "areas" });
