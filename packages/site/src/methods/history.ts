import type { Measure, ToldRelease } from "../data/hub.ts";

/** What a definition consists of. */
export const definitionParts = ["title", "description", "method", "unit", "kind"] as const;
export type DefinitionPart = (typeof definitionParts)[number];

/** What became of the definition of a measure, release by release. */
export interface DefinitionHistory {
  readonly first: string;
  readonly changes: readonly { readonly version: string; readonly parts: readonly DefinitionPart[] }[];
  /** Releases since the first one, or since the latest change. */
  readonly unchanged: number;
}

/** Compares the definition of a measure in every release that has it. @param releases In one language, so that words are compared with words, newest first. */
export function historyOf(releases: readonly ToldRelease[], code: string): DefinitionHistory | undefined {
  const defined = releases.toReversed().flatMap(({ version, measures }) => {
    const measure = measures.find((one) => one.code === code);
    return measure === undefined ? [] : [{ version, measure }];
  });
  const [first, ...later] = defined;
  if (first === undefined) return undefined;
  const differing = (one: Measure, other: Measure) => definitionParts.filter((part) => one[part] !== other[part]);
  const changes = later.flatMap(({ version, measure }, at) => {
    const parts = differing(measure, (defined[at] ?? first).measure);
    return parts.length === 0 ? [] : [{ version, parts }];
  });
  const latest = changes.at(-1)?.version ?? first.version;
  return { first: first.version, changes, unchanged: defined.length - 1 - defined.findIndex(({ version }) => version === latest) };
}
