import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Short files whose tests take long: publishing, building, killing. Begun before all others, so that none of them is left alone at the end. */
const first = [
  "packages/site/test/site.test.ts",
  "packages/api/test/sample.test.ts",
  "packages/site/test/permanence.test.ts",
  "test/steward-guide.test.ts",
  "packages/pipeline/test/real/philadelphia.test.ts",
  "packages/disclosure/test/tauargus.test.ts",
  "packages/pipeline/test/killed.test.ts",
  "packages/pipeline/test/killed-acts.test.ts",
  "packages/pipeline/test/disk-full.test.ts",
  "packages/pipeline/test/dropped-connection.test.ts",
  "test/end-to-end.test.ts",
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = first.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at < 0 ? first.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  resolve: {
    // One copy of graphql: by its own conditions Vite would load another build of it than Node does, and the two do not know each other's types.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve("graphql") }],
  },
  test: {
    include: ["packages/*/test/**/*.test.ts", "prisma/test/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/support/once.ts",
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Commands and servers that tests start, hundreds of them, are compiled once.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/openbeat/compiled", import.meta.url)) },
    // Tests wait for databases, browsers and processes of their own: three at a time keep two cores busy, and four gain nothing.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Files follow each other in few processes: to start one for each file, and to read the code again in it, takes longer than most tests.
    isolate: false,
  },
});
