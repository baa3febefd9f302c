import { createHash } from "node:crypto";
import { type Cube, type CubeDimension, DisclosureError, protect, type SuppressionPolicy, said } from "@openbeat/disclosure";
import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { type LeafedDimension, withEarlierReleases } from "../history/already-said.ts";
import type { PastDataset, PastNode } from "../history/past.ts";
import { everything } from "../history/write-past.ts";
import { product } from "../hub/plan.ts";
import { quoted } from "../read/workbench.ts";
import type { Atoms } from "../tabulate/tabulate.ts";
import { type Groups, groupsOf } from "./groups.ts";
import type { PlannedPeriod, SurveyPlan } from "./plan.ts";
import { type AnswerColumn, answerColumns, type SurveyAnswers } from "./read-answers.ts";
import { domainKey, everyone, type SurveySums } from "./sums.ts";

/**
 * The people that some items are asked of: a figure's base. Items of one base are protected together: where a base is hidden, so is every figure of them.
 */
export interface Base {
  readonly code: string;
  readonly columns: readonly AnswerColumn[];
  /** Whether everybody is asked. */
  readonly isEveryone: boolean;
}

/** Where figures stand along one dimension: a level, and its nodes in order. */
export interface SurveyLevel {
  readonly level: string;
  readonly nodes: readonly string[];
}

/** The bases of a survey's items, in the order of the items. */
export function basesOf(plan: SurveyPlan): readonly Base[] {
  const keyOf = ({ item }: AnswerColumn) =>
    JSON.stringify([...new Set(plan.items[item]?.wordings.flatMap((wording) => (wording === null ? [] : [JSON.stringify(wording.base)])))]);
  const all = JSON.stringify(["null"]);
  return [...Map.groupBy(answerColumns(plan.items), keyOf)].map(([key, columns]) => ({
    code: key === all ? everyone : `base-${createHash("sha256").update(key).digest("hex").slice(0, 12)}`,
    columns,
    isEveryone: key === all,
  }));
}

/** Who answered, counted by wave, area and every group at once: one column of counts for each base. */
export async function countBases(
  plan: SurveyPlan,
  { workbench, areas }: SurveyAnswers,
  bases: readonly Base[],
  folded: ReadonlySet<string>,
): Promise<Atoms> {
  const groupings = plan.groupings.map(({ name }) => name);
  const keys = ["area", "wave", ...groupings.map(quoted)];
  const asked = bases.map(({ columns, isEveryone }) =>
    isEveryone ? "count(*)::DOUBLE" : `count_if(${columns.map(({ column }) => `${column} IS NOT NULL`).join(" OR ")})::DOUBLE`,
  );
  const columns = await workbench.columns(
    `SELECT ${[...keys, ...asked].join(", ")} FROM answers GROUP BY ${keys.join(", ")} ORDER BY ${keys.join(", ")}`,
  );
  const column = (place: number) => columns[place] ?? [];
  const groups = groupings.map((name): Groups => groupsOf(plan, name, folded));
  return {
    keys: ["area", "period", ...groupings, everyone],
    codes: [
      column(0).map((area) => areas[Number(area)] ?? null),
      column(1).map((wave) => plan.waves[Number(wave)]?.code ?? null),
      ...groups.map(({ codeAt }, place) => column(2 + place).map(codeAt)),
      column(0).map(() => everyone),
    ],
    values: new Map(bases.map(({ code }, place) => [code, Float64Array.from(column(keys.length + place) as readonly number[])])),
  };
}

/** Levels and nodes of each dimension that some table uses. */
export function levelsOf(plan: SurveyPlan, geography: Geography, folded: ReadonlySet<string>) {
  const areas = [...new Set(plan.tables.flatMap(({ area }) => area))].map(
    (level): SurveyLevel => ({ level, nodes: geography.atLevel(level).map(({ code }) => code) }),
  );
  const periods = [...Map.groupBy(plan.periods, ({ level }) => level)].map(
    ([level, own]): SurveyLevel => ({ level, nodes: own.map(({ code }) => code) }),
  );
  const groups = [
    ...plan.groupings
      .filter(({ name }) => plan.tables.some((table) => table.groups.includes(name)))
      .map(({ name }): SurveyLevel => ({ level: name, nodes: groupsOf(plan, name, folded).published.map(({ code }) => code) })),
    { level: everyone, nodes: [everyone] },
  ];
  return { areas, periods, groups };
}

