import type { Database } from "@openbeat/database";
import type { TestDatabase } from "./databases.ts";
import { publishFixture } from "./fixture-release.ts";

/** A database that holds Testhaven in both its releases, opened as reader. */
export interface FixtureDatabase {
  readonly url: string;
  readonly reader: Database;
  drop(): Promise<void>;
}

export async function openFixture(create: () => Promise<TestDatabase>): Promise<FixtureDatabase> {
  const test = await create();
  const publisher = await test.open("publisher");
  await publishFixture(publisher, { corrected: true });
  await publisher.close();
  const reader = await test.open("reader");
  return {
    url: test.url,
    reader,
    async drop() {
      await reader.close();
      await test.drop();
    },
  };
}
