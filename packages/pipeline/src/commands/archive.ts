import { command, databaseOption } from "./form/command.ts";

export const exportRecord = command(
  {
    name: "export",
    purpose: "Write a hub's whole public record, every release, into one signed archive.",
    details:
      "It holds what the public store holds and nothing else: no record, no hidden figure. It is signed with the hub's key, from the hub folder.",
    arguments: [
      { name: "HUB", does: "The hub folder, whose key signs.", kind: "folder" },
      { name: "FILE", does: "The archive to write, such as hub.openbeat.", kind: "file" },
    ],
    options: databaseOption,
    examples: [{ line: "openbeat export my-hub my-hub.openbeat", does: "Keep a copy of everything that was published." }],
  },
  async ({ given: { HUB: hub, FILE: file }, values }, terminal, now) => {
    const { openDatabase } = await import("@openbeat/database");
    const { logged } = await import("../log/log.ts");
    const { requireHub } = await import("../life/status.ts");
    const { exportArchive } = await import("../release/archive/export.ts");
    const { existingHubKey, signStatement } = await import("../release/sign.ts");
    const { storeUrl } = await import("./effects.ts");
    requireHub(hub);
    const key = existingHubKey(hub);
    const result = await logged(hub, { act: "export" }, now, async () => {
      const store = await openDatabase(storeUrl(values.database));
      try {
        const written = await exportArchive(store, file, (statement) => signStatement(key, statement), terminal.progress);
        const { sha256, rows, releases } = written;
        return { result: { sha256, rows, releases: releases.length }, value: written };
      } finally {
        await store.close();
      }
    });
    terminal.out(`${result.releases.length} releases in ${result.rows} rows (sha256 ${result.sha256}).`);
    return { exitCode: 0, result: { ...result } };
  },
);

export const restore = command(
  {
    name: "restore",
    purpose: "Rebuild a public store from an archive: the same releases, to the same hashes.",
    details:
      "Run it as the owner of an empty, migrated database. The archive is checked first and every release is verified as written, in one transaction: an altered archive leaves nothing.",
    arguments: [{ name: "FILE", does: "The archive.", kind: "file" }],
    options: {
      ...databaseOption,
      hub: { value: "FOLDER", does: "The hub folder whose log tells of it; its own key must have signed the archive." },
      key: {
        value: "FINGERPRINT",
        does: "Refuse an archive that is signed by another key than this: its fingerprint as openbeat verify shows it.",
      },
    },
    examples: [
      {
        line: "openbeat restore my-hub.openbeat --database postgresql://hub_owner@localhost/new_hub",
        does: "Rebuild the store in another database.",
      },
      { line: "openbeat restore my-hub.openbeat --database file:copy --hub my-hub", does: "Into an embedded one, noted in the hub's log." },
    ],
  },
  async ({ given: { FILE: file }, values }, terminal, now) => {
    const { openDatabase } = await import("@openbeat/database");
    const { hashOfFile } = await import("../log/input-files.ts");
    const { logged } = await import("../log/log.ts");
    const { restoreArchive } = await import("../release/archive/restore.ts");
    const { publicFingerprint } = await import("../release/sign.ts");
    const { storeUrl } = await import("./effects.ts");
    const ownKey = values.hub === undefined ? undefined : publicFingerprint(values.hub);
    if (values.key !== undefined && ownKey !== undefined && values.key !== ownKey) {
      const { PipelineError } = await import("../errors.ts");
      throw new PipelineError("COMMAND_INVALID", "--key is not the key of the hub folder. Give the one of them that must have signed.");
    }
    const work = async () => {
      const store = await openDatabase(storeUrl(values.database), { role: "owner" });
      try {
        return await restoreArchive(store, file, terminal.progress, values.key ?? ownKey);
      } finally {
        await store.close();
      }
    };
    const noted = async (hub: string) =>
      logged(hub, { act: "restore", inputs: { [file]: await hashOfFile(file) } }, now, async () => {
        const value = await work();
        return { result: { sha256: value.sha256, rows: value.rows, releases: value.releases.length }, value };
      });
    const result = await (values.hub === undefined ? work() : noted(values.hub));
    for (const { version, sha256 } of result.releases) terminal.out(`Release ${version} (sha256 ${sha256}) verified.`);
    terminal.out(`Restored ${result.releases.length} releases of ${result.hub}, signed by the key ${result.key}.`);
    return { exitCode: 0, result: { ...result } };
  },
);
