import { fileURLToPath } from "node:url";
import { defineConfig } from "astro/config";
import { codeOnly } from "./src/compiled/code-only.ts";

export default defineConfig({
  output: "static",
  outDir: process.env.OPENBEAT_SITE_CODE ?? "./dist",
  trailingSlash: "always",
  integrations: [codeOnly(fileURLToPath(new URL("src/compiled/program.ts", import.meta.url)))],
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  compressHTML: true,
  build: { inlineStylesheets: "never", assets: "assets" },
  security: {
    csp: {
      algorithm: "SHA-256",
      directives: [
        "default-src 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
      scriptDirective: { resources: ["'self'"] },
      styleDirective: { resources: ["'self'"] },
    },
  },
  vite: {
    build: {
      // The database and the schema read files beside their sources: they stay outside the bundle.
      rollupOptions: { external: [/^@openbeat\/(database|schema\/(graphql|store))/, /^@electric-sql\//, /^@prisma\//] },
    },
  },
});
