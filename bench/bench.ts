/** `pnpm bench <name> [options]`: measures one part of the project on this machine. */
const benches: Readonly<Record<string, () => Promise<{ readonly run: (words: readonly string[]) => Promise<void> }>>> = {
  api: () => import("./api.ts"),
  disclosure: () => import("./disclosure.ts"),
  flood: () => import("./flood.ts"),
  "kansas-city": () => import("./kansas-city.ts"),
  methods: () => import("./methods.ts"),
  publish: () => import("./publish.ts"),
  site: () => import("./site.ts"),
  survey: () => import("./survey.ts"),
};

const [name = "", ...words] = process.argv.slice(2);
const load = benches[name];
if (load) await (await load()).run(words);
else {
  console.error(`There is no such bench. Say: pnpm bench ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 1;
}
