import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { AstroIntegration, AstroUserConfig } from "astro";
import { parts, serverFiles } from "./parts.ts";

type Plugin = NonNullable<NonNullable<AstroUserConfig["vite"]>["plugins"]>[number];

const home = fileURLToPath(new URL("../../", import.meta.url));
const fileOf = (id: string) => id.split("?")[0] ?? id;
const isInstalled = (file: string) => file.includes("/node_modules/");

/**
 * Has Astro compile the pages, and render none: their code becomes a program that renders them of whatever data there are.
 * @param program The source that the program begins with.
 */
export function codeOnly(program: string): AstroIntegration {
  const sources = new Set<string>();
  let out = "";
  let stylesOf = (): object => ({});
  const watch: Plugin = {
    name: "openbeat-sources",
    buildEnd() {
      for (const file of [...this.getModuleIds()].map(fileOf)) if (file.startsWith("/") && !isInstalled(file)) sources.add(file);
    },
  };
  const withProgram: Plugin = {
    name: "openbeat-program",
    applyToEnvironment: ({ name }) => name === "prerender",
    buildStart() {
      this.emitFile({ type: "chunk", id: program, fileName: serverFiles.program });
    },
    // What a source finds beside itself, its compiled code finds there, too.
    transform(code, id) {
      const file = fileOf(id);
      if (!file.startsWith(home) || isInstalled(file) || !code.includes("import.meta.url")) return null;
      return { code: code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href)), map: null };
    },
  };
  return {
    name: "openbeat-code-only",
    hooks: {
      "astro:config:setup": ({ command, updateConfig }) => {
        if (command !== "build") return;
        if (process.env.OPENBEAT_SITE_CODE === undefined)
          throw new Error("Astro compiles the pages, and writes no site by itself. Use pnpm --filter @openbeat/site build.");
        updateConfig({ vite: { plugins: [watch, withProgram] } });
      },
      "astro:config:done": ({ config }) => {
        out = fileURLToPath(config.outDir);
      },
      "astro:build:setup": ({ pages }) => {
        stylesOf = () => Object.fromEntries([...pages].map(([key, page]) => [key, { styles: "styles" in page ? page.styles : [] }]));
      },
      "astro:build:start": ({ setPrerenderer }) => {
        setPrerenderer((usual) => ({
          ...usual,
          setup: () => Promise.resolve(),
          // All is compiled by now, and Astro would remove the program when the pages are rendered.
          getStaticPaths: () => {
            const server = join(out, "..", parts.server);
            renameSync(join(out, ".prerender"), server);
            writeFileSync(join(server, serverFiles.styles), JSON.stringify(stylesOf()));
            writeFileSync(join(server, serverFiles.sources), JSON.stringify([...sources].sort()));
            return Promise.resolve([]);
          },
        }));
      },
    },
  };
}
