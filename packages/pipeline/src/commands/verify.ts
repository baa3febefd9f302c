import { command, databaseOption } from "./form/command.ts";

export const verify = command(
  {
    name: "verify",
    purpose: "Check the hashes and the signature of releases: of any past one, from a site's files or a public store.",
    details:
      "From the signature every figure is reached: it is of the release's manifest, which has the hash of each table, made anew here from its figures. A release that was withdrawn has no files any more, and stands in the store. Whether a hidden figure can be found out is for openbeat audit.",
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
      release: { value: "VERSION", does: "Only this release.", repeated: true },
      key: { value: "FINGERPRINT", does: "Refuse releases that are signed by another key than this: its fingerprint as shown here." },
    },
    examples: [
      { line: "openbeat verify", does: "Check every release of the embedded database." },
      { line: "openbeat verify https://hub.example --release 1.2.0", does: "Check one release of a site." },
      {
        line: "openbeat verify ./site --key 0123456789abcdef0123456789abcdef",
        does: "Check that every release is signed by the key you know.",
      },
    ],
    failure: "A release does not hold: a hash or the signature is not of it, or another key signed it. Or the run was refused.",
  },
  async ({ given: { PLACE: place }, values }, terminal) => {
    const { openSource, versionsOf } = await import("../audit/open-source.ts");
    const { verifyRelease } = await import("../audit/verify-release.ts");
    const source = await openSource(place, values.database, terminal.progress);
    try {
      const releases = [];
      for (const version of versionsOf(source, values.release)) {
        terminal.progress(`verifying release ${version}`);
        const { release, key, findings } = await verifyRelease(source, version);
        const strange = values.key !== undefined && key !== values.key;
        const own = strange
          ? [...findings, { finding: `Release ${version}: it is signed by another key than yours.`, holds: false }]
          : findings;
        for (const { finding } of own) terminal.out(finding);
        releases.push({
          version,
          sha256: release.structure.sha256,
          key: key ?? null,
          holds: own.every(({ holds }) => holds),
          findings: own,
        });
      }
      const holds = releases.every((release) => release.holds);
      const subject = releases.length > 1 ? "The releases" : "The release";
      const verb = releases.length > 1 ? ["hold", "do"] : ["holds", "does"];
      terminal.out(holds ? `${subject} ${verb[0]}.` : `${subject} ${verb[1]} NOT hold. Compare with a copy, and tell the publisher.`);
      return { exitCode: holds ? 0 : 1, result: { holds, releases } };
    } finally {
      await source.close();
    }
  },
);
