import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import { draftNotice } from "@openbeat/schema/domain";
import { examples } from "@openbeat/schema/graphql";

/** The page, ready to be sent. */
export interface GraphiqlPage {
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page's own bytes and nothing else: no script, style, font or picture of another server can be loaded, nor a word be sent there. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The HTML of GraphiQL with our examples in its tabs. Megabytes: make it once. */
export function graphiqlHtml(): string {
  const tabs = examples.map(({ query }) => ({ query }));
  return renderGraphiQL({
    title: "Openbeat API",
    endpoint: "/graphql",
    defaultQuery: tabs[0]?.query ?? "",
    defaultTabs: tabs,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
    credentials: "omit",
  }) as string;
}

const made = new Map<boolean, Promise<GraphiqlPage>>();

/** A line over the whole page, which stays while it is used. */
const draftLine = `<p role="status" style="position:fixed;inset:auto 0 0 0;z-index:9999;margin:0;padding:.4rem 1rem;background:#000;color:#fff;font:700 1rem system-ui,sans-serif;pointer-events:none">${draftNotice}</p>`;

async function make(isDraft: boolean): Promise<GraphiqlPage> {
  const html = graphiqlHtml();
  // The end of the page is the last one: its scripts hold the word too.
  const end = html.lastIndexOf("</body>");
  const plain = Buffer.from(isDraft ? `${html.slice(0, end)}${draftLine}${html.slice(end)}` : html);
  return {
    plain,
    gzip: await promisify(gzip)(plain),
    etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 27)}"`,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "public, max-age=3600",
      vary: "Accept, Accept-Encoding",
    },
  };
}

/** GraphiQL, made on the first call. @param isDraft Whether it says that what is asked is a draft. */
export function graphiqlPage(isDraft = false): Promise<GraphiqlPage> {
  const found = made.get(isDraft) ?? make(isDraft);
  made.set(isDraft, found);
  return found;
}
