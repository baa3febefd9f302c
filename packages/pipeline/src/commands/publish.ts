import { command, databaseOption } from "./form/command.ts";
import { reportLines } from "./terminal.ts";

export const publish = command(
  {
    name: "publish",
    purpose: "Publish a hub folder as a release: all of it, or nothing.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: databaseOption,
    examples: [
      { line: "openbeat publish my-hub", does: "Publish into the embedded database in .openbeat/database." },
      { line: "openbeat publish my-hub --database postgresql://hub_publisher@localhost/hub", does: "Publish into PostgreSQL." },
      { line: "openbeat publish my-hub --json", does: "The same, with the release's version and hash as one object." },
    ],
  },
  async ({ given: { HUB: folder }, values }, terminal, now) => {
    const { openDatabase } = await import("@openbeat/database");
    const { publish: publishHub } = await import("../publish.ts");
    const { published, ...prepared } = await publishHub(folder, {
      openStore: () => openDatabase(values.database ?? process.env.DATABASE_URL, { role: "publisher" }),
      now,
      progress: terminal.progress,
    });
    for (const line of reportLines(prepared)) terminal.out(line);
    const { version, sha256, isNew } = published;
    terminal.out(
      isNew
        ? `Published release ${version} (sha256 ${sha256}).`
        : `Nothing has changed: release ${version} holds exactly this (sha256 ${sha256}).`,
    );
    return { exitCode: 0, result: { ...published, datasets: prepared.datasets, warnings: prepared.warnings } };
  },
);
