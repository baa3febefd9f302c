import { builder } from "./builder.ts";

/** The address of a CSV file, from `https:` on. It holds no quotes: those are escaped in an address. */
export const SnippetsRef = builder.objectRef<string>("Snippets").implement({
  description: "A few lines that read these rows, ready to be copied.",
  fields: (t) => ({
    curl: t.string({ description: "For a shell: prints them as CSV.", resolve: (address) => `curl -s '${address}'` }),
    r: t.string({ description: "For R: a data frame.", resolve: (address) => `rows <- read.csv("${address}")` }),
    python: t.string({
      description: "For Python, with nothing but what comes with it: a list with a dictionary for each row.",
      resolve: (address) =>
        [
          "import csv, io, urllib.request",
          `with urllib.request.urlopen("${address}") as answer:`,
          '    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))',
        ].join("\n"),
    }),
    sheets: t.string({
      description: "For a cell of Google Sheets: a table from there on.",
      resolve: (address) => `=IMPORTDATA("${address}")`,
    }),
  }),
});
