import { hashOf } from "./hash.ts";

interface Node {
  readonly code: string;
  readonly level: string;
  readonly parent?: string | null | undefined;
}

/** What rolls up into what, as a release's own manifest has it: whoever attacks a release must not be led to a weaker attack by other parents. */
export interface Hierarchies {
  readonly levels: readonly { readonly code: string; readonly parent?: string | null | undefined }[];
  readonly areas: readonly Node[];
  /** Code lists by the name they have in the release. */
  readonly codeLists: readonly { readonly code: string; readonly codes: readonly Node[] }[];
}

const sorted = (rows: readonly (readonly (string | null)[])[]) => rows.map((row) => JSON.stringify(row)).sort();
const nodes = (list: readonly Node[]) => sorted(list.map(({ code, level, parent }) => [code, level, parent ?? null]));

/** SHA-256 of the hierarchies of a release, in whatever order they are listed. */
export const hierarchySha256 = ({ levels, areas, codeLists }: Hierarchies): string =>
  hashOf({
    levels: sorted(levels.map(({ code, parent }) => [code, parent ?? null])),
    areas: nodes(areas),
    codeLists: Object.fromEntries(codeLists.map(({ code, codes }) => [code, nodes(codes)])),
  });
