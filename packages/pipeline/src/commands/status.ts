import { command } from "./form/command.ts";

export const status = command(
  {
    name: "status",
    purpose: "Tell where a hub stands: what is published, what changed in its folder since, and what waits.",
    details: "Reads the hub folder alone: it needs no database.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: {},
    examples: [{ line: "openbeat status my-hub", does: "What is published, what changed, what waits." }],
    failure: "The log of the hub does not hold: see openbeat log. Or the run was refused.",
  },
  async ({ given: { HUB: hub } }, terminal) => {
    const { hubStatus } = await import("../life/status.ts");
    const state = await hubStatus(hub, terminal.progress);
    const { published, files, stopped, wrong } = state;
    terminal.out(
      published === null
        ? "Nothing was published yet."
        : `Published: release ${published.version}, on ${published.at} by ${published.who} (sha256 ${published.sha256}).`,
    );
    // Before the first release, every file would be a new one.
    if (published !== null)
      for (const [what, paths] of Object.entries(files)) for (const path of paths) terminal.out(`  ${what} since: ${path}`);
    const changes = Object.values(files).flat().length;
    if (published !== null && changes === 0) terminal.out("No file of the hub changed since.");
    if (state.draft !== null) {
      const { sha256, approvedBy, required, embargo } = state.draft;
      terminal.out(
        `Draft: ${sha256}, approved by ${approvedBy.length} of ${required}${embargo === null ? "" : `, under embargo until ${embargo}`}.`,
      );
    }
    for (const { seq, at, act } of stopped)
      terminal.out(`Stopped: ${act} of ${at} (entry ${seq} of the log) never ended. Nothing of it is half done: run it again.`);
    for (const sentence of wrong) terminal.out(`The log does NOT hold: ${sentence}`);
    terminal.out(`Next: ${state.next}`);
    return { exitCode: wrong.length === 0 ? 0 : 1, result: { ...state } };
  },
);
