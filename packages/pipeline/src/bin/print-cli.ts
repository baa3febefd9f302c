import { writeFileSync } from "node:fs";
import { commands } from "../commands/all.ts";
import { reference } from "../commands/form/help.ts";

writeFileSync(new URL("../../../../docs/cli.md", import.meta.url), reference(commands));
