#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What was compiled once is kept beside the libraries, where nobody else writes: a command that reads no records begins in half the time.
enableCompileCache(fileURLToPath(new URL("../../../../node_modules/.cache/openbeat/compiled", import.meta.url)));
const { main } = await import("../commands/main.ts");
process.exitCode = await main(process.argv.slice(2));
