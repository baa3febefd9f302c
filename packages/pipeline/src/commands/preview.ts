import { PipelineError } from "../errors.ts";
import { command } from "./form/command.ts";
import { heldLines, heldOf } from "./terminal.ts";

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new PipelineError("COMMAND_INVALID", `--${name} takes a whole number from 0 to 65535, 0 for any port that is free.`);
}

export const preview = command(
  {
    name: "preview",
    purpose: "Look at what would be published, as site and API on this machine alone, before anybody else can.",
    details:
      "The draft is protected as publish would protect it; where one is kept, as approvals and an embargo keep it, it is that one. Every page and every answer says that it is a draft. It is served at 127.0.0.1, also under embargo and before approvals; whoever else works on this machine can see it there. Nothing is written into the public store. Ctrl+C ends it and removes what was made.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: {
      database: {
        value: "URL",
        does: "The public store whose releases stand beside the draft, which is only read. Without it DATABASE_URL, else the embedded database in .openbeat/database where there is one.",
      },
      alone: { does: "Show the draft without the releases before it: faster where there are many." },
      "no-site": { does: "Serve the API alone." },
      port: { value: "N", does: "Port of the site.", fallback: "4321" },
      "api-port": { value: "N", does: "Port of the API.", fallback: "4000" },
    },
    examples: [
      { line: "openbeat preview my-hub", does: "Read the pages of the draft at http://localhost:4321." },
      { line: "openbeat preview my-hub --no-site", does: "Ask its API alone, within seconds." },
      { line: "openbeat preview my-hub --database postgresql://hub_reader@localhost/hub", does: "Beside the releases of a city's store." },
    ],
  },
  async ({ given: { HUB: hub }, values }, terminal, now) => {
    const { startPreview } = await import("../preview/preview.ts");
    const stop = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());
    const { database, alone } = values;
    const sitePort = values["no-site"] ? null : portOf("port", values.port);
    const apiPort = portOf("api-port", values["api-port"]);
    const running = await startPreview(hub, {
      database,
      alone,
      sitePort,
      apiPort,
      now,
      progress: terminal.progress,
      signal: stop.signal,
    }).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
      terminal.err("Stopped. What was made is removed.");
      // What was being worked out would go on to its end.
      return process.exit(130);
    });
    const { version, sha256, isKept, earlier, apiUrl, siteUrl, prepared } = running;
    const which = isKept ? "the draft that is kept for approval or its time" : "made from the files as they are now";
    terminal.out(`Draft ${version} (sha256 ${sha256}): ${which}. It is not published.`);
    for (const line of heldLines(heldOf(prepared.datasets))) terminal.out(line);
    terminal.out(earlier === 0 ? "It stands alone: no earlier release is beside it." : `Beside it: the releases before it (${earlier}).`);
    if (siteUrl !== null) terminal.out(`  Site  ${siteUrl}`);
    terminal.out(`  API   ${apiUrl}/graphql`);
    terminal.out("For this machine alone. Stop with Ctrl+C: then it is removed.");
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
    await running.close();
    terminal.out("The preview has ended, and is removed.");
    return { exitCode: 0, result: { version, sha256, isKept, earlier, api: apiUrl, site: siteUrl } };
  },
);
