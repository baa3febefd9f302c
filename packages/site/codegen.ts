import type { CodegenConfig } from "@graphql-codegen/cli";

// Types the documents in src/queries from the published contract. The output is not committed.
const config: CodegenConfig = {
  schema: "../schema/schema.graphql",
  documents: ["src/queries/*.ts"],
  ignoreNoDocuments: false,
  silent: true,
  generates: {
    "src/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        emitLegacyCommonJSImports: false,
        importExtension: ".ts",
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { Date: "string", DateTime: "string", Period: "string", JSON: "unknown" },
      },
    },
  },
};
export default config;
