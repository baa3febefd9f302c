import { parsePeriod, periodsBetween, type ReleaseStructure } from "@openbeat/schema/domain";

/** Codes and what they roll up into. */
export interface Hierarchy {
  readonly has: (code: string) => boolean;
  /** The code itself and all above it. */
  readonly line: (code: string) => readonly string[];
  readonly levelOf: (code: string) => string;
}

type Node = { readonly code: string; readonly level: string; readonly parent: string | null };

/** Codes and what they roll up into; a code that leads back to itself ends there. */
export function hierarchyOf(rows: readonly Node[]): Hierarchy {
  const nodes = new Map(rows.map((node) => [node.code, node]));
  const lines = new Map<string, readonly string[]>();
  const line = (code: string): readonly string[] => {
    const known = lines.get(code);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (let at: string | null | undefined = code; at != null && !found.has(at); at = nodes.get(at)?.parent) found.add(at);
    lines.set(code, [...found]);
    return [...found];
  };
  return { has: (code) => nodes.has(code), line, levelOf: (code) => nodes.get(code)?.level ?? "" };
}

/** The grain of a period as a level, and the periods above it. */
export const calendar: Hierarchy = {
  has: (code) => parsePeriod(code) !== undefined,
  line(code) {
    const period = parsePeriod(code);
    if (period === undefined) return [code];
    const above = (["quarter", "year"] as const).flatMap((grain) => periodsBetween(period.start, period.end, grain));
    return [...new Set([code, ...above.filter(({ start, end }) => start <= period.start && end >= period.end).map((one) => one.code)])];
  },
  levelOf: (code) => parsePeriod(code)?.grain ?? "",
};

/** The hierarchy of a dimension of a release: of its areas, of the calendar, or of the code list that a category takes its codes from. */
export function hierarchyFor(structure: ReleaseStructure, kind: "GEOGRAPHY" | "TIME" | "CATEGORY", codeList: string | null): Hierarchy {
  if (kind === "TIME") return calendar;
  if (kind === "GEOGRAPHY") return hierarchyOf(structure.areas);
  return hierarchyOf(structure.codeLists.find(({ code }) => code === codeList)?.codes ?? []);
}
