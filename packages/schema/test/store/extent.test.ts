import type { Row } from "@openbeat/database";
import { afterAll, beforeAll, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { type CatalogueTable, readCatalogue } from "../../src/store/catalogue.ts";
import { readExtent } from "../../src/store/cells.ts";
import type { Selection } from "../../src/store/selection.ts";

let fixture: FixtureDatabase;
let tables: readonly CatalogueTable[];
const embedded = databases.find(({ name }) => name.startsWith("embedded"));

beforeAll(async () => {
  if (embedded === undefined) throw new Error("There is no embedded database.");
  fixture = await openFixture(embedded.create);
  const releases = await fixture.reader.prisma.release.findMany();
  tables = (await Promise.all(releases.map((release) => readCatalogue(fixture.reader, release)))).flatMap((catalogue) => [
    ...catalogue.tables,
  ]);
});
afterAll(() => fixture?.drop());

const counted = async ({ table, grouping, measures }: Selection) => {
  const [row] = await fixture.reader.query(
    "SELECT min(seq) AS first, max(seq) AS last, count(*)::int AS cells FROM observation WHERE table_id = $1 AND grouping_id = $2 AND measure_id = ANY($3::int[])",
    [table.row.id, grouping.id, measures.map(({ id }) => id)],
  );
  return row;
};
const selections = () =>
  tables.flatMap((table) =>
    table.groupings.flatMap((grouping) =>
      [table.measures, ...table.measures.map((measure) => [measure]), table.measures.toReversed()].map(
        (measures) => ({ table, grouping, measures }) as unknown as Selection,
      ),
    ),
  );

it("finds the cells of every grouping and measure of the fixture without counting them", async () => {
  const asked: string[] = [];
  const run = (sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> => {
    asked.push(sql);
    return fixture.reader.query(sql, parameters);
  };
  const all = selections();
  expect(all.length).toBeGreaterThan(100);
  for (const selection of all) expect(await readExtent(run, selection)).toEqual(await counted(selection));
  expect(asked.filter((sql) => sql.includes("count("))).toEqual([]);
});

it.each([1, -1])("counts where a grouping is not as large as it says, by %i cell of each measure", async (more) => {
  for (const selection of selections()) {
    const { grouping, table } = selection;
    const wrong = { ...selection, grouping: { ...grouping, cellCount: grouping.cellCount + more * table.measures.length } };
    expect(await readExtent((sql, parameters) => fixture.reader.query(sql, parameters), wrong)).toEqual(await counted(selection));
  }
});
