import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Parts of the project, by the folder their source stands in, and the parts each may import. */
const parts: Readonly<Record<string, { readonly folder: string; readonly may: readonly string[] }>> = {
  disclosure: { folder: "packages/disclosure/src", may: [] },
  standard: { folder: "packages/standard/src", may: [] },
  database: { folder: "prisma/src", may: [] },
  domain: { folder: "packages/schema/src/domain", may: [] },
  store: { folder: "packages/schema/src/store", may: ["domain", "database", "standard"] },
  formats: { folder: "packages/schema/src/formats", may: ["domain", "store", "standard"] },
  graphql: { folder: "packages/schema/src/graphql", may: ["domain", "database", "store", "formats", "standard"] },
  // What a steward looks at before it is published is served by the very programs that the public reads by.
  preview: {
    folder: "packages/pipeline/src/preview",
    may: ["pipeline", "disclosure", "standard", "domain", "formats", "database", "api", "site"],
  },
  pipeline: { folder: "packages/pipeline/src", may: ["preview", "disclosure", "standard", "domain", "formats", "database"] },
  api: { folder: "packages/api/src", may: ["domain", "store", "formats", "graphql", "schema", "database"] },
  client: { folder: "packages/client/src", may: [] },
  site: { folder: "packages/site/src", may: ["domain", "store", "formats", "graphql", "schema", "database"] },
};

/** What a specifier of ours points at. */
const published: Readonly<Record<string, string>> = {
  "@openbeat/disclosure": "disclosure",
  "@openbeat/standard": "standard",
  "@openbeat/database": "database",
  "@openbeat/database/client": "database",
  "@openbeat/database/pothos": "database",
  "@openbeat/schema": "schema",
  "@openbeat/schema/domain": "domain",
  "@openbeat/schema/store": "store",
  "@openbeat/schema/formats": "formats",
  "@openbeat/schema/graphql": "graphql",
  "@openbeat/pipeline": "pipeline",
  "@openbeat/api": "api",
  "@openbeat/client": "client",
  "@openbeat/site": "site",
  "@openbeat/site/build": "site",
};

const partOfFile = (file: string) => Object.entries(parts).find(([, { folder }]) => file.startsWith(`${folder}/`))?.[0];
const specifiers = (text: string) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(([, specifier]) => specifier ?? "");

const sources = globSync(
  Object.values(parts).map(({ folder }) => `${folder}/**/*.{ts,astro}`),
  { cwd: root },
).filter((file) => !file.includes("/generated/"));

/** Every import of ours: from which part, in which file, of which part. */
const imports = sources.flatMap((file) =>
  specifiers(readFileSync(join(root, file), "utf8")).flatMap((specifier) => {
    const target = specifier.startsWith(".") ? partOfFile(relative(root, join(root, dirname(file), specifier))) : published[specifier];
    const from = partOfFile(file);
    return from === undefined || target === undefined || target === from ? [] : [{ file, from, target }];
  }),
);

describe("who may import whom", () => {
  it("reads the source of every part", () => {
    for (const [name, { folder }] of Object.entries(parts))
      expect(
        sources.some((file) => file.startsWith(`${folder}/`)),
        name,
      ).toBe(true);
    expect(imports.length).toBeGreaterThan(20);
  });

  it("holds for every import", () => {
    expect(imports.filter(({ from, target }) => !parts[from]?.may.includes(target))).toEqual([]);
  });

  it("lets only the pipeline see records, and only its release write", () => {
    const writes = globSync("packages/*/src/**/*.{ts,astro}", { cwd: root }).filter((file) =>
      /"publisher"|\.copy\(/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(writes.sort()).toEqual([
      "packages/pipeline/src/commands/effects.ts",
      "packages/pipeline/src/release/archive/copy-releases.ts",
      "packages/pipeline/src/release/archive/restore.ts",
      "packages/pipeline/src/release/write.ts",
    ]);
    const readers = globSync("packages/*/src/**/*.ts", { cwd: root }).filter((file) =>
      readFileSync(join(root, file), "utf8").includes("@duckdb/node-api"),
    );
    expect(readers.filter((file) => !file.startsWith("packages/pipeline/src/"))).toEqual([]);
  });
});

describe("what is depended on", () => {
  it("is imported by some file, apart from what development uses", () => {
    const unused: string[] = [];
    for (const manifest of globSync(["packages/*/package.json", "prisma/package.json"], { cwd: root })) {
      const folder = dirname(manifest);
      const { dependencies = {} } = JSON.parse(readFileSync(join(root, manifest), "utf8")) as { dependencies?: Record<string, string> };
      const files = globSync(`${folder}/**/*.{ts,astro,mjs}`, { cwd: root, exclude: (name) => String(name).includes("node_modules") });
      const all = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
      for (const name of Object.keys(dependencies))
        if (!new RegExp(`["']${name}(/[^"']*)?["']`).test(all)) unused.push(`${folder}: ${name}`);
    }
    expect(unused).toEqual([]);
  });
});
