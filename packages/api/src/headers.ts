/**
 * What every answer says: any site may ask and read, none with a visitor's credentials; and nothing of it may run, be framed or be
 * taken for another type. GraphiQL has a policy of its own.
 */
export const common = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Query-Cost",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** What is said besides to a browser that asks whether it may ask. */
export const preflight = {
  "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
  "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
  "access-control-max-age": "86400",
} as const;
