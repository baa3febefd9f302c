import { execFileSync } from "node:child_process";
import { generate } from "./generate.ts";
import { bin, run } from "./run.ts";
import { root } from "./stamp.ts";

/** Generated files that are committed, so that a change to what the public sees shows in review. */
const committed = [
  "packages/schema/schema.graphql",
  "packages/pipeline/schemas",
  "packages/standard",
  "docs/standard",
  "docs/hosting",
  "deploy/site.caddy",
  "docs/cli.md",
];

const git = (...words: string[]) => execFileSync("git", words, { cwd: root, encoding: "utf8" });
const stateOf = () => git("diff", "HEAD", "--", ...committed) + git("status", "--porcelain", "--", ...committed);

const steps: readonly [string, () => Promise<void>][] = [
  [
    "generated files",
    async () => {
      const before = stateOf();
      await generate();
      if (stateOf() !== before) throw new Error(`Generated files were not fresh: commit what changed in ${committed.join(", ")}.`);
    },
  ],
  ["format and lint", () => run(".", bin(".", "biome"), ["check", "--error-on-warnings", "."])],
  ["types", () => run(".", bin(".", "tsc"), ["-p", "tsconfig.json"])],
  ["types of the site", () => run("packages/site", bin("packages/site", "astro"), ["check"])],
];

for (const [name, step] of steps) {
  console.log(`— ${name}`);
  await step();
}
