import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { LocalisedText } from "@openbeat/schema/domain";
import type { Geometry, MultiPolygon, Polygon } from "geojson";
import type { Problem } from "../errors.ts";
import { code as codePattern, type HubSpec, type LevelSpec } from "../hub/hub-schema.ts";
import { checkWhole, findFiles, type SourceFile } from "../read/files.ts";
import { columnsNamed, type MappedColumn, readSelect } from "../read/mapping.ts";
import { readSource } from "../read/source.ts";
import { literal, quoted, Workbench } from "../read/workbench.ts";

/** The outline of an area: WGS 84, to six decimals (about 10 cm). */
export interface Boundary {
  readonly geometry: Polygon | MultiPolygon;
  readonly sha256: string;
}

/** A place of one level. */
export interface Area {
  readonly code: string;
  readonly level: string;
  readonly name: LocalisedText;
  readonly parent: string | undefined;
  readonly boundary: Boundary | undefined;
}

/** Every level and area of a hub, and how they nest. */
export interface Geography {
  readonly levels: readonly LevelSpec[];
  readonly areas: ReadonlyMap<string, Area>;
  /** Areas of a level, in the order of their codes. */
  readonly atLevel: (level: string) => readonly Area[];
  /** The level itself and those it nests in, finest first. */
  readonly chain: (level: string) => readonly string[];
  /** The area of a level that holds this area, or itself. */
  readonly ancestor: (code: string, level: string) => string | undefined;
}

/** Columns that every mapped record or atom has: no level and no category can have their names. */
export const reservedColumns: readonly string[] = [
  "id",
  "date",
  "area",
  "period",
  "person",
  "records",
  "record_key",
  "contributor",
  "rowid",
];

const rounded = (value: unknown): unknown =>
  typeof value === "number" ? Math.round(value * 1e6) / 1e6 : Array.isArray(value) ? value.map(rounded) : value;

function boundaryOf(geometry: unknown): Boundary | undefined {
  const { type, coordinates } = (geometry ?? {}) as Partial<Polygon | MultiPolygon>;
  if (type !== "Polygon" && type !== "MultiPolygon") return undefined;
  const clean = { type, coordinates: rounded(coordinates) } as Polygon | MultiPolygon;
  return { geometry: clean, sha256: createHash("sha256").update(JSON.stringify(clean)).digest("hex") };
}

/** A shape of a GeoJSON file. */
export interface Feature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Geometry | null;
}

/** Every shape of a GeoJSON FeatureCollection, or the problem of the file. */
export function readFeatures(file: SourceFile): readonly Feature[] | Problem {
  const wrong = {
    code: "GEOGRAPHY_INVALID" as const,
    file: file.path,
    message: "This is not a GeoJSON FeatureCollection. Export it again as GeoJSON in WGS 84.",
  };
  try {
    const parsed: unknown = JSON.parse(readFileSync(file.absolute, "utf8"));
    const { type, features } = parsed as { type?: unknown; features?: unknown };
    if (type !== "FeatureCollection" || !Array.isArray(features)) return wrong;
    return features.map((feature: { properties?: object | null; geometry?: Geometry | null }) => ({
      properties: (feature.properties ?? {}) as Readonly<Record<string, unknown>>,
      geometry: feature.geometry ?? null,
    }));
  } catch {
    return wrong;
  }
}

/** A GeoJSON file's properties as `source`, in text, with `__row` from 1. */
async function propertiesAsSource(workbench: Workbench, features: readonly Feature[]): Promise<readonly string[]> {
  const columns = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  const json = JSON.stringify(features.map(({ properties }) => properties));
  const texts = columns.map((name) => `, json_extract_string(j, ${literal(`$."${name.replaceAll('"', '\\"')}"`)}) AS ${quoted(name)}`);
  await workbench.run(
    `CREATE OR REPLACE TABLE source AS SELECT row_number() OVER () AS __row${texts.join("")} FROM (SELECT unnest(json_extract($1::JSON, '$[*]')) AS j)`,
    [json],
  );
  return columns;
}

