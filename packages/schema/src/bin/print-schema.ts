import { writeFileSync } from "node:fs";
import { printedSchema } from "../graphql/print.ts";

// Writes the public contract beside the code that makes it, so that a change of it shows in review.
writeFileSync(new URL("../../schema.graphql", import.meta.url), printedSchema());
