import { readFileSync } from "node:fs";

/** The light colours of the style sheet, by the names of their variables: for pictures that stand without it. */
export function lightColours(css: string): ReadonlyMap<string, string> {
  const [, light = ""] = /:root\s*\{([^}]*)\}/.exec(css) ?? [];
  return new Map([...light.matchAll(/--([\w-]+):\s*(#[0-9a-f]+);/gi)].map(([, name = "", value = ""]) => [name, value]));
}

let colours: ReadonlyMap<string, string> | undefined;

/**
 * A drawing with colours in the place of the style sheet's variables.
 * @throws {Error} If the style sheet has no such colour.
 */
export function withColours(drawing: string): string {
  colours ??= lightColours(readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8"));
  return drawing.replace(/var\(--([\w-]+)\)/g, (_, name: string) => {
    const colour = colours?.get(name);
    if (colour === undefined) throw new Error(`The style sheet has no colour ${name}.`);
    return colour;
  });
}
