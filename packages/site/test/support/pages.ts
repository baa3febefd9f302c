import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";
import type { BuiltSite } from "./built-site.ts";

/** The pages of a built site, as files. */
export const pagesOf = ({ files }: BuiltSite) => files.filter((file) => file.endsWith(".html"));
/** The address of a page, from its file. */
export const address = (file: string) => `/${file.replace(/(^|\/)index\.html$/, "$1")}`;
/** The values of an attribute, in the order of the page. */
export const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value]) => (value ?? "").replaceAll("&amp;", "&"));
/** What a reader sees of a page, without its code. */
export const textOf = (html: string) => html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ");

/** A validator of pages. What is switched off is how Astro prints, or stands for a reason. */
export const pageValidator = () =>
  new HtmlValidate({
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: {
      // How Astro prints is not what a reader gets.
      "void-style": "off",
      "no-trailing-whitespace": "off",
      "doctype-style": "off",
      "attribute-boolean-style": "off",
      "long-title": "off",
      // `role="list"` keeps a list a list for VoiceOver where its bullets are styled away.
      "no-redundant-role": "off",
      "prefer-native-element": "off",
    },
  });

/** Every link of a built site that leads nowhere within it. Two elements of one page with the same `id` throw. */
export function brokenLinks(built: BuiltSite): readonly string[] {
  const files = new Set(built.files);
  const ids = new Map(pagesOf(built).map((page) => [page, new Set(attributes(built.read(page), "id"))]));
  const broken: string[] = [];
  for (const page of pagesOf(built)) {
    const html = built.read(page);
    for (const link of [...attributes(html, "href"), ...attributes(html, "src")]) {
      if (/^(mailto:|https?:|data:)/.test(link)) continue;
      const { pathname, hash } = new URL(link, `http://site${address(page)}`);
      const path = decodeURIComponent(pathname.slice(1));
      const target = path === "" || path.endsWith("/") ? `${path}index.html` : path;
      if (!files.has(target) && target !== "404.html") broken.push(`${page} → ${link}`);
      else if (hash !== "" && target.endsWith(".html") && !ids.get(target)?.has(decodeURIComponent(hash.slice(1))))
        broken.push(`${page} → ${link}`);
    }
    if (attributes(html, "id").length !== ids.get(page)?.size) throw new Error(`${page} has an id twice.`);
  }
  return broken;
}

/** A chart of a page: its table, and the words in its pictures. */
export interface TableOnPage {
  readonly id: string;
  readonly rows: readonly { readonly label: string; readonly cells: readonly { readonly value: string | null; readonly text: string }[] }[];
  readonly pictures: readonly string[];
}

/** Every chart of a page: the cells of its table and the words in its pictures. */
export const readTables = (page: Page) =>
  page.evaluate((): TableOnPage[] =>
    [...document.querySelectorAll("figure.figure")].map((figure) => ({
      id: figure.id,
      rows: [...figure.querySelectorAll("tbody tr")].map((row) => ({
        label: row.querySelector("th")?.textContent ?? "",
        cells: [...row.querySelectorAll("td")].map((cell) => ({
          value: cell.querySelector("data")?.value ?? null,
          text: cell.textContent.trim(),
        })),
      })),
      pictures: [...figure.querySelectorAll(".picture svg")].map((svg) => svg.textContent),
    })),
  );

/** The rows of a CSV file, each by the names of its columns. */
export const parseCsv = (csv: string): Record<string, string>[] => {
  const [head = [], ...lines] = csv
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = ""]) => field.replace(/^"|"$/g, "").replaceAll('""', '"')),
    );
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ""])));
};
