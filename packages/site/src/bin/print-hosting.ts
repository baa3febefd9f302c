import { mkdirSync, writeFileSync } from "node:fs";
import { deployFiles, hostingFiles } from "../hosting.ts";

const folders = [
  ["../../../../docs/hosting/", hostingFiles()],
  ["../../../../deploy/", deployFiles()],
] as const;
for (const [path, files] of folders) {
  const folder = new URL(path, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, folder), text);
}