/** One dimension of a cube of bases, with the leaf of each atom along it, and its nodes as the next release must know them. */
interface BaseDimension extends LeafedDimension {
  readonly leafOf: Int32Array;
  readonly past: Readonly<Record<string, PastNode[]>>;
}

/**
 * @param known Codes of the leaves that exist whether or not anybody answered; null where the leaves are the combinations that some answer has.
 * @param nodes Per level, the nodes and, of each, the column and the codes of its leaves.
 */
function dimensionOf(
  code: string,
  columns: readonly string[],
  atoms: Atoms,
  known: readonly string[] | null,
  nodes: Readonly<Record<string, PastNode[]>>,
): BaseDimension {
  const own = columns.map((column) => atoms.codes[atoms.keys.indexOf(column)] ?? []);
  const leaves = new Map<string, number>();
  const leafKeys: (readonly (string | null)[])[] = [];
  const leafFor = (parts: readonly (string | null)[]) => {
    const key = JSON.stringify(parts);
    const found = leaves.get(key) ?? leafKeys.push(parts) - 1;
    leaves.set(key, found);
    return found;
  };
  for (const one of known ?? []) leafFor([one]);
  const leafOf = Int32Array.from(own[0] ?? [], (_, atom) => leafFor(own.map((column) => column[atom] ?? null)));
  const counted = leafKeys.length;
  const levels = Object.entries(nodes).map(([level, list]) => ({
    code: level,
    nodes: list.map(({ code: node, column, leaves: codes }) => {
      const at = columns.indexOf(column);
      const within = new Set(codes);
      const inside = leafKeys.slice(0, counted).flatMap((parts, leaf) => (within.has(parts[at] ?? "") ? [leaf] : []));
      // A node that nobody answered in keeps a leaf of its own, which is empty.
      return { code: node, leaves: inside.length > 0 ? inside : [leafKeys.push([]) - 1] };
    }),
  }));
  const all = { code: everything, nodes: [{ code: everything, leaves: [...leafKeys.keys()] }] };
  const dimension: CubeDimension = { code, leafCount: leafKeys.length, levels: [...levels, all] };
  return { dimension, leafOf, columns, leafKeys, past: nodes };
}

function dimensionsOf(plan: SurveyPlan, geography: Geography, atoms: Atoms, folded: ReadonlySet<string>): readonly BaseDimension[] {
  const { areas, periods, groups } = levelsOf(plan, geography, folded);
  const finestAreas = geography.atLevel(plan.areaLevel).map(({ code }) => code);
  const waves = plan.waves.map(({ code }) => code);
  const wavesOf = new Map(plan.periods.map((period) => [period.code, period]));
  const areaNodes = areas.map(({ level, nodes }): [string, PastNode[]] => [
    level,
    nodes.map((code) => ({ code, column: "area", leaves: finestAreas.filter((area) => geography.ancestor(area, level) === code) })),
  ]);
  // A rolling year of which there is no estimate is nobody's base.
  const isEstimated = (code: string) => (wavesOf.get(code)?.waves.length ?? 0) > 0;
  const periodNodes = periods.flatMap(({ level, nodes }): [string, PastNode[]][] => {
    const own = nodes
      .filter(isEstimated)
      .map((code) => ({ code, column: "period", leaves: (wavesOf.get(code)?.waves ?? []).map((wave) => waves[wave] ?? "") }));
    return own.length === 0 ? [] : [[level, own]];
  });
  const groupNodes = groups.map(({ level, nodes }): [string, PastNode[]] => [
    level,
    // Everybody is one column of one code, so that there is a leaf where no grouping has any.
    nodes.map((code) => ({ code, column: level, leaves: [code] })),
  ]);
  return [
    dimensionOf("area", ["area"], atoms, finestAreas, Object.fromEntries(areaNodes)),
    dimensionOf("period", ["period"], atoms, waves, Object.fromEntries(periodNodes)),
    dimensionOf("group", [...plan.groupings.map(({ name }) => name), everyone], atoms, null, Object.fromEntries(groupNodes)),
  ];
}

/** Which domains of a base may be shown: by the key of area, period and group. */
export interface ProtectedBase {
  readonly base: Base;
  readonly hidden: ReadonlySet<string>;
  readonly cells: number;
  readonly provedByTables: number;
  readonly groupings: number;
  readonly certificate: Awaited<ReturnType<typeof protect>>["certificate"];
}

