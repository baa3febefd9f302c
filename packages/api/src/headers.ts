/** What every answer says: any site may ask, none with a visitor's credentials. */
export const common = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Content-Disposition, ETag, Link, Retry-After, X-Query-Cost",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** What is said besides to a browser that asks whether it may ask. */
export const preflight = {
  "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
  "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
  "access-control-max-age": "86400",
} as const;
