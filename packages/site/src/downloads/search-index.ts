import { readFileSync } from "node:fs";
import { join } from "node:path";
import { close, createIndex } from "pagefind";

/** A file of the index, from the root of the site. */
export interface IndexFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** What a page has that is to be found. */
const mark = "data-pagefind-body";

/**
 * The index of the pages that say by `data-pagefind-body` that they are to be found: those of the latest release.
 * @param root The folder of the built site. @param pages Their files, from there.
 * @throws {Error} If a page cannot be read.
 */
export async function searchIndex(root: string, pages: readonly string[]): Promise<readonly IndexFile[]> {
  try {
    const { index, errors } = await createIndex({ excludeSelectors: ["svg", "table", "pre", ".contents", ".actions"] });
    if (index === undefined) throw new Error(`The index of the search could not be begun: ${errors.join(" ")}`);
    for (const page of pages.toSorted()) {
      const content = readFileSync(join(root, page), "utf8");
      if (!content.includes(mark)) continue;
      const added = await index.addHTMLFile({ sourcePath: page, content });
      if (added.errors.length > 0) throw new Error(`${page} could not be added to the index of the search: ${added.errors.join(" ")}`);
    }
    const { files, errors: failures } = await index.getFiles();
    if (failures.length > 0) throw new Error(`The index of the search could not be made: ${failures.join(" ")}`);
    // The ready-made forms of the search, and the worker, are not used here.
    return files
      .filter(({ path }) => !/(^|\/)(pagefind-(ui|modular-ui|component-ui|highlight|worker)\.|playground\/)/.test(path))
      .map(({ path, content }) => ({ path: `pagefind/${path}`, content }));
  } finally {
    await close();
  }
}
