import type { ObjectRef } from "@pothos/core";
import { QueryError } from "../errors.ts";
import { readCursor, writeCursor } from "../store/cursor.ts";
import { builder, type SchemaTypes } from "./builder.ts";
import { limits } from "./limits.ts";

/** An entry of a page whose cursor is written only when somebody asks for it. */
export class Edge<Node> {
  readonly node: Node;
  readonly #cursorOf: (node: Node) => string;

  constructor(node: Node, cursorOf: (node: Node) => string) {
    this.node = node;
    this.#cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.#cursorOf(this.node);
  }
}

/** A page of a list, in the manner of the Relay connection specification. */
export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  totalCount(): number | Promise<number>;
}

/** Refuses a page that is too large or no page at all: never a silent clamp. @throws {QueryError} `PAGE_TOO_LARGE`, `BAD_USER_INPUT` */
export function requirePageSize(size: number, max: number, argument = "first"): number {
  if (size > max) {
    throw new QueryError("PAGE_TOO_LARGE", `At most ${max} entries fit on a page.`, {
      hint: `Ask for \`${argument}: ${max}\` or less and go on with \`after\`.`,
      max,
    });
  }
  if (size < 1) throw new QueryError("BAD_USER_INPUT", `\`${argument}\` must be at least 1.`);
  return size;
}

/** The arguments of every paged list but cells and tables. */
export const pageArguments = (size: number) =>
  builder.args((t) => ({
    first: t.int({ required: true, defaultValue: size, description: `How many entries, at most ${limits.maxPage}.` }),
    after: t.string({ description: "The `endCursor` of the page before." }),
  }));

/** What a page of a list costs: each entry, times what is asked of it. */
export const pageComplexity = ({ first }: { readonly first: number }) => ({
  field: 1,
  multiplier: Math.min(Math.max(first, 1), limits.maxPage),
});

/**
 * A page of a list that is all in memory.
 * @param key A number for each entry, the same in every request.
 */
export function pageOf<Node>(
  entries: readonly Node[],
  { first, after }: { readonly first: number; readonly after?: string | null | undefined },
  from: { readonly release: string; readonly list: string },
  key: (entry: Node) => number,
): Page<Node> {
  requirePageSize(first, limits.maxPage);
  let begin = 0;
  if (after != null) {
    const at = readCursor(after, from.release, from.list);
    begin = entries.findIndex((entry) => key(entry) === at) + 1;
    if (begin === 0)
      throw new QueryError("CURSOR_INVALID", "The cursor belongs to another list.", { hint: "Begin again without `after`." });
  }
  const cursorOf = (node: Node) => writeCursor({ ...from, at: key(node) });
  return {
    edges: entries.slice(begin, begin + first).map((node) => new Edge(node, cursorOf)),
    hasNextPage: begin + first < entries.length,
    hasPreviousPage: begin > 0,
    totalCount: () => entries.length,
  };
}

/** The connection and edge types of a list. */
export function connectionType<Node, Kind extends Page<Node> = Page<Node>>(
  node: ObjectRef<SchemaTypes, Node>,
  options: {
    readonly name: string;
    /** What the list is of, in the plural. */
    readonly of: string;
  },
): ObjectRef<SchemaTypes, Kind> {
  const edge = builder.objectRef<Page<Node>["edges"][number]>(`${options.name}Edge`).implement({
    description: `One of the ${options.of} of a page, with its cursor.`,
    fields: (t) => ({
      cursor: t.exposeString("cursor", {
        description: "Where it stands in the list: pass it as `after` to go on behind it.",
        complexity: 0,
      }),
      node: t.field({ type: node, description: "The entry itself.", resolve: (parent) => parent.node as never }),
    }),
  });
  return builder.objectRef<Kind>(`${options.name}Connection`).implement({
    description: `A page of ${options.of}.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: "The entries of this page, each with its cursor.",
        complexity: { field: 0, multiplier: 1 },
        resolve: ({ edges }) => [...edges],
      }),
      nodes: t.field({
        type: [node],
        description: "The entries of this page.",
        complexity: { field: 0, multiplier: 1 },
        resolve: ({ edges }) => edges.map((one) => one.node) as never,
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: "Where this page stands in the list.",
        complexity: { field: 0, multiplier: 0 },
        resolve: ({ edges, hasNextPage, hasPreviousPage }) => ({
          hasNextPage,
          hasPreviousPage,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        }),
      }),
      totalCount: t.int({
        description: "How many entries the whole list has, over all pages.",
        complexity: 0,
        resolve: (parent) => parent.totalCount(),
      }),
    }),
  });
}
