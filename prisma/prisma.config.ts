import { defineConfig } from "prisma/config";

// `generate` never runs the native schema engine, yet the CLI tries to download it first. Naming an existing file stops that
// download; `migrate` is left alone, so that who has a network has the real engine. May go when prisma/prisma stops asking for it.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/openbeat" },
});
