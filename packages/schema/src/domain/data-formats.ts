/** The forms that published figures are written to files in, whole. `zip` holds a dataset, the others hold a table. */
export const dataFormats = {
  CSV: {
    ending: "csv",
    mediaType: "text/csv",
    name: "CSV",
    meaning: "A row for each figure, as text: for spreadsheets, R and Python. A figure that is not shown is an empty field.",
  },
  PARQUET: {
    ending: "parquet",
    mediaType: "application/vnd.apache.parquet",
    name: "Parquet",
    meaning:
      "The rows of the CSV as typed columns, much smaller: for DuckDB, pandas, Polars and Arrow. Names in every language of the hub.",
  },
  JSON_STAT: {
    ending: "json-stat.json",
    mediaType: "application/json",
    name: "JSON-stat 2",
    meaning:
      "A cube for each published combination, for programs of statistics. A figure that is not shown is null, and `status` has its letter of the SDMX code list OBS_STATUS.",
  },
  NDJSON: {
    ending: "ndjson.gz",
    mediaType: "application/gzip",
    name: "NDJSON",
    meaning: "The rows of the CSV as one JSON object a line, compressed by gzip: for streams and document stores.",
  },
  ZIP: {
    ending: "zip",
    mediaType: "application/zip",
    name: "ZIP",
    meaning:
      "Everything of a dataset: its tables as CSV, what each column means (README, CSVW, Frictionless Data Package), the licence, and how to cite it.",
  },
} as const;

export type DataFormat = keyof typeof dataFormats;

/** The forms that hold one table. */
export const tableFormats = ["CSV", "PARQUET", "JSON_STAT", "NDJSON"] as const satisfies readonly DataFormat[];
export type TableFormat = (typeof tableFormats)[number];
