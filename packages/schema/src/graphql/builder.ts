import type PrismaTypes from "@openbeat/database/pothos";
import { getDatamodel } from "@openbeat/database/pothos";
import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import type { Context } from "./context.ts";
import { readNodeId, writeNodeId } from "./node-id.ts";

interface Types {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: string; Output: Date };
    DateTime: { Input: string; Output: Date };
    Period: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}

/** Builds the public schema. Fields are never null unless they say so. */
export const builder = new SchemaBuilder<Types>({
  defaultFieldNullability: false,
  plugins: [ComplexityPlugin, RelayPlugin, PrismaPlugin],
  prisma: { client: ({ store }) => store.database.prisma, dmmf: getDatamodel(), exposeDescriptions: false },
  // The limit is a validation rule of the API: here a field only says what it costs.
  complexity: { defaultComplexity: 1, defaultListMultiplier: 10, disabled: true },
  relay: {
    encodeGlobalID: (type, key) => writeNodeId(type, String(key)),
    decodeGlobalID: readNodeId,
    idFieldOptions: { description: "Names this object among all objects of all releases, for `node`. Opaque: do not take it apart." },
    nodeTypeOptions: { description: "Anything with an ID of its own." },
    nodeQueryOptions: {
      description: "Any object by its ID, or null where there is none.",
      args: { id: { description: "The `id` of the object, as another answer gave it." } },
    },
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: "Where a page stands in its list." },
    hasNextPageFieldOptions: { description: "Whether there is more after this page." },
    hasPreviousPageFieldOptions: { description: "Whether there is more before this page." },
    startCursorFieldOptions: { description: "The cursor of the first entry, or null on an empty page." },
    endCursorFieldOptions: { description: "The cursor of the last entry: pass it as `after` for the next page. Null on an empty page." },
  },
});

export type SchemaTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Known> ? Known : never;

builder.queryType({
  description: "Where every question begins. Everything hangs off a release, so that an answer can always be cited and found again.",
});
