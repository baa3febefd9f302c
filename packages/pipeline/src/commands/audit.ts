import type { PublicRelease, PublicSource } from "../audit/public-release.ts";
import { PipelineError } from "../errors.ts";
import { command, databaseOption } from "./form/command.ts";

/** The versions to attack: none of them named is all. */
const wanted = ({ versions }: PublicSource, release: string | undefined, others: readonly string[]): readonly string[] =>
  release === undefined && others.length === 0 ? [] : [release ?? versions.at(-1) ?? "", ...others];

export const audit = command(
  {
    name: "audit",
    purpose: "Attack the hidden figures of releases from what the public can read, and check their hashes and signatures.",
    details:
      "All releases are attacked together, with a solver and without the code that protected them, or --release alone, or that and those of --with.",
    arguments: [
      {
        name: "PLACE",
        does: "The folder of a built site, a copy of one, or a site's address. Left out: a public store.",
        kind: "folder",
        optional: true,
      },
    ],
    options: {
      ...databaseOption,
      release: { value: "VERSION", does: "Only this release." },
      with: { value: "VERSION", does: "Another release to attack together with it.", repeated: true },
      "at-most": {
        value: "N",
        does: "Attack that many hidden cells of each measure, spread over them all; 0 is every one.",
        fallback: "0",
      },
    },
    examples: [
      { line: "openbeat audit https://hub.example", does: "Attack everything that a site has published." },
      { line: "openbeat audit ./site --release 1.4.0 --with 1.3.0", does: "Attack two releases together, from a copy of a site." },
      { line: "openbeat audit --database postgresql://hub_reader@localhost/hub --at-most 50", does: "A quick look at a public store." },
    ],
    failure: "A release does not hold: a hidden figure can be found out, or a hash or signature is not of it. Or the run was refused.",
  },
  async ({ given: { PLACE: place }, values }, terminal) => {
    const { auditReleases } = await import("../audit/audit-releases.ts");
    const { openSource, versionsOf } = await import("../audit/open-source.ts");
    const { readVerified } = await import("../audit/verify-release.ts");
    const atMost = values["at-most"].trim() === "" ? Number.NaN : Number(values["at-most"]);
    if (!Number.isSafeInteger(atMost) || atMost < 0) throw new PipelineError("COMMAND_INVALID", "--at-most takes a whole number ≥ 0.");
    const source = await openSource(place, values.database, terminal.progress);
    try {
      let sound = true;
      const findings: { readonly finding: string; readonly holds: boolean }[] = [];
      const tell = (line: string, holds: boolean) => {
        sound &&= holds;
        findings.push({ finding: line, holds });
        terminal.out(line);
      };
      const releases: PublicRelease[] = [];
      const keys = new Set<string>();
      for (const version of versionsOf(source, wanted(source, values.release, values.with))) {
        const { release, key, findings: own } = await readVerified(source, version);
        for (const { finding, holds } of own) tell(finding, holds);
        if (key !== undefined) keys.add(key);
        releases.push(release);
      }
      if (keys.size > 1) terminal.out("To know: the releases are signed by different keys. Ask the publisher whether its key changed.");
      for await (const { line, holds } of auditReleases(releases, atMost, terminal.progress)) tell(line, holds);
      const several = releases.length > 1;
      if (several)
        terminal.out("Assumed of what the releases tell together: nothing changed from one to the next but what a figure shows.");
      const subject = several ? "The releases" : "The release";
      terminal.out(
        sound
          ? `${subject} hold${several ? "" : "s"}.`
          : `${subject} do${several ? "" : "es"} NOT hold. Tell ${several ? "their" : "its"} publisher.`,
      );
      return { exitCode: sound ? 0 : 1, result: { holds: sound, releases: releases.map(({ structure }) => structure.version), findings } };
    } finally {
      await source.close();
    }
  },
);
