import { copyFileSync, existsSync, mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PipelineError } from "../errors.ts";
import { readFeatures } from "../geography/areas.ts";
import { code as codeSchema, identifier } from "../hub/hub-schema.ts";
import { findFiles } from "../read/files.ts";
import { addToHub, inYaml, wordsInYaml } from "./edit-hub.ts";
import { wordsAsCode } from "./guess/area-codes.ts";
import { type Choice, many, ofRows, open } from "./guess/choice.ts";
import { quotedIfNeeded } from "./guess/guess-columns.ts";
import { readHubGeography } from "./hub-geography.ts";

/** Boundaries that become a level of the hub's geography. */
export interface GeographyImport {
  readonly file: string;
  readonly hub: string;
  readonly level: string;
  /** The level it nests in; the top level where left out. */
  readonly parent: string | undefined;
  /** Properties that the steward decides on. */
  readonly code: string | undefined;
  readonly name: string | undefined;
}

export interface GeographyReport {
  readonly path: string;
  readonly areas: number;
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
}

type Properties = Readonly<Record<string, unknown>>;

/** Counters of a database, sizes and times: no codes of areas, however unique they are. */
const isTechnical = (name: string) =>
  /^(objectid|ogc_fid|fid|gid|cartodb_id|globalid)$|shape|area$|length|land|water|lat|lon|created|updated/i.test(name);

const textsOf = (features: readonly Properties[], name: string) =>
  features.map((properties) => (properties[name] == null ? "" : String(properties[name])));

function guessCode(features: readonly Properties[], taken: ReadonlySet<string>, level: string, said: string | undefined): Choice {
  const names = [...new Set(features.flatMap((properties) => Object.keys(properties)))];
  const unique = names.filter((name) => {
    const texts = textsOf(features, name);
    return !texts.includes("") && new Set(texts).size === features.length && (said === undefined ? !isTechnical(name) : name === said);
  });
  const isCode = (name: string) => textsOf(features, name).every((text) => codeSchema.safeParse(text).success && !/\.\d/.test(text));
  const codes = unique.filter(isCode);
  const fitting = codes.length > 0 ? codes : unique;
  // Properties that say the same are one.
  const different = fitting.filter(
    (name, at) => fitting.findIndex((other) => textsOf(features, other).every((text, row) => text === textsOf(features, name)[row])) === at,
  );
  const geoid = different.find((name) => /^geoid/i.test(name));
  const chosen = geoid ?? (different.length === 1 ? different[0] : undefined);
  const why = (name: string) => `${name} is filled in all ${many(features.length)} shapes and never the same twice.`;
  if (chosen === undefined) return open("code", different.map(quotedIfNeeded), different.map(why));
  const plain = quotedIfNeeded(chosen);
  if (!isCode(chosen))
    return {
      name: "code",
      sql: wordsAsCode(chosen),
      column: chosen,
      because: [why(chosen), "It is a name, so a code is made of its words."],
    };
  const collides = textsOf(features, chosen).filter((text) => taken.has(text)).length;
  if (collides === 0) return { name: "code", sql: plain, column: chosen, because: [why(chosen)] };
  const prefix = `${level.slice(0, 1).toUpperCase()}-`;
  return {
    ...{ name: "code", sql: `${inSql(prefix)} || ${plain}`, column: chosen },
    because: [
      why(chosen),
      `${ofRows(collides, features.length)} are codes of other areas of the hub already, so ${prefix} stands before each.`,
    ],
  };
}

const inSql = (text: string) => `'${text}'`;

function guessName(features: readonly Properties[], code: Choice, level: string, said: string | undefined): Choice {
  const names = [...new Set(features.flatMap((properties) => Object.keys(properties)))];
  const fitting = names.filter((name) => {
    const texts = textsOf(features, name);
    return said === undefined
      ? /name|label/i.test(name) &&
          !texts.includes("") &&
          new Set(texts).size === features.length &&
          texts.some((text) => /\p{L}/u.test(text))
      : name === said;
  });
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0)
    return { name: "name", sql: quotedIfNeeded(only), column: only, because: [`${only} has a different text in each shape.`] };
  const title = level.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());
  if (only === undefined && code.column !== undefined)
    return {
      name: "name",
      sql: `'${title} ' || ${quotedIfNeeded(code.column)}`,
      column: code.column,
      because: ["No property is a name, so it is made of the code."],
    };
  const why =
    fitting.length === 0
      ? `No property is a name. It can be made of what is chosen as the code: '${title} ' || and the property.`
      : "More than one property could be the name.";
  return open("name", fitting.map(quotedIfNeeded), [why]);
}

