// The headers that go with a built site, as `serve.ts` sends them and as `docs/hosting` writes them down for other servers.

export type Headers = Readonly<Record<string, string>>;

/** With every answer. */
export const securityHeaders: Headers = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};

// The pages say in a <meta> what they may load, with the hashes of their scripts; this is what a <meta> cannot say.
const pagePolicy = (frames: string) => `base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors ${frames}`;

/** What pages may be framed by anybody: an expression of regular expressions, of a path. */
export const embedPattern = "^/(r/[^/]+/)?([a-z][a-z][a-z]?(-[A-Za-z0-9-]+)?/)?embed/";
/** With pages that anybody may frame. */
export const embedPolicy = pagePolicy("*");
/** With all other pages. */
export const framedPolicy = pagePolicy("'self'");
/** With what is no page. */
export const filePolicy = "default-src 'none'; frame-ancestors 'none'";

/** The names of these files change with their content: an expression of regular expressions, of a path. */
export const lastingPattern = "^(/r/[^/]+)?/assets/";
export const lasting = "public, max-age=31536000, immutable";
export const checkedEachTime = "public, max-age=0, must-revalidate";

/** With data, so that programs on pages of others can read it. */
export const openHeaders: Headers = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
};
const openTypes = /^(text\/(csv|calendar)|application\/(json|x-ndjson|gzip|zip|vnd\.apache\.parquet))/;

/** The type of a file, by the end of its name. */
export const contentTypes: Headers = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8; header=present",
  ".ndjson": "application/x-ndjson; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".graphql": "text/plain; charset=utf-8",
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

/** Whether programs on pages of others may read files of a type. */
export const isOpen = (type: string): boolean => openTypes.test(type);

/** The headers of a file that is there, or of the page in the place of one that is not: those that do not hang on its bytes. */
export function headersOf(path: string, type: string, isMissing: boolean): Headers {
  const page = new RegExp(embedPattern).test(path) ? embedPolicy : framedPolicy;
  return {
    ...securityHeaders,
    "Content-Type": type,
    "Content-Security-Policy": type.startsWith("text/html") ? page : filePolicy,
    "Cache-Control": isMissing ? "no-store" : new RegExp(lastingPattern).test(path) ? lasting : checkedEachTime,
    ...(isOpen(type) ? openHeaders : {}),
  };
}
