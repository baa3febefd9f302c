import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSite } from "../build.ts";

// pnpm --filter @openbeat/site build [--database URL | --api URL] [--out FOLDER] [--fresh: keeps nothing of an earlier site]
const { values } = parseArgs({
  options: {
    database: { type: "string", default: process.env.OPENBEAT_DATABASE },
    api: { type: "string", default: process.env.OPENBEAT_API },
    out: { type: "string", default: process.env.OPENBEAT_SITE_OUT ?? fileURLToPath(new URL("../../dist", import.meta.url)) },
    fresh: { type: "boolean", default: false },
  },
});
const { database, api, out, fresh } = values;
const isShown = process.stderr.isTTY;
try {
  await buildSite({
    ...(api === undefined ? { database } : { api }),
    out: resolve(process.env.INIT_CWD ?? ".", out),
    ...(fresh ? { keep: null, clean: true } : {}),
    progress: (what) => process.stderr.write(isShown ? `\r\x1b[K${what}` : `${what}\n`),
  });
  if (isShown) process.stderr.write("\n");
} catch (error) {
  console.error(`${isShown ? "\n" : ""}${(error as Error).message}`);
  process.exitCode = 1;
}
