import { readFileSync } from "node:fs";
import { errorDocs } from "@openbeat/schema";
import { Answer } from "./answer-cache.ts";

interface Explanation {
  readonly code: string;
  /** The heading that it stands under. */
  readonly part: string;
  readonly paragraphs: readonly string[];
}

/** The sections of docs/errors.md: one for each code. */
function readExplanations(markdown: string): readonly Explanation[] {
  return markdown.split(/^## /m).flatMap((chapter) => {
    const [opening = "", ...sections] = chapter.split(/^### /m);
    const part = opening.split("\n", 1)[0] ?? "";
    return sections.map((section): Explanation => {
      const [code = "", ...lines] = section.split("\n");
      return {
        code,
        part,
        paragraphs: lines
          .join("\n")
          .trim()
          .split(/\n{2,}/),
      };
    });
  });
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The marks that docs/errors.md uses. Links to other documents become words: they are not served here. */
const inline = (text: string): string =>
  escaped(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\[([^\]]+)\]\([^)\s]+\)/g, "$1");

const style = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}code{overflow-wrap:anywhere}";

const page = (title: string, body: string): Answer =>
  new Answer({
    status: 200,
    type: "text/html; charset=utf-8",
    lifetime: "until a release",
    bytes: Buffer.from(
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main>\n<h1>${title}</h1>\n${body}\n</main></body></html>\n`,
    ),
    headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'" },
  });

const list = (explanations: readonly Explanation[]): string =>
  `<ul>${explanations.map(({ code }) => `<li><a href="${errorDocs(code)}"><code>${code}</code></a></li>`).join("")}</ul>`;

/**
 * The pages that `extensions.docs` of an error leads to, one for each code, and `/errors/`, which lists them.
 * @param markdown The text of docs/errors.md, from which they are made.
 * @returns The page at a path, or `undefined` where there is none.
 */
export function createErrorPages(
  markdown: string = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8"),
): (path: string) => Answer | undefined {
  const explanations = readExplanations(markdown);
  const pages = new Map(
    explanations.map(({ code, part, paragraphs }) => [
      errorDocs(code),
      page(
        code,
        `<p>${inline(part)}</p>\n${paragraphs.map((text) => `<p>${inline(text)}</p>`).join("\n")}\n<p><a href="/errors/">All errors</a></p>`,
      ),
    ]),
  );
  const parts = [...new Set(explanations.map(({ part }) => part))];
  const all = parts.map((part) => `<h2>${inline(part)}</h2>\n${list(explanations.filter((one) => one.part === part))}`);
  pages.set("/errors/", page("Errors", all.join("\n")));
  return (path) => pages.get(path === "/errors" ? "/errors/" : path);
}
