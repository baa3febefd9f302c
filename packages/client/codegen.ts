import type { CodegenConfig } from "@graphql-codegen/cli";

// Types the documents of the client from the published contract. The output is not committed.
const config: CodegenConfig = {
  schema: "../schema/schema.graphql",
  documents: ["src/documents.ts"],
  ignoreNoDocuments: false,
  silent: true,
  generates: {
    "src/generated/documents.ts": {
      plugins: ["typescript-operations"],
      config: {
        useTypeImports: true,
        enumType: "string-literal",
        skipTypename: true,
        strictScalars: true,
        scalars: { Date: "string", DateTime: "string", Period: "string", JSON: "unknown" },
      },
    },
  },
};
export default config;
