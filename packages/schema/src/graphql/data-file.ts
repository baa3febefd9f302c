import type { Dataset } from "@openbeat/database/client";
import { type DataFormat, dataFormats, encodedPath, frozenFiles, tableFormats } from "../domain/index.ts";
import { type Catalogue, catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { DatasetRef } from "./dataset.ts";
import { DataFormatRef } from "./enums.ts";
import { PublishedTableRef } from "./published-table.ts";

/** A file that the site of a hub holds. The API knows where it stands, not how large it is: the site writes it. */
interface DataFile {
  readonly catalogue: Catalogue;
  readonly format: DataFormat;
  /** From the root of the site. */
  readonly path: string;
  /** Nothing where it holds the whole dataset. */
  readonly table: Catalogue["tables"][number] | undefined;
}

const DataFileRef = builder.objectRef<DataFile>("DataFile").implement({
  description:
    "A file with all figures of a table or dataset, ready to be taken from the site of the hub. It belongs to its release and never changes.",
  fields: (t) => ({
    format: t.field({ type: DataFormatRef, description: "How it is written.", resolve: ({ format }) => format }),
    mediaType: t.string({
      description: "Its media type (MIME), such as `text/csv`.",
      resolve: ({ format }) => dataFormats[format].mediaType,
    }),
    description: t.string({
      description: "What it is, and for which programs, in English.",
      resolve: ({ format }) => dataFormats[format].meaning,
    }),
    url: t.string({
      description:
        "Where it stands: from the root of the hub's site (`/r/1.0.0/data/…`), or its whole address where the hub knows that of its site. Sizes and SHA-256 of all files are in `/r/VERSION/datapackage.json` and `/r/VERSION/manifest.json` there.",
      resolve: ({ catalogue, path }) => `${catalogue.hub.url?.replace(/\/+$/, "") ?? ""}/${encodedPath(path)}`,
    }),
    table: t.field({
      type: PublishedTableRef,
      nullable: true,
      description: "The table that it holds; null where it holds every table of the dataset.",
      resolve: ({ table }) => table?.row,
    }),
  }),
});

function filesOf(dataset: Dataset): DataFile[] {
  const catalogue = catalogueOf(dataset);
  const paths = frozenFiles(catalogue.release.version);
  const tables = catalogue.tablesByDataset.get(dataset.id) ?? [];
  return [
    { catalogue, format: "ZIP", path: paths.dataset(dataset.code), table: undefined },
    ...tables.flatMap((table) => tableFormats.map((format) => ({ catalogue, format, path: paths.table(table.row.code, format), table }))),
  ];
}

builder.prismaObjectField(DatasetRef, "files", (t) =>
  t.field({
    type: [DataFileRef],
    description:
      "Files with all its figures, for whoever wants everything at once: an archive of the dataset, and each table in every format. In the hub's own language.",
    complexity: { field: 1, multiplier: 20 },
    resolve: filesOf,
  }),
);
