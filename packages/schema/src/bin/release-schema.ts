#!/usr/bin/env node
// Keeps the contract as the release of this version has it: the next ones are compared with it.
import { writeFileSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { printedSchema } from "../graphql/print.ts";

writeFileSync(
  new URL("../../schema.released.graphql", import.meta.url),
  `# The contract of release ${packageJson.version}.\n${printedSchema()}`,
);
