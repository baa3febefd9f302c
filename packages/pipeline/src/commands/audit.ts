import { parseArgs } from "node:util";
import { auditReleases } from "../audit/audit-releases.ts";
import { releasesFromFiles } from "../audit/from-files.ts";
import { releasesFromStore } from "../audit/from-store.ts";
import { integrityOf } from "../audit/integrity.ts";
import type { PublicRelease, PublicSource } from "../audit/public-release.ts";
import { PipelineError } from "../errors.ts";
import type { Terminal } from "./terminal.ts";

const usage = "openbeat audit [FOLDER|URL] [--database URL] [--release VERSION] [--with VERSION]… [--at-most N]";

/** The versions to attack, oldest first: all that there are, or those that were asked for. */
function chosen({ versions }: PublicSource, release: string | undefined, others: readonly string[]): readonly string[] {
  if (versions.length === 0)
    throw new PipelineError("COMMAND_INVALID", "There is no release to attack. Publish one, or name another place.");
  if (release === undefined && others.length === 0) return versions;
  const wanted = new Set([release ?? versions.at(-1) ?? "", ...others]);
  for (const version of wanted)
    if (!versions.includes(version))
      throw new PipelineError("COMMAND_INVALID", `There is no such release. There are: ${versions.join(", ")}.`);
  return versions.filter((version) => wanted.has(version));
}

/**
 * `openbeat audit [FOLDER|URL] [--database URL] [--release VERSION] [--with VERSION]… [--at-most N]`: checks the files of releases against
 * their hashes, and their signatures; and attacks their hidden figures from what the public can read, with a solver and without the code that
 * protected them. All releases are attacked together, or `--release` alone, or that and those of `--with`. FOLDER is a built site or a copy
 * of one, URL a site; without either, a public store is read. `--at-most` takes that many hidden cells of each measure, spread over them
 * all; 0, the default, every one.
 */
export async function audit(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      database: { type: "string" },
      release: { type: "string" },
      with: { type: "string", multiple: true, default: [] },
      "at-most": { type: "string", default: "0" },
    },
  });
  const atMost = values["at-most"].trim() === "" ? Number.NaN : Number(values["at-most"]);
  if (!Number.isSafeInteger(atMost) || atMost < 0) throw new PipelineError("COMMAND_INVALID", "--at-most takes a whole number ≥ 0.");
  const [place] = positionals;
  if (positionals.length > 1 || (place !== undefined && values.database !== undefined))
    throw new PipelineError("COMMAND_INVALID", `Name one place to audit: ${usage}`);
  const source =
    place === undefined
      ? await releasesFromStore(values.database ?? process.env.DATABASE_URL)
      : await releasesFromFiles(place, terminal.progress);
  try {
    let sound = true;
    const tell = (line: string, holds: boolean) => {
      sound &&= holds;
      terminal.out(line);
    };
    const releases: PublicRelease[] = [];
    const keys = new Set<string>();
    for (const version of chosen(source, values.release, values.with)) {
      const { checked, wrong } = await source.checkFiles(version);
      const release = await source.read(version);
      const { isSigned, key, wrong: unfit } = integrityOf(release);
      tell(
        `Release ${version}: the signature ${isSigned ? "is of this release, by the key it names" : "is NOT of this release"}${key === undefined ? "" : ` (${key})`}.`,
        isSigned,
      );
      if (checked !== null && wrong.length === 0) tell(`Release ${version}: ${checked}`, true);
      for (const sentence of [...wrong, ...unfit]) tell(`Release ${version}: ${sentence}`, false);
      if (key !== undefined) keys.add(key);
      releases.push(release);
    }
    if (keys.size > 1) terminal.out("To know: the releases are signed by different keys. Ask the publisher whether its key changed.");
    for await (const { line, holds } of auditReleases(releases, atMost, terminal.progress)) tell(line, holds);
    const several = releases.length > 1;
    if (several) terminal.out("Assumed of what the releases tell together: nothing changed from one to the next but what a figure shows.");
    const subject = several ? "The releases" : "The release";
    terminal.out(
      sound
        ? `${subject} hold${several ? "" : "s"}.`
        : `${subject} do${several ? "" : "es"} NOT hold. Tell ${several ? "their" : "its"} publisher.`,
    );
    return sound ? 0 : 1;
  } finally {
    await source.close();
  }
}
