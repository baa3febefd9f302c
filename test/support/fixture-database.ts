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
  const opened = await test.open("reader");
  // A test may close it before, where one process alone may have an embedded database open.
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= opened.close();
    return closed;
  };
  return {
    url: test.url,
    reader: { ...opened, close },
    async drop() {
      await close();
      await test.drop();
    },
  };
}
