/** What a compiled site is made of, beside each other in one folder. */
export const parts = {
  /** Styles and scripts of the pages, and the public files: a site begins as a copy of it. */
  client: "client",
  /** The program that writes a site. */
  server: "server",
} as const;
/** Files of the server's part. */
export const serverFiles = {
  /** Run by Node, writes a site of the data that its environment names. */
  program: "program.mjs",
  /** The style sheets of each page. */
  styles: "styles.json",
  /** The sources that were compiled, without what is installed. */
  sources: "sources.json",
} as const;
/** Beside the parts: what Node has made of the program's modules, and of those that it imports. */
export const moduleCache = "module-cache";
