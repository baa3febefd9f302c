import { createHash } from "node:crypto";

/** Questions that are known by the hash of their text, so that a short link can ask them. */
export interface Documents {
  /** Puts the text in the place of `documentId` in a query string. @returns `undefined` where the ID is not known. */
  resolve(search: string): string | undefined;
}

/** The ID of a document: `sha256:` and the hash of its text, as the persisted documents of GraphQL over HTTP have it. */
export const documentId = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Makes questions known by their IDs. */
export function knownDocuments(texts: Iterable<string>): Documents {
  const known = new Map<string, string>();
  for (const text of texts) known.set(documentId(text), text);
  return {
    resolve(search) {
      if (!search.includes("documentId=")) return search;
      const parameters = new URLSearchParams(search);
      const id = parameters.get("documentId");
      if (id === null || parameters.has("query")) return search;
      const text = known.get(id);
      if (text === undefined) return undefined;
      parameters.delete("documentId");
      parameters.set("query", text);
      return `?${parameters}`;
    },
  };
}
