import { brandWithType } from "@pothos/core";
import { QueryError } from "../errors.ts";
import { type Found, search } from "../store/search.ts";
import { AreaRef } from "./area.ts";
import { builder } from "./builder.ts";
import { limits } from "./limits.ts";
import { requirePageSize } from "./page.ts";
import { openingCost, ReleaseRef } from "./release.ts";
import { languageArgument, words } from "./words.ts";

const FoundRef = builder.objectRef<Found>("SearchResult").implement({
  description: "Something whose code or name fits a text.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "What it is: `Dataset`, `PublishedTable`, `Measure`, `Area` or `Code`." }),
    code: t.exposeString("code", { description: "Its code." }),
    label: t.string({
      description: "Its name.",
      args: languageArgument(),
      resolve: ({ row, names }, { language }) => words(row, names, language),
    }),
    node: t.field({
      type: builder.nodeInterfaceRef(),
      description: "The thing itself.",
      resolve({ row, kind }) {
        brandWithType(row, kind as never);
        return row;
      },
    }),
  }),
});

const mostFound = 50;

builder.prismaObjectFields(ReleaseRef, (t) => ({
  search: t.field({
    type: [FoundRef],
    description:
      "Areas, datasets, tables, measures and codes whose code or name, in any language, fits a text: best first. Nearly fitting ones where none does.",
    args: {
      text: t.arg.string({ required: true, description: "What to look for. Accents and capitals do not matter." }),
      first: t.arg.int({ required: true, defaultValue: 10, description: `How many, at most ${mostFound}.` }),
    },
    complexity: ({ first }) => ({ field: openingCost, multiplier: Math.min(Math.max(first, 1), mostFound) }),
    resolve: async (release, { text, first }, context) =>
      search(await context.catalogue(release), text, requirePageSize(first, Math.min(mostFound, limits.maxPage))) as Found[],
  }),
  areaAt: t.field({
    type: [AreaRef],
    description: "The areas that hold a place, such as its city, district and beat. A place on a border is in the areas on both sides.",
    args: {
      latitude: t.arg.float({ required: true, description: "Degrees north (WGS 84)." }),
      longitude: t.arg.float({ required: true, description: "Degrees east (WGS 84): negative in the Americas." }),
    },
    complexity: { field: openingCost, multiplier: 10 },
    async resolve(release, { latitude, longitude }, context) {
      if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
        throw new QueryError("BAD_USER_INPUT", "There is no such place on Earth.", {
          hint: "Latitude first: from -90 to 90. Longitude from -180 to 180.",
        });
      }
      return [...(await context.store.areasAt(await context.catalogue(release), latitude, longitude))];
    },
  }),
}));
