import { expect, it } from "vitest";
import { parseCsv } from "../../audit/csv.ts";
import { pagesOf } from "../../audit/site-folder.ts";
import type { BuiltSite } from "./built-site.ts";
import { textOf } from "./pages.ts";

/** Columns that say which figure a row of a file is. The others tell of it, or name its codes. */
const telling = new Set([
  ...["value", "status", "obs_status", "flags", "unit", "numerator", "denominator", "n", "n_effective", "lower", "upper", "release"],
]);

/** The root of an edition that a file stands in: nothing, `es/`, `r/1.0.0/`. */
const rootOf = (file: string) => /^(?:r\/[\d.]+\/)?(?:(?:es|ar)\/)?/.exec(file)?.[0] ?? "";

const figureOf = (row: Readonly<Record<string, string>>) =>
  Object.entries(row)
    .filter(([column]) => !telling.has(column) && !column.endsWith("_label"))
    .map(([column, code]) => `${column}=${code}`)
    .toSorted()
    .join(";");

/** The cells of a table in a page, one column after the other, as the file beside it has its rows. */
function cellsOf(figure: string): readonly string[] {
  const rows = [...(/<tbody>([\s\S]*?)<\/tbody>/.exec(figure)?.[1] ?? "").matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = ""]) => textOf(/<data[\s\S]*?<\/data>/.exec(cell)?.[0] ?? cell).trim()),
  );
  return (rows[0] ?? []).flatMap((_, column) => rows.map((cells) => cells[column] ?? ""));
}

/** Every measure, area and period has one value in an edition, and one way of printing it: in all tables of all pages, and in all files. */
export function describeOneValue(sites: () => readonly BuiltSite[]): void {
  it("is told with one value in every file, and printed one way in every table, wherever in an edition it stands", () => {
    let repeated = 0;
    for (const site of sites()) {
      const values = new Map<string, { readonly value: string; readonly file: string }>();
      const printed = new Map<string, { readonly text: string; readonly page: string }>();
      const rowsOf = new Map<string, readonly Record<string, string>[]>();
      for (const file of site.files.filter((name) => name.endsWith(".csv") && !/\/records\//.test(name))) {
        const rows = parseCsv(site.read(file));
        rowsOf.set(file, rows);
        for (const row of rows) {
          if (row.measure === undefined) continue;
          const key = `${rootOf(file)} ${figureOf(row)}`;
          const value = `${row.value} ${row.status} ${row.lower}–${row.upper}`;
          const known = values.get(key);
          if (known === undefined) values.set(key, { value, file });
          else expect(value, `${key} in ${file} and in ${known.file}`).toBe(known.value);
        }
      }
      for (const page of pagesOf(site)) {
        for (const [figure, id = ""] of site.read(page).matchAll(/<figure class="figure" id="([^"]*)"[\s\S]*?<\/figure>/g)) {
          const rows = rowsOf.get(page.replace(/index\.html$/, `${id}.csv`));
          if (rows === undefined) continue;
          const cells = cellsOf(figure);
          expect(cells.length, `${page}#${id}`).toBe(rows.length);
          rows.forEach((row, at) => {
            const key = `${rootOf(page)} ${figureOf(row)}`;
            const text = cells[at] ?? "";
            const known = printed.get(key);
            if (known !== undefined && known.page !== page) repeated += 1;
            if (known === undefined) printed.set(key, { text, page });
            else expect(text, `${key} on ${page} and on ${known.page}`).toBe(known.text);
          });
        }
      }
      expect(values.size).toBeGreaterThan(100);
    }
    expect(repeated).toBeGreaterThan(100);
  });
}
