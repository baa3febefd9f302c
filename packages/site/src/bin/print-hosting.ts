import { mkdirSync, writeFileSync } from "node:fs";
import { hostingFiles } from "../hosting.ts";

const folder = new URL("../../../../docs/hosting/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(hostingFiles())) writeFileSync(new URL(name, folder), text);
