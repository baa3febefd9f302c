import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";
import { createBrotliCompress, createGzip } from "node:zlib";
import { rangeOf } from "./byte-range.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8; header=present",
  ".ndjson": "application/x-ndjson; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".atom": "application/atom+xml; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".pdf": "application/pdf",
  ".zip": "application/zip",
  ".gz": "application/gzip",
  ".parquet": "application/vnd.apache.parquet",
};
const compressible = /^(text\/|application\/(json|x-ndjson|xml|atom)|image\/svg)/;

const securityHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};
/** Whether a page is a chart alone, which anybody may frame: of the newest release or of one, in any language. */
const isEmbedded = (path: string): boolean => /^\/(r\/[^/]+\/)?([a-z]{2,3}(-[\w-]+)?\/)?embed\//.test(path);
// The pages say in a <meta> what they may load, with the hashes of their scripts; this is what a <meta> cannot say.
const pageSecurity = (path: string) =>
  `base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors ${isEmbedded(path) ? "*" : "'self'"}`;
const fileSecurity = "default-src 'none'; frame-ancestors 'none'";

/** Where a site stands, and how to stop it. */
export interface RunningSite {
  readonly url: string;
  close(): Promise<void>;
}

/** The file that an address names, inside the folder; nothing where there is none. */
async function findFile(
  folder: string,
  path: string,
): Promise<{ readonly file: string; readonly size: number } | { readonly redirect: string } | undefined> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes("\0") || decoded.includes("\\")) return undefined;
  const wanted = join(folder, decoded);
  if (wanted !== folder && !wanted.startsWith(folder + sep)) return undefined;
  try {
    // A link inside the folder may lead out of it.
    const file = await realpath(wanted);
    if (file !== folder && !file.startsWith(folder + sep)) return undefined;
    const found = await stat(file);
    if (found.isFile()) return { file, size: found.size };
    if (!path.endsWith("/")) return { redirect: `${path}/` };
    const index = join(file, "index.html");
    return { file: index, size: (await stat(index)).size };
  } catch {
    return undefined;
  }
}

const tags = new Map<string, string>();
/** A tag of a file's content. Kept by size and time: the files of a built site seldom change. */
async function tagOf(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const key = `${file} ${size} ${mtimeMs}`;
  const known =
    tags.get(key) ??
    `"${createHash("sha256")
      .update(await readFile(file))
      .digest("base64url")
      .slice(0, 27)}"`;
  if (tags.size < 50_000) tags.set(key, known);
  return known;
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response
      .writeHead(405, { Allow: "GET, HEAD", "Content-Type": "text/plain; charset=utf-8" })
      .end("Only GET and HEAD are answered here.\n");
    return;
  }
  const path = (request.url ?? "/").split(/[?#]/)[0] ?? "/";
  const found = await findFile(folder, path);
  // Two slashes at the beginning would name another host.
  if (found !== undefined && "redirect" in found && !found.redirect.startsWith("//")) {
    response.writeHead(308, { Location: found.redirect }).end();
    return;
  }
  const missing = found === undefined || "redirect" in found;
  const file = missing ? join(folder, "404.html") : found.file;
  const type = contentTypes[extname(file)] ?? "application/octet-stream";
  let tag: string;
  try {
    tag = await tagOf(file);
  } catch {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found.\n");
    return;
  }
  response.setHeader("Content-Type", type);
  response.setHeader("Content-Security-Policy", type.startsWith("text/html") ? pageSecurity(path) : fileSecurity);
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader(
    "Cache-Control",
    missing ? "no-store" : path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate",
  );
  if (/^(text\/(csv|calendar)|application\/(json|x-ndjson|gzip|zip|vnd\.apache\.parquet))/.test(type))
    response
      .setHeader("Access-Control-Allow-Origin", "*")
      .setHeader("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag");
  if (!missing) response.setHeader("ETag", tag);
  if (!missing && (request.headers["if-none-match"] ?? "").split(/,\s*/).some((known) => known.replace(/^W\//, "") === tag)) {
    response.writeHead(304).end();
    return;
  }
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const encoding = !compressible.test(type) ? undefined : /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined;
  // A part is asked for by programs that read columns of a large file: of the bytes as they stand, never of compressed ones.
  const part = missing || encoding !== undefined || request.method !== "GET" ? undefined : rangeOf(request.headers, tag, found.size);
  if (encoding !== undefined) response.setHeader("Content-Encoding", encoding);
  else if (!missing) {
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("Content-Length", part === "none" ? 0 : part === undefined ? found.size : part.end - part.start + 1);
    if (part !== undefined)
      response.setHeader("Content-Range", `bytes ${part === "none" ? "*" : `${part.start}-${part.end}`}/${found.size}`);
  }
  response.writeHead(missing ? 404 : part === undefined ? 200 : part === "none" ? 416 : 206);
  if (request.method === "HEAD" || part === "none") {
    response.end();
    return;
  }
  const content = createReadStream(file, part);
  content.on("error", () => response.destroy());
  if (encoding === undefined) content.pipe(response);
  else content.pipe(encoding === "br" ? createBrotliCompress({ params: { 1: 5 } }) : createGzip()).pipe(response);
}

/**
 * Serves a built site: static files, nothing else.
 * @param options.folder The folder of the built site. `port`: 0 for any free one. `host`: where to listen, the own machine by default.
 */
export async function startSite(options: {
  readonly folder: string;
  readonly port?: number;
  readonly host?: string;
}): Promise<RunningSite> {
  const folder = await realpath(options.folder);
  const host = options.host ?? "127.0.0.1";
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end("Unexpected error.\n");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 4321, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host === "127.0.0.1" || host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
  };
}
