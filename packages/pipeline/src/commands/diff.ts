import { PipelineError } from "../errors.ts";
import { command, databaseOption } from "./form/command.ts";

export const diff = command(
  {
    name: "diff",
    purpose: "Compare what would be published, or a release, with an earlier release: tables, codes and figures.",
    details:
      "With HUB the draft is compared: what publish would write now, protected as it would be. Rates show what they are made of, datasets how many records. Hidden figures are compared by nothing but that they are hidden.",
    arguments: [
      { name: "HUB", does: "The hub folder, whose draft is compared. Left out: two releases are.", kind: "folder", optional: true },
    ],
    options: {
      ...databaseOption,
      from: { value: "VERSION", does: "The earlier release. Left out: the latest; without HUB the one before --to." },
      to: { value: "VERSION", does: "Without HUB, the later release. Left out: the latest." },
      largest: { value: "N", does: "How many of the largest changes of each table are shown.", fallback: "10" },
    },
    examples: [
      { line: "openbeat diff my-hub", does: "What the draft changes of the latest release." },
      { line: "openbeat diff my-hub --from 1.0.0 --largest 50", does: "What it changes of an earlier one, with more of the changes." },
      { line: "openbeat diff --from 1.0.0 --to 1.2.0 --json", does: "Two releases, as one object." },
    ],
  },
  async ({ given: { HUB: hub }, values }, terminal, now) => {
    const { openDatabase } = await import("@openbeat/database");
    const { diff: compare } = await import("../diff/diff.ts");
    const { sideOfDraft, sideOfStore } = await import("../diff/side.ts");
    const { diffLines } = await import("../diff/told.ts");
    const { draftOf } = await import("../publish.ts");
    const { heldLines, heldOf } = await import("./terminal.ts");
    const most = values.largest.trim() === "" ? Number.NaN : Number(values.largest);
    if (!Number.isSafeInteger(most) || most < 0) throw new PipelineError("COMMAND_INVALID", "--largest takes a whole number ≥ 0.");
    if (hub !== undefined && values.to !== undefined)
      throw new PipelineError("COMMAND_INVALID", "With HUB, the draft is what is compared: leave --to out.");
    const store = await openDatabase(values.database ?? process.env.DATABASE_URL);
    try {
      const versions = (await store.query("SELECT version FROM release ORDER BY id")).map(({ version }) => String(version));
      const to = values.to ?? versions.at(-1);
      const from = values.from ?? (hub === undefined ? versions[versions.indexOf(to ?? "") - 1] : versions.at(-1));
      if (from === undefined || to === undefined)
        throw new PipelineError("COMMAND_INVALID", "There is no earlier release to compare with. Name one with --from.");
      const before = await sideOfStore(store, from);
      const draft = hub === undefined ? undefined : await draftOf(hub, store, terminal.progress, now);
      const after = draft === undefined ? await sideOfStore(store, to) : sideOfDraft(draft.content);
      const result = await compare(before, after, most, terminal.progress);
      for (const line of diffLines(result)) terminal.out(line);
      const held = heldOf(draft?.datasets ?? []);
      for (const line of heldLines(held)) terminal.out(line);
      return { exitCode: 0, result: { ...result, held } };
    } finally {
      await store.close();
    }
  },
);
