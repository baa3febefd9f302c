import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
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

let made: Promise<GraphiqlPage> | undefined;

async function make(): Promise<GraphiqlPage> {
  const plain = Buffer.from(graphiqlHtml());
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

/** GraphiQL, made on the first call. */
export function graphiqlPage(): Promise<GraphiqlPage> {
  made ??= make();
  return made;
}
