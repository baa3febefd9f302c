import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

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
    // Files follow each other in few processes: to start one for each file, and to read the code again in it, takes longer than most tests.
    isolate: false,
  },
});
