import { bin, run } from "./run.ts";
import { hashFiles, whenChanged } from "./stamp.ts";

/** Makes every generated file that is not as its sources say. What is committed of them must not change by it: `check` looks. */
export async function generate(): Promise<void> {
  await whenChanged(
    "prisma",
    hashFiles(["prisma/schema.prisma", "prisma/package.json", "prisma/prisma.config.ts"]),
    ["prisma/generated/client/client.ts", "prisma/generated/pothos-types.ts"],
    () => run("prisma", bin("prisma", "prisma"), ["generate"], { quiet: true }),
  );
  await whenChanged(
    "schema-graphql",
    hashFiles(["packages/schema/src/**/*.ts", "packages/schema/schema.graphql", "prisma/schema.prisma"]),
    ["packages/schema/schema.graphql"],
    () => run("packages/schema", process.execPath, ["src/bin/print-schema.ts"], { quiet: true }),
  );
  await whenChanged(
    "yaml-schemas",
    hashFiles(["packages/pipeline/src/hub/*.ts", "packages/pipeline/src/errors.ts", "packages/pipeline/schemas/*"]),
    ["packages/pipeline/schemas/hub.schema.json"],
    () => run("packages/pipeline", process.execPath, ["src/bin/print-schemas.ts"], { quiet: true }),
  );
  await whenChanged(
    "standard",
    hashFiles(["packages/standard/src/**/*.ts", "packages/standard/[0-9]*/*", "docs/standard/*"]),
    ["packages/standard/0.1/datapackage.json", "docs/standard/README.md"],
    () => run("packages/standard", process.execPath, ["src/bin/print-standard.ts"], { quiet: true }),
  );
  await whenChanged(
    "command-line",
    hashFiles(["packages/pipeline/src/{commands/**/*,errors,import/guess/kinds}.ts", "docs/cli.md"]),
    ["docs/cli.md"],
    () => run("packages/pipeline", process.execPath, ["src/bin/print-cli.ts"], { quiet: true }),
  );
  await whenChanged(
    "hosting",
    hashFiles(["packages/site/src/{headers,hosting}.ts", "docs/hosting/*", "deploy/site.caddy"]),
    ["docs/hosting/nginx.conf", "deploy/site.caddy"],
    () => run("packages/site", process.execPath, ["src/bin/print-hosting.ts"], { quiet: true }),
  );
  await whenChanged(
    "documents",
    hashFiles(["packages/schema/schema.graphql", "packages/site/codegen.ts", "packages/site/src/queries/**/*.ts"]),
    ["packages/site/src/generated"],
    () => run("packages/site", bin("packages/site", "graphql-codegen"), ["--config", "codegen.ts"], { quiet: true }),
  );
  await whenChanged(
    "client-documents",
    hashFiles(["packages/schema/schema.graphql", "packages/client/codegen.ts", "packages/client/src/documents.ts"]),
    ["packages/client/src/generated/documents.ts"],
    () => run("packages/client", bin("packages/client", "graphql-codegen"), ["--config", "codegen.ts"], { quiet: true }),
  );
}

if (import.meta.main) await generate();