/** The name of a domain over one or several waves. */
export const cellKey = (area: string, period: string, group: string): string => `${area} ${period} ${group}`;

/** What was protected, and what the next release must know of it. */
export interface ProtectedBases {
  readonly bases: readonly ProtectedBase[];
  readonly past: Pick<PastDataset, "keys" | "codes" | "values" | "nodes" | "tables">;
}

/**
 * Hides bases of fewer people than the policy's smallest, and those that would give them away: over all areas, waves, rolling years and groups
 * together, and with what earlier releases showed. Every hidden base stays uncertain by the policy's width, which is proved. What holds for the
 * number of people holds for every sum over them, so a figure of a hidden base cannot be worked out from those of shown ones.
 * @throws {PipelineError} `UNPROTECTABLE`
 */
export async function protectBases(
  plan: SurveyPlan,
  geography: Geography,
  atoms: Atoms,
  sums: SurveySums,
  bases: readonly Base[],
  folded: ReadonlySet<string>,
  past: readonly { readonly version: string; readonly dataset: PastDataset }[],
): Promise<ProtectedBases> {
  const { survey, policy } = plan.file.spec;
  const dimensions = dimensionsOf(plan, geography, atoms, folded);
  const periodLevels = (dimensions[1]?.dimension.levels ?? []).map(({ code }) => code).filter((code) => code !== everything);
  const published = [
    ...new Map(
      plan.tables
        .flatMap(({ area, groups }) => product([area, periodLevels, [...groups, everyone]]))
        .map((levels) => [levels.join(), levels]),
    ).values(),
  ];
  const terms: SuppressionPolicy = {
    method: "suppress",
    threshold: policy.smallestBase,
    width: policy.width,
    zeros: "safe",
    knownCells: 1,
    timeLimitSeconds: policy.timeLimitSeconds,
  };
  const results: ProtectedBase[] = [];
  const hiddenOf = new Map<string, (readonly number[])[]>();
  for (const base of bases) {
    // How many answered a wave in all is told exactly.
    const groupings = base.isEveryone ? [...published, [everything, plan.file.spec.every, everything]] : published;
    const cube: Cube = {
      dimensions: dimensions.map(({ dimension }) => dimension),
      atoms: baseAtoms(dimensions, atoms, base.code),
      groupings,
    };
    const measure = { code: base.code, summand: base.code, threshold: policy.smallestBase, zeros: "safe" } as const;
    const known = past.length === 0 ? cube : withEarlierReleases(cube, dimensions, measure, atoms, past);
    const unsafe = groupings.map((levels, place) => smallItems(plan, dimensions, levels, base, sums, known.said?.[place]));
    try {
      const { groupings: cells, certificate } = await protect({ ...known, unsafe }, terms);
      const hidden = new Set<string>();
      const own: (readonly number[])[] = [];
      for (const [place, levels] of groupings.entries()) {
        const shown = cells[place]?.cells ?? [];
        own.push([...shown.keys()].filter((cell) => shown[cell]?.status === "suppressed"));
        for (const { cell, codes } of cellsAt(dimensions, levels))
          if (shown[cell]?.status !== "published") hidden.add(cellKey(codes[0] ?? "", codes[1] ?? "", codes[2] ?? ""));
      }
      hiddenOf.set(base.code, own);
      const proved = certificate.method === "suppress" ? certificate.provedByTables : 0;
      results.push({ base, hidden, cells: certificate.cells, provedByTables: proved, groupings: groupings.length, certificate });
    } catch (error) {
      if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
      const told = `The small groups of the survey ${survey} cannot be hidden so that nobody works them out: ${error.message} Leave a grouping or a level out of its tables.`;
      throw new PipelineError("UNPROTECTABLE", told, { cause: error });
    }
  }
  const finestAreas = geography.atLevel(plan.areaLevel).map(({ code }) => code);
  const waves = plan.waves.map(({ code }) => code);
  return { bases: results, past: pastOf(dimensions, finestAreas, waves, atoms, bases, published, plan.file.spec.every, hiddenOf) };
}

