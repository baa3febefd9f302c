import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";
import { createBrotliCompress, createGzip } from "node:zlib";
import { frozenFiles } from "@openbeat/schema/domain";
import { answerAsDraft, isLoopback } from "@openbeat/schema/formats";
import { rangeOf } from "./byte-range.ts";
import { contentTypes, headersOf, lastingPattern, securityHeaders } from "./headers.ts";
import { packedOnce } from "./packed.ts";

const compressible = /^(text\/|application\/(json|x-ndjson|xml|atom)|image\/svg)/;

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

/** The page that says that there is none: in the language that the address begins with, where there is one. */
async function missingPage(folder: string, path: string): Promise<string> {
  const [, language = ""] = /^\/([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\//.exec(path) ?? [];
  const own = language === "" ? undefined : await findFile(folder, `/${language}/404/`);
  return own !== undefined && "file" in own ? own.file : join(folder, "404.html");
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

/** The tombstone of a withdrawn release, where an address lies in one and is not its manifest. */
function tombstone(folder: string, path: string): string | undefined {
  const [, version = "", rest = ""] = /^\/r\/(\d+\.\d+\.\d+)\/(.*)$/.exec(path) ?? [];
  if (version === "" || /^(manifest|withdrawn)\.json$/.test(rest) || !existsSync(join(folder, frozenFiles(version).withdrawn)))
    return undefined;
  const [language = ""] = rest.split("/");
  const own = join(folder, "r", version, /^[a-z]{2,3}$/.test(language) ? language : "", "index.html");
  return existsSync(own) ? own : join(folder, "r", version, "index.html");
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
  const grave = tombstone(folder, path);
  const missing = found === undefined || "redirect" in found || grave !== undefined;
  const file = grave ?? (missing ? await missingPage(folder, path) : found.file);
  const type = contentTypes[extname(file)] ?? "application/octet-stream";
  let tag: string;
  try {
    tag = await tagOf(file);
  } catch {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found.\n");
    return;
  }
  for (const [name, value] of Object.entries(headersOf(path, type, missing))) response.setHeader(name, value);
  response.setHeader("Vary", "Accept-Encoding");
  if (!missing) response.setHeader("ETag", tag);
  if (!missing && (request.headers["if-none-match"] ?? "").split(/,\s*/).some((known) => known.replace(/^W\//, "") === tag)) {
    response.writeHead(304).end();
    return;
  }
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const encoding = !compressible.test(type) ? undefined : /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined;
  // A part is asked for by programs that read columns of a large file: of the bytes as they stand, never of compressed ones.
  const part = missing || encoding !== undefined || request.method !== "GET" ? undefined : rangeOf(request.headers, tag, found.size);
  const isLasting = !missing && new RegExp(lastingPattern).test(path);
  const whole = encoding === "br" && isLasting && request.method === "GET" ? await packedOnce(file, tag, found.size) : undefined;
  if (encoding !== undefined) response.setHeader("Content-Encoding", encoding);
  else if (!missing) {
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("Content-Length", part === "none" ? 0 : part === undefined ? found.size : part.end - part.start + 1);
    if (part !== undefined)
      response.setHeader("Content-Range", `bytes ${part === "none" ? "*" : `${part.start}-${part.end}`}/${found.size}`);
  }
  response.writeHead(grave !== undefined ? 410 : missing ? 404 : part === undefined ? 200 : part === "none" ? 416 : 206);
  if (request.method === "HEAD" || part === "none") {
    response.end();
    return;
  }
  if (whole !== undefined) {
    response.end(whole);
    return;
  }
  const content = createReadStream(file, part);
  content.on("error", () => response.destroy());
  if (encoding === undefined) content.pipe(response);
  else content.pipe(encoding === "br" ? createBrotliCompress({ params: { 1: 5 } }) : createGzip()).pipe(response);
}

/**
 * Serves a built site: static files, nothing else.
 * @param options.folder The folder of the built site. `port`: 0 for any free one. `host`: where to listen, the own machine by default. `draft`: whether
 * every answer says that it is of a draft; then it is served to the own machine alone.
 */
export async function startSite(options: {
  readonly folder: string;
  readonly port?: number;
  readonly host?: string;
  readonly draft?: boolean;
}): Promise<RunningSite> {
  const folder = await realpath(options.folder);
  const host = options.host ?? "127.0.0.1";
  if (options.draft === true && !isLoopback(host)) throw new Error("A draft is served to its own machine alone.");
  const server = createServer((request, response) => {
    if (options.draft === true && !answerAsDraft(request, response)) return;
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
