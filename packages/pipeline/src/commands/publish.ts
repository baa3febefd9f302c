import { command, databaseOption } from "./form/command.ts";
import { reportLines } from "./terminal.ts";

export const publish = command(
  {
    name: "publish",
    purpose: "Publish a hub folder as a release: all of it, or nothing.",
    details:
      "Where hub.yaml asks for approvals, the draft that was approved is published. With --at the release is prepared and checked now, and made public, all at once, at that time: the command waits for it; stopped, it goes on with the same draft when it is run again. Nothing of it is in any store before. Addresses under announce in hub.yaml are told of each release; where a run was stopped before it told them, the next one does.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: {
      ...databaseOption,
      at: { value: "TIME", does: "Embargo: make it public at this time, with its zone, such as 2026-12-01T09:30-05:00." },
    },
    examples: [
      { line: "openbeat publish my-hub", does: "Publish into the embedded database in .openbeat/database." },
      { line: "openbeat publish my-hub --database postgresql://hub_publisher@localhost/hub", does: "Publish into PostgreSQL." },
      { line: "openbeat publish my-hub --at 2026-12-01T09:30-05:00", does: "Prepare and check it now, and publish it at that time." },
      { line: "openbeat publish my-hub --json", does: "The same, with the release's version and hash as one object." },
    ],
  },
  async ({ given: { HUB: folder }, values }, terminal, now) => {
    const { publishEffects, storeUrl } = await import("./effects.ts");
    const { readInstant } = await import("../draft/embargo.ts");
    const { announceReleases } = await import("../life/announce.ts");
    const { publishAt } = await import("../life/publish-at.ts");
    const { publish: publishHub } = await import("../publish.ts");
    const effects = publishEffects(values.database, terminal, now, "publish");
    const { published, unannounced, ...prepared } =
      values.at === undefined
        ? await publishHub(folder, effects)
        : await publishAt(folder, readInstant(values.at), storeUrl(values.database), effects);
    for (const line of reportLines(prepared)) terminal.out(line);
    const { version, sha256, isNew } = published;
    terminal.out(
      isNew
        ? `Published release ${version} (sha256 ${sha256}).`
        : `Nothing has changed: release ${version} holds exactly this (sha256 ${sha256}).`,
    );
    const announced = await announceReleases(folder, unannounced, now, terminal.progress);
    for (const { host, told, version: of } of announced)
      if (!told) terminal.err(`To know: ${host} does not answer, and was not told of release ${of}.`);
    return { exitCode: 0, result: { ...published, announced, datasets: prepared.datasets, warnings: prepared.warnings } };
  },
);