/** One row of a small mapped file: its columns as text, its row in the file (the header is row 1), and its shape where it has one. */
export interface MappedRow {
  readonly row: number;
  readonly values: Readonly<Record<string, string | null>>;
  readonly geometry: Geometry | null;
}

/** Reads a small file of the hub folder (GeoJSON, or CSV) through a steward's `select`. */
export async function readMapped(
  folder: string,
  path: string,
  select: string,
  timezone: string,
  where: string,
): Promise<{ readonly rows: readonly MappedRow[]; readonly problems: readonly Problem[] }> {
  const { files, problems } = findFiles(folder, path);
  const [file] = files;
  if (file === undefined || problems.length > 0) return { rows: [], problems };
  if (files.length > 1)
    return { rows: [], problems: [{ code: "HUB_INVALID", file: where, message: `Several files match ${path}. Name one.` }] };
  const workbench = await Workbench.open([file.absolute], timezone);
  try {
    let features: readonly Feature[] | undefined;
    let columns: readonly string[];
    let rowOf = (place: number) => place;
    if (/\.(geo)?json$/.test(path)) {
      const torn = await checkWhole(file);
      if (torn !== undefined) return { rows: [], problems: [torn] };
      const read = readFeatures(file);
      if ("code" in read) return { rows: [], problems: [read] };
      features = read;
      columns = await propertiesAsSource(workbench, features);
    } else {
      const read = await readSource(workbench, [file], { format: "csv" }, await columnsNamed(workbench, [select]));
      if (read.problems.length > 0) return { rows: [], problems: read.problems };
      columns = read.columns;
      rowOf = (place) => read.placeOf(place).row;
    }
    const { mapped, problems: wrong } = await readSelect(workbench, select, columns, { file: where });
    if (wrong.length > 0) return { rows: [], problems: wrong };
    const list = mapped.map(({ name, expression }: MappedColumn) => `TRY(CAST(${expression} AS VARCHAR)) AS ${quoted(name)}`).join(", ");
    const found = await workbench.rows(`SELECT __row, ${list} FROM source ORDER BY __row`);
    return {
      problems: [],
      rows: found.map((row) => {
        const place = Number(row.__row);
        const values = Object.fromEntries(mapped.map(({ name }) => [name, row[name] == null ? null : String(row[name])]));
        return { row: rowOf(place), values, geometry: features?.[place - 1]?.geometry ?? null };
      }),
    };
  } finally {
    workbench.close();
  }
}

/** What the site's files of all areas are called: no area can be. */
const everyArea = "all";
const isCalledAll = "An area has the code all, which the site's files of all areas have in their addresses. Give it another.";

const nameOf = (values: MappedRow["values"], code: string, languages: readonly string[]): LocalisedText => {
  const given = languages.flatMap((language) => {
    const name = values[`name_${language}`];
    return name == null ? [] : [[language, name] as const];
  });
  if (given.length > 0) return Object.fromEntries(given);
  return { [languages[0] ?? "en"]: values.name ?? code };
};

async function areasOfLevel(folder: string, spec: HubSpec, level: LevelSpec): Promise<{ areas: Area[]; problems: readonly Problem[] }> {
  const inline = (level.areas ?? []).map(
    ({ code, name, parent }): Area => ({ code, level: level.code, name, parent, boundary: undefined }),
  );
  const inlineProblems = inline.flatMap(({ code }): Problem[] =>
    code.toLowerCase() === everyArea ? [{ code: "GEOGRAPHY_INVALID", file: "hub.yaml", column: "code", message: isCalledAll }] : [],
  );
  if (level.file === undefined) {
    const problem: Problem = {
      code: "HUB_INVALID",
      file: "hub.yaml",
      message: `The level ${level.code} has neither a file nor areas. Give it one of them.`,
    };
    return { areas: inline, problems: inline.length === 0 ? [problem] : inlineProblems };
  }
  const { rows, problems } = await readMapped(folder, level.file, level.select ?? "code, name", spec.timezone, "hub.yaml");
  const isCode = (code: string | null | undefined) => codePattern.safeParse(code).success;
  const areas = rows.flatMap(({ values, geometry }): Area[] => {
    const code = values.code;
    if (code == null || !isCode(code)) return [];
    return [
      {
        code,
        level: level.code,
        name: nameOf(values, code, spec.languages),
        parent: values.parent ?? undefined,
        boundary: boundaryOf(geometry),
      },
    ];
  });
  return {
    areas: [...inline, ...areas],
    problems: [
      ...problems,
      ...inlineProblems,
      ...rows.flatMap(({ row, values: { code } }): Problem[] => {
        if (isCode(code) && code?.toLowerCase() !== everyArea) return [];
        const message = isCode(code)
          ? isCalledAll
          : code == null
            ? "An area has no code. Map one."
            : "The code of an area is not letters, digits, dots, dashes and underscores, beginning with a letter or digit. Map it to such a code.";
        return [{ code: "GEOGRAPHY_INVALID", file: level.file ?? "", row, column: "code", message }];
      }),
    ],
  };
}

