import { readdir, readFile, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { PipelineError } from "../errors.ts";

/** The files of a site, in a folder or behind an address. */
export interface PublicFiles {
  /** For messages: where they stand. */
  readonly place: string;
  /** The bytes of a file, by its path from the root of the site; nothing where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** Every file under a path; nothing where they cannot be listed. */
  list(under: string): Promise<readonly string[] | undefined>;
}

/** What a path of a site may be: never out of it. */
const isInside = (path: string) => !path.startsWith("/") && !path.split(/[/\\]/).includes("..");

function filesOfFolder(folder: string): PublicFiles {
  return {
    place: folder,
    async read(path) {
      if (!isInside(path)) return undefined;
      try {
        return await readFile(join(folder, path));
      } catch (error) {
        if (["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
        throw new PipelineError("SITE_UNREACHABLE", `The file ${path} in ${folder} cannot be read. Check who may read it.`, {
          cause: error,
        });
      }
    },
    async list(under) {
      const entries = await readdir(join(folder, under), { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll(sep, "/"))
        .sort();
    },
  };
}

function filesOfSite(address: string): PublicFiles {
  const base = address.replace(/\/+$/, "");
  return {
    place: base,
    async read(path) {
      if (!isInside(path)) return undefined;
      const url = `${base}/${path.split("/").map(encodeURIComponent).join("/")}`;
      let answer: Response;
      try {
        answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
        if (answer.status === 404 || answer.status === 410) return undefined;
        if (answer.ok) return Buffer.from(await answer.arrayBuffer());
      } catch (error) {
        const told = `The site ${base} does not answer. Check its address and the network, or copy its files and name the folder.`;
        throw new PipelineError("SITE_UNREACHABLE", told, { cause: error });
      }
      throw new PipelineError(
        "SITE_UNREACHABLE",
        `The site ${base} answers ${answer.status} for ${path}. Try again later, or copy its files and name the folder.`,
      );
    },
    list: async () => undefined,
  };
}

/**
 * Opens a place that holds a site.
 * @param place A folder, or an address that begins with http:// or https://.
 * @throws {PipelineError} `PUBLIC_FILE_MISSING` where there is no such folder.
 */
export async function publicFiles(place: string): Promise<PublicFiles> {
  if (/^https?:\/\//.test(place)) return filesOfSite(place);
  const found = await stat(place).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new PipelineError(
      "PUBLIC_FILE_MISSING",
      `There is no folder ${place}. Name the folder of a built site, or the address of a site (https://…).`,
    );
  return filesOfFolder(place);
}
