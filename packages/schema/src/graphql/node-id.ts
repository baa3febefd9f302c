import * as z from "zod";
import { QueryError } from "../errors.ts";
import { catalogueOf } from "../store/index.ts";

// An ID says the type, the version of the release and the object's codes: it means the same in every copy of the hub's store.

const codes = z.array(z.string()).min(1).max(4);
const shape = /^(?<typename>[A-Z][A-Za-z]*):(?<id>.+)$/s;
const nodeTypes = new Set<string>();

/** Says that objects of this type have an ID. */
export const registerNode = (type: string): void => void nodeTypes.add(type);

export const writeNodeId = (type: string, key: string): string => Buffer.from(`${type}:${key}`).toString("base64url");

/** @throws {QueryError} `NODE_ID_INVALID` where it is no ID that this API gave. */
export function readNodeId(text: string): { typename: string; id: string } {
  const found = shape.exec(Buffer.from(text, "base64url").toString())?.groups;
  const typename = found?.typename;
  const id = found?.id;
  if (typename === undefined || id === undefined || !nodeTypes.has(typename) || readNodeKey(id) === undefined) {
    throw new QueryError("NODE_ID_INVALID", "This is not the ID of an object.", { hint: "Take the `id` from another answer, unchanged." });
  }
  return { typename, id };
}

/** The version and the codes that a key holds. */
export function readNodeKey(key: string): readonly string[] | undefined {
  try {
    return codes.safeParse(JSON.parse(key)).data;
  } catch {
    return undefined;
  }
}

/** The key of an object: the version of its release, and the codes that name it there. */
export const nodeKey = (row: object, ...own: readonly string[]): string => JSON.stringify([catalogueOf(row).release.version, ...own]);