/** Reads every area of the hub and checks that they nest as the levels say. */
export async function readGeography(
  folder: string,
  spec: HubSpec,
): Promise<{ readonly geography: Geography; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const areas = new Map<string, Area>();
  const { levels } = spec.geography;
  const levelOf = new Map(levels.map((level) => [level.code, level]));
  const chain = (code: string, below: readonly string[] = []): readonly string[] => {
    const parent = levelOf.get(code)?.parent;
    const here = [...below, code];
    return parent === undefined || here.includes(parent) ? here : chain(parent, here);
  };
  const isRing = (code: string) => levelOf.has(levelOf.get(chain(code).at(-1) ?? "")?.parent ?? "");
  const wrong = (message: string) => problems.push({ code: "HUB_INVALID", file: "hub.yaml", message });
  for (const level of levels) {
    if (level.parent !== undefined && !levelOf.has(level.parent)) {
      wrong(`The level ${level.code} nests in ${level.parent}, which is no level of the hub.`);
    } else if (isRing(level.code)) {
      wrong(`The level ${level.code} lies in a ring of levels that nest in one another, or in itself. A top level has no parent.`);
    }
    if (levels.filter(({ code }) => code === level.code).length > 1) wrong(`Two levels are named ${level.code}. Rename one.`);
    if (reservedColumns.includes(level.code)) wrong(`A level cannot be named ${level.code}: every record has a column of that name.`);
    const read = await areasOfLevel(folder, spec, level);
    problems.push(...read.problems);
    for (const area of read.areas) {
      if (areas.has(area.code)) {
        const message = `The code of an area of level ${level.code} is used twice in the hub. Give every area of every level a code of its own, for example with a prefix.`;
        problems.push({ code: "GEOGRAPHY_INVALID", file: level.file ?? "hub.yaml", column: "code", message });
      }
      areas.set(area.code, area);
    }
  }
  // A level under a top level with one area nests in it without saying so.
  for (const area of areas.values()) {
    const parentLevel = levelOf.get(area.level)?.parent;
    if (parentLevel === undefined || area.parent !== undefined) continue;
    const above = [...areas.values()].filter(({ level }) => level === parentLevel);
    if (above.length === 1 && above[0] !== undefined) areas.set(area.code, { ...area, parent: above[0].code });
  }
  for (const area of areas.values()) {
    const level = levelOf.get(area.level);
    const parent = area.parent === undefined ? undefined : areas.get(area.parent);
    if (parent?.level !== level?.parent) {
      const message = `An area of level ${area.level} has no parent of level ${level?.parent ?? "none"}. Map \`parent\` to the code of the area it lies in.`;
      problems.push({ code: "GEOGRAPHY_INVALID", file: level?.file ?? "hub.yaml", column: "parent", message });
    }
  }
  const ancestor = (code: string, level: string): string | undefined => {
    const area = areas.get(code);
    if (area === undefined || area.level === level) return area?.code;
    return area.parent === undefined ? undefined : ancestor(area.parent, level);
  };
  const sorted = new Map(
    levels.map(({ code }) => [code, [...areas.values()].filter(({ level }) => level === code).sort((a, b) => (a.code < b.code ? -1 : 1))]),
  );
  return { geography: { levels, areas, atLevel: (level) => sorted.get(level) ?? [], chain: (level) => chain(level), ancestor }, problems };
}
