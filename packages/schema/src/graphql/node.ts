import type { ObjectRef } from "@pothos/core";
import type { Catalogue } from "../store/index.ts";
import { builder, type SchemaTypes } from "./builder.ts";
import type { Context } from "./context.ts";
import { nodeKey, readNodeKey, registerNode } from "./node-id.ts";

/** Gives the objects of a type an ID, and `node` the way to find them again. */
export function addNode<Row extends object>(
  ref: ObjectRef<SchemaTypes, Row>,
  options: {
    readonly name: string;
    /** The codes that name an object within its release. */
    readonly codes: (row: Row) => readonly string[];
    readonly find: (catalogue: Catalogue, ...codes: readonly string[]) => Row | undefined;
  },
): void {
  registerNode(options.name);
  builder.nodeRef(ref, {
    id: { resolve: (row) => nodeKey(row as Row, ...options.codes(row as Row)) },
    async loadOne(key: string, context: Context) {
      const [version, ...codes] = readNodeKey(key) ?? [];
      const release = await context.existing(version ?? "");
      const found = release === undefined ? undefined : options.find(await context.catalogue(release), ...codes);
      return found ?? null;
    },
  });
}
