import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureCatalogue } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("docs/errors.md", () => {
  const files = globSync(["prisma/src/errors.ts", "packages/*/src/errors.ts", "packages/*/src/**/error-codes.ts"], { cwd: root });
  const codes = [
    ...new Set(files.flatMap((file) => [...read(file).matchAll(/"([A-Z]+(?:_[A-Z]+)+|UNPROTECTABLE)"/g)].map(([, code]) => code ?? ""))),
  ];
  const headings = [...read("docs/errors.md").matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading ?? "");

  it("explains every error code of every package", () => {
    expect(files.length).toBeGreaterThanOrEqual(4);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !headings.includes(code))).toEqual([]);
  });
  it("explains each once", () => {
    expect(headings.filter((heading, place) => headings.indexOf(heading) !== place)).toEqual([]);
  });
});

describe("docs/measures.md", () => {
  it("lists every measure of the catalogue, once and by its title", () => {
    const listed = [...read("docs/measures.md").matchAll(/^\| (\w+\.[\w.]+) \| `([\w-]+)` \| ([^|]+) \|/gm)].map(
      ([, code, dataset, title]) => [code, dataset, title],
    );
    expect(listed).toEqual(measureCatalogue.map(({ code, dataset, title }) => [code, dataset, title.en]));
  });
});

describe("the documentation's links", () => {
  it("lead to files that exist", () => {
    const documents = globSync(["*.md", "docs/**/*.md", "packages/*/*.md", "samples/**/*.md"], {
      cwd: root,
      exclude: (name) => String(name).includes("node_modules"),
    });
    const dead = documents.flatMap((document) =>
      [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target]) => target ?? "")
        .filter((target) => !existsSync(join(root, dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    );
    expect(documents.length).toBeGreaterThan(5);
    expect(dead).toEqual([]);
  });
});

describe("docs/policy.md", () => {
  it("explains every key of a policy, with its default", () => {
    const text = read("docs/policy.md");
    const schema = JSON.parse(read("packages/pipeline/schemas/dataset.schema.json"));
    const policies: readonly JsonSchema[] = schema.properties.tables.items.properties.policy.oneOf;
    const keys = [...policies, schema.properties.protection].flatMap(({ properties = {} }: JsonSchema) => Object.entries(properties));
    expect(keys.length).toBeGreaterThan(25);
    const unexplained = keys.filter(
      ([key]) => !text.includes(`\`${key}\``) && !text.includes(`\`${key}.`) && !text.includes(`policy.${key}`),
    );
    expect(unexplained.map(([key]) => key)).toEqual([]);
    const simple = keys.filter(([, { default: value }]) => ["string", "number", "boolean"].includes(typeof value));
    expect(simple.length).toBeGreaterThan(15);
    const wrong = simple.filter(([key, { default: value }]) => !text.includes(`| \`${key}\` | ${value} |`));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

describe("docs/surveys.md", () => {
  it("explains every key of a survey's policy and of raking, with its default", () => {
    const text = read("docs/surveys.md");
    const schema = JSON.parse(read("packages/pipeline/schemas/survey.schema.json"));
    const raked = (schema.properties.weighting.oneOf as readonly JsonSchema[]).find(({ properties }) => properties?.margins !== undefined);
    const keys = [schema.properties.policy, raked].flatMap((one: JsonSchema | undefined) => Object.entries(one?.properties ?? {}));
    const simple = keys.filter(
      ([key, { default: value }]) => ["string", "number", "boolean"].includes(typeof value) && key !== "timeLimitSeconds",
    );
    expect(simple.length).toBeGreaterThan(8);
    expect(simple.filter(([key, { default: value }]) => !text.includes(`| \`${key}\` | ${value} |`)).map(([key]) => key)).toEqual([]);
    const parts = Object.keys(schema.properties).filter(
      (key) => !["survey", "title", "description", "tolerate", "areaLevel", "every", "rolling"].includes(key),
    );
    expect(parts.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly default?: unknown;
}