/**
 * Copies boundaries into the hub and adds a level to its hub.yaml, with what its code and name go by.
 * @throws {PipelineError} `COMMAND_INVALID`, `IMPORT_INVALID` or `HUB_HAS_PROBLEMS`.
 */
export async function importGeography({
  file,
  hub,
  level,
  parent,
  code: saidCode,
  name: saidName,
}: GeographyImport): Promise<GeographyReport> {
  if (!identifier.safeParse(level).success)
    throw new PipelineError("COMMAND_INVALID", "--level takes lower-case letters, digits and underscores, such as council_district.");
  const { spec, geography } = await readHubGeography(hub);
  const { levels } = spec.geography;
  if (levels.some(({ code }) => code === level))
    throw new PipelineError(
      "COMMAND_INVALID",
      `hub.yaml has the level ${level} already. Nothing was changed: take it out first, or name another.`,
    );
  const above = parent ?? levels.find((one) => one.parent === undefined)?.code;
  if (!levels.some(({ code }) => code === above))
    throw new PipelineError("COMMAND_INVALID", `--parent takes a level of hub.yaml: ${levels.map(({ code }) => code).join(", ")}.`);
  if (!existsSync(file))
    throw new PipelineError("IMPORT_INVALID", "The boundaries cannot be read.", {
      problems: [{ code: "FILE_MISSING", file, message: "There is no such file." }],
    });
  const [found] = findFiles(dirname(file), basename(file)).files;
  const features = found === undefined ? { code: "FILE_UNREADABLE" as const, file, message: "This is not a file." } : readFeatures(found);
  if ("code" in features)
    throw new PipelineError("IMPORT_INVALID", "The boundaries cannot be read. Nothing was changed.", { problems: [features] });
  const shapes = features.filter(({ geometry }) => geometry?.type === "Polygon" || geometry?.type === "MultiPolygon");
  if (shapes.length < features.length || shapes.length === 0)
    throw new PipelineError(
      "IMPORT_INVALID",
      `${features.length - shapes.length} of the ${features.length} entries of the file are no areas (Polygon or MultiPolygon). Nothing was changed.`,
    );
  const far = shapes.filter(({ geometry }) => !isInDegrees(geometry)).length;
  if (far > 0)
    throw new PipelineError(
      "IMPORT_INVALID",
      `${ofRows(far, shapes.length)} are not in degrees. Export the boundaries as GeoJSON in WGS 84 (EPSG:4326). Nothing was changed.`,
    );
  const properties = shapes.map((shape) => shape.properties);
  const code = guessCode(properties, new Set(geography.areas.keys()), level, saidCode);
  const name = guessName(properties, code, level, saidName);
  const parents = geography.atLevel(above ?? "").length;
  const path = `geography/${basename(file)}`;
  if (!existsSync(join(hub, path)) || realpathSync(join(hub, path)) !== realpathSync(file)) {
    mkdirSync(join(hub, "geography"), { recursive: true });
    copyFileSync(file, join(hub, path));
  }
  const spoken = level.replaceAll("_", " ");
  const [own = "en"] = spec.languages;
  const lines = [code, name].flatMap(({ name: target, sql, because }) => [
    ...because.map((sentence) => `  -- ${sentence}`),
    `  ${sql === target ? sql : `${sql} AS ${target}`}${target === "code" || parents > 1 ? "," : ""}`,
  ]);
  if (parents > 1) lines.push(`  TODO /* the code of the ${above} that each ${spoken} lies in */ AS parent`);
  addToHub(
    hub,
    ["geography", "levels"],
    `code: ${level}
name: ${wordsInYaml(spec.languages, own.startsWith("en") ? spoken : `TODO: what a ${spoken} is called`)}
plural: ${wordsInYaml(spec.languages, own.startsWith("en") ? `${spoken.replace(/y$/, "ie")}s` : `TODO: what several of ${spoken} are called`)}
parent: ${above}
file: ${inYaml(path)}
select: |
${lines.join("\n")}
`,
  );
  return { path, areas: shapes.length, choices: [code, name], notes: [`${many(shapes.length)} areas of the level ${level}, in ${above}.`] };
}

/** Whether a shape's coordinates can be degrees. */
function isInDegrees(geometry: unknown): boolean {
  const walk = (value: unknown): boolean =>
    Array.isArray(value) && typeof value[0] === "number"
      ? Math.abs(value[0]) <= 180 && Math.abs(Number(value[1])) <= 90
      : Array.isArray(value) && value.every(walk);
  return walk((geometry as { coordinates?: unknown } | null)?.coordinates);
}
