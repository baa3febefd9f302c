import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { app } from "astro/entrypoints/prerender";
import { StaticPaths } from "astro/runtime/prerender/static-paths.js";
import { pagesToWrite, pagesWritten } from "../build-progress.ts";
import { spareMemory } from "../collect.ts";
import { serverFiles } from "./parts.ts";

/** Gives the compiled pages what Astro's own build would: their style sheets, and where to complain. */
function prepare(server: string): void {
  const styles = JSON.parse(readFileSync(join(server, serverFiles.styles), "utf8")) as object;
  const destination = {
    write: ({ message }: { readonly message: string }) => {
      console.error(message);
      return true;
    },
  };
  // As much of Astro's own state as its renderer looks at (core/build/environment.js).
  app.setInternals({ pagesByKeys: new Map(Object.entries(styles)), entrySpecifierToBundleMap: new Map() } as never);
  app.setOptions({ settings: { scripts: [] }, logger: { options: { destination } } } as never);
}

/** Where a page stands: in a folder of its own, but for the one that web servers look for by its name. */
const placeOf = (address: string) => (address === "404/" ? "404.html" : `${address}index.html`);

/**
 * Renders every page of the site.
 * @param server The folder of the compiled program. @param root The folder of the site.
 * @returns The addresses of the pages, from the root.
 * @throws {Error} Where two pages have one address, or one leads elsewhere.
 */
export async function renderPages(server: string, root: string): Promise<readonly string[]> {
  prepare(server);
  const paths = await new StaticPaths(app).getAll();
  console.log(pagesToWrite(paths.length));
  const addresses = new Set<string>();
  let told = performance.now();
  for (const { pathname, route } of paths) {
    const bare = pathname.replace(/^\/+|\/+$/g, "");
    const address = bare === "" ? "" : `${bare}/`;
    if (addresses.has(address)) throw new Error(`Two pages have the address /${address}.`);
    addresses.add(address);
    const response = await app.render(new Request(new URL(`/${address}`, "http://localhost")), { routeData: route });
    if (response.status !== 200 && response.status !== 404)
      throw new Error(`The page /${address} answers ${response.status}, and not as a page does.`);
    const file = join(root, placeOf(address));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    if (performance.now() - told < 250) continue;
    told = performance.now();
    spareMemory();
    console.log(pagesWritten(addresses.size));
  }
  return [...addresses];
}
