import type { ObjectRef } from "@pothos/core";
import { type Survey, surveyOf } from "../store/index.ts";
import { builder, type SchemaTypes } from "./builder.ts";
import type { Context } from "./context.ts";
import { nodeKey, readNodeKey, registerNode } from "./node-id.ts";

/** Gives the objects of a type that are read with a survey an ID, and `node` the way to find them again. */
export function addSurveyNode<Row extends object>(
  ref: ObjectRef<SchemaTypes, Row>,
  options: {
    readonly name: string;
    /** The codes that name an object within its survey. */
    readonly codes: (row: Row) => readonly string[];
    readonly find: (survey: Survey, ...codes: readonly string[]) => Row | undefined;
  },
): void {
  registerNode(options.name);
  builder.nodeRef(ref, {
    id: { resolve: (row) => nodeKey(row as Row, surveyOf(row as Row).dataset.code, ...options.codes(row as Row)) },
    async loadOne(key: string, context: Context) {
      const [version, dataset, ...codes] = readNodeKey(key) ?? [];
      const release = await context.existing(version ?? "");
      if (release === undefined) return null;
      const surveys = await context.store.surveys(await context.catalogue(release));
      const survey = surveys.find((one) => one.dataset.code === dataset);
      return (survey === undefined ? undefined : options.find(survey, ...codes)) ?? null;
    },
  });
}
