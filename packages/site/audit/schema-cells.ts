import { execute } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";

/** A cell as the GraphQL schema gives it, every figure as text as it stands in a file: nothing where there is none. */
export type CellText = Readonly<Record<(typeof cellColumns)[number], string>>;

/** The columns in which the files of a chart and the schema must say the same. */
export const cellColumns = ["value", "status", "flags", "numerator", "denominator", "n", "n_effective", "lower", "upper"] as const;

/** The cells of releases, by the name that `cellName` gives. */
export type SchemaCells = ReadonlyMap<string, CellText>;

/**
 * What tells a cell of a release from every other: its measure, and its codes in the order of the names of the dimensions.
 * @param source The code of its table or, for a chart that sets rows of several tables side by side, of its dataset.
 */
export const cellName = (release: string, source: string, measure: string, codes: Readonly<Record<string, string>>): string =>
  [
    release,
    source,
    measure,
    ...Object.keys(codes)
      .toSorted()
      .map((code) => `${code}=${codes[code]}`),
  ].join(" ");

interface Structure {
  readonly release: {
    readonly tables: readonly {
      readonly code: string;
      readonly dataset: { readonly code: string };
      readonly groupings: readonly { readonly by: readonly string[]; readonly measures: readonly string[] }[];
    }[];
  };
}

interface Columns {
  readonly rowCount: number;
  readonly truncated: boolean;
  readonly endCursor: string | null;
  readonly measure: readonly string[];
  readonly dimensions: readonly { readonly code: string; readonly members: readonly string[] }[];
  readonly value: readonly (number | null)[];
  readonly status: readonly string[];
  readonly flags: readonly string[];
  readonly numerator: readonly (number | null)[];
  readonly denominator: readonly (number | null)[];
  readonly n: readonly (number | null)[];
  readonly nEffective: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

const structure = `query($version: String!) { release(version: $version) { tables { code dataset { code } groupings { by measures } } } }`;
const columns = `query($version: String!, $dataset: String!, $table: String!, $by: [String!]!, $measures: [String!]!, $after: String) {
  release(version: $version) { dataset(code: $dataset) { table(measures: $measures, by: $by, table: $table, limit: 10000, after: $after) {
    rowCount truncated endCursor measure dimensions { code members } value status flags numerator denominator n nEffective lower upper
  } } } }`;

const text = (value: number | null | undefined) => (value == null ? "" : String(value));

function* cellsIn(release: string, table: string, answer: Columns): Generator<[string, CellText]> {
  for (let at = 0; at < answer.rowCount; at += 1) {
    const codes = Object.fromEntries(answer.dimensions.map(({ code, members }) => [code, members[at] ?? ""]));
    yield [
      cellName(release, table, answer.measure[at] ?? "", codes),
      {
        value: text(answer.value[at]),
        status: answer.status[at] ?? "",
        flags: (answer.flags[at] ?? "").split(/[\s,;|]+/).join(";"),
        numerator: text(answer.numerator[at]),
        denominator: text(answer.denominator[at]),
        n: text(answer.n[at]),
        n_effective: text(answer.nEffective[at]),
        lower: text(answer.lower[at]),
        upper: text(answer.upper[at]),
      },
    ];
  }
}

/** Every published cell of some releases, asked of the GraphQL schema itself and not by the code that the site reads with. */
export async function readSchemaCells(databaseUrl: string, versions: readonly string[]): Promise<SchemaCells> {
  const database = await openReader(databaseUrl);
  try {
    const cells = new Map<string, CellText>();
    for (const version of versions) {
      const { release } = await execute<Structure>(structure, { version }, { database });
      for (const { code: table, dataset, groupings } of release.tables)
        for (const { by, measures } of groupings) {
          let after: string | null = null;
          do {
            const answer: { release: { dataset: { table: Columns } } } = await execute(
              columns,
              { version, dataset: dataset.code, table, by, measures, after },
              { database },
            );
            const page = answer.release.dataset.table;
            for (const source of [table, `dataset ${dataset.code}`])
              for (const [name, cell] of cellsIn(version, source, page)) if (source === table || !cells.has(name)) cells.set(name, cell);
            after = page.truncated ? page.endCursor : null;
          } while (after !== null);
        }
    }
    return cells;
  } finally {
    await database.close();
  }
}
