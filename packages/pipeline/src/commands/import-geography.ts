import { command } from "./form/command.ts";
import { hubOption, tellGuesses } from "./import.ts";
import { noted } from "./noted.ts";

/** `openbeat import geography`: boundaries, as a level of the hub's geography. */
export const importAreas = command(
  {
    name: "import geography",
    purpose: "Take boundaries (GeoJSON in WGS 84) into a hub, as a level of its geography.",
    arguments: [{ name: "FILE", does: "The boundaries: one shape an area.", kind: "file" }],
    options: {
      hub: hubOption,
      level: { value: "LEVEL", does: "The level that they are of, such as district.", fallback: "district" },
      parent: { value: "LEVEL", does: "The level that they nest in. Left out: the top one." },
      code: { value: "PROPERTY", does: "The property with the code of an area, where you know." },
      name: { value: "PROPERTY", does: "The property with its name." },
    },
    examples: [
      {
        line: "openbeat import geography districts.geojson --hub my-hub --level district",
        does: "Add a level, and tell what its codes go by.",
      },
      {
        line: "openbeat import geography beats.geojson --hub my-hub --level beat --parent district --code BEAT",
        does: "A level below it, by the property BEAT.",
      },
    ],
  },
  async ({ given: { FILE: file }, values: { hub, level, parent, code, name } }, terminal, now) => {
    const { importGeography } = await import("../import/import-geography.ts");
    const report = await noted(
      "import geography",
      { hub, files: [file], now },
      () => importGeography({ file, hub, level, parent, code, name }),
      () => ({ level }),
    );
    const todos = tellGuesses({ ...report, path: "hub.yaml" }, hub, terminal);
    return { exitCode: 0, result: { ...report, todos } };
  },
);

/** `openbeat import population`: residents, for rates. */
export const importResidents = command(
  {
    name: "import population",
    purpose: "Take residents into a hub, for rates: a table with a row an area, or shapes such as census tracts (GeoJSON).",
    arguments: [{ name: "FILE", does: "The residents: .csv, or .geojson.", kind: "file" }],
    options: {
      hub: hubOption,
      level: { value: "LEVEL", does: "Of shapes: the level whose areas they are given to. Left out: the finest with boundaries." },
      column: { value: "COLUMN", does: "The column with the residents, where you know." },
      year: { value: "YEAR", does: "The year that they were counted in, where no column says it." },
      source: { value: "TEXT", does: "Who counted, and when: told beside every rate." },
    },
    examples: [
      {
        line: "openbeat import population tracts.geojson --hub my-hub --year 2022",
        does: "Give the residents of tracts to the districts they lie in.",
      },
    ],
  },
  async ({ given: { FILE: file }, values: { hub, level, column, year, source } }, terminal, now) => {
    const { importPopulation } = await import("../import/import-population.ts");
    const report = await noted(
      "import population",
      { hub, files: [file], now },
      () => importPopulation({ file, hub, level, column, year, source }),
      ({ path }) => ({ path }),
    );
    const todos = tellGuesses({ ...report, path: "hub.yaml" }, hub, terminal);
    return { exitCode: 0, result: { ...report, todos } };
  },
);
