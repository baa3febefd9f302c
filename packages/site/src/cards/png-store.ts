import { fileURLToPath } from "node:url";

/** The folder of pictures in pixels that were drawn once, by what they show. */
export const pngStore = fileURLToPath(new URL("../../node_modules/.cache/openbeat/drawings/", import.meta.url));
