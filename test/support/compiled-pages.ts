import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledSite } from "../../packages/site/src/compiled/compiled-site.ts";
import { folderOnce } from "./once.ts";

const works = fileURLToPath(new URL("../../packages/site/.builds/", import.meta.url));

/** Has the code of the pages compiled and kept, once in a run: builds of sites that begin together would each do it. */
export const compiledPages = (): Promise<string> =>
  folderOnce("compiled-pages", async () => {
    mkdirSync(works, { recursive: true });
    const work = mkdtempSync(join(works, "build-"));
    try {
      await compiledSite(work);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
