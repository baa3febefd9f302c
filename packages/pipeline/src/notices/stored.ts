import type { Queryable } from "@openbeat/database";
import type { Notice, NoticeClass } from "./notice.ts";

/** The notices of a release as the store has them, or of all its releases, in the order in which they were published. */
export async function storedNotices(store: Queryable, release: number | null = null): Promise<readonly Notice[]> {
  const rows = await store.query(
    `SELECT affected_version, kind, what::text AS what, why::text AS why, impact::text AS impact, noticed_on::text AS noticed_on
     FROM correction WHERE $1::int IS NULL OR release_id = $1 ORDER BY id`,
    [release],
  );
  const text = (value: unknown) => JSON.parse(String(value)) as Record<string, string>;
  return rows.map((row) => ({
    affects: String(row.affected_version),
    class: String(row.kind) as NoticeClass,
    what: text(row.what),
    why: text(row.why),
    impact: text(row.impact),
    noticed_on: String(row.noticed_on),
  }));
}
