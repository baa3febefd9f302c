import { execute } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";

interface Named {
  readonly release: {
    readonly areas: { readonly nodes: readonly { readonly name: string }[] };
    readonly levels: readonly { readonly plural: string }[];
    readonly codeLists: readonly { readonly codes: readonly { readonly label: string }[] }[];
    readonly surveys: readonly {
      readonly items: readonly { readonly title: string }[];
      readonly constructs: readonly { readonly title: string }[];
    }[];
  };
}

/** What a hub calls its areas, their levels, its categories and its questions, in English: names that are not the site's words. */
export async function namesIn(url: string): Promise<readonly string[]> {
  const database = await openReader(url);
  try {
    const { release } = await execute<Named>(
      `{ release {
        areas(first: 500) { nodes { name(language: "en") } } levels { plural(language: "en") }
        codeLists { codes { label(language: "en") } }
        surveys { items { title(language: "en") } constructs { title(language: "en") } }
      } }`,
      undefined,
      { database },
    );
    return [
      ...release.areas.nodes.map(({ name }) => name),
      ...release.levels.map(({ plural }) => plural.toLowerCase()),
      ...release.codeLists.flatMap(({ codes }) => codes.map(({ label }) => label)),
      ...release.surveys.flatMap(({ items, constructs }) => [...items, ...constructs].map(({ title }) => title)),
    ].filter((name) => name !== "");
  } finally {
    await database.close();
  }
}