function baseAtoms(dimensions: readonly BaseDimension[], atoms: Atoms, base: string): Cube["atoms"] {
  const values = atoms.values.get(base) ?? new Float64Array();
  const merged = new Map<number, number>();
  values.forEach((value, atom) => {
    if (value === 0) return;
    const index = dimensions.reduce((number, { dimension, leafOf }) => number * dimension.leafCount + (leafOf[atom] ?? 0), 0);
    merged.set(index, (merged.get(index) ?? 0) + value);
  });
  return { index: Float64Array.from(merged.keys()), count: Float64Array.from(merged.values()) };
}

/** Every cell of a grouping, row-major, with the codes of its nodes. */
function* cellsAt(
  dimensions: readonly BaseDimension[],
  levels: readonly string[],
): Generator<{ readonly cell: number; readonly codes: readonly string[] }> {
  const nodes = dimensions.map(({ dimension }, place) =>
    (dimension.levels.find(({ code }) => code === levels[place])?.nodes ?? []).map(({ code }) => code),
  );
  for (const [cell, codes] of product(nodes).entries()) yield { cell, codes };
}

/** Marks domains in which fewer than the smallest base answered some item, though more were asked: no figure of that item may be worked out. */
function smallItems(
  plan: SurveyPlan,
  dimensions: readonly BaseDimension[],
  levels: readonly string[],
  { columns }: Base,
  sums: SurveySums,
  before: Uint8Array | undefined,
): Uint8Array {
  const { smallestBase } = plan.file.spec.policy;
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const flags: number[] = [];
  for (const { cell, codes } of cellsAt(dimensions, levels)) {
    const [area = "", period = "", group = ""] = codes;
    const isSmall = columns.some((column) => {
      const n = answeredIn(plan, sums, column, periods.get(period), area, levels[2] ?? "", group);
      return n > 0 && n < smallestBase;
    });
    flags.push(isSmall && before?.[cell] !== said.shown ? 1 : 0);
  }
  return Uint8Array.from(flags);
}

/** How many gave an answer that is one, in a domain over the waves of a period. */
function answeredIn(
  plan: SurveyPlan,
  { items }: SurveySums,
  { column, item, option }: AnswerColumn,
  period: PlannedPeriod | undefined,
  area: string,
  grouping: string,
  group: string,
): number {
  const domains = items.get(column)?.domains;
  return (period?.waves ?? []).reduce((all, wave) => {
    const valid = option === null ? (plan.items[item]?.wordings[wave]?.scale.answers.length ?? 0) : 2;
    const strata = domains?.get(domainKey(wave, area, grouping, group)) ?? [];
    return all + strata.reduce((sum, { n }) => sum + n.subarray(0, valid).reduce((a, b) => a + b, 0), 0);
  }, 0);
}

function pastOf(
  dimensions: readonly BaseDimension[],
  finestAreas: readonly string[],
  waves: readonly string[],
  atoms: Atoms,
  bases: readonly Base[],
  published: readonly (readonly string[])[],
  every: string,
  hiddenOf: ReadonlyMap<string, readonly (readonly number[])[]>,
): ProtectedBases["past"] {
  const whole: Readonly<Record<string, { readonly column: string; readonly leaves: readonly string[] }>> = {
    area: { column: "area", leaves: finestAreas },
    period: { column: "period", leaves: waves },
    group: { column: everyone, leaves: [everyone] },
  };
  const nodes = Object.fromEntries(
    dimensions.map(({ dimension: { code }, past }) => {
      const { column = code, leaves = [] } = whole[code] ?? {};
      return [code, { ...past, [everything]: [{ code: everything, column, leaves: [...leaves] }] }];
    }),
  );
  const total = bases.find(({ isEveryone }) => isEveryone);
  const hidden = (code: string, from: number, to?: number) => (hiddenOf.get(code) ?? []).slice(from, to).map((cells) => [...cells]);
  return {
    keys: [...atoms.keys],
    codes: atoms.codes.map((codes) => codes.map((code) => code ?? "")),
    values: Object.fromEntries([...atoms.values].map(([name, values]) => [name, [...values]])),
    nodes,
    tables: [
      {
        dimensions: ["area", "period", "group"],
        groupings: published.map((levels) => [...levels]),
        measures: bases.map(({ code }) => ({ code, hidden: hidden(code, 0, published.length) })),
      },
      ...(total === undefined
        ? []
        : [
            {
              dimensions: ["area", "period", "group"],
              groupings: [[everything, every, everything]],
              measures: [{ code: total.code, hidden: hidden(total.code, published.length) }],
            },
          ]),
    ],
  };
}
