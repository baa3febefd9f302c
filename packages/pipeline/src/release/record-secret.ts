import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import { makePrivateFolder } from "../history/past.ts";
import { writeWhole } from "../private/write-whole.ts";

const length = 32;

/**
 * The secret of the keys of a hub's records, from its private folder; made when it is first needed. With it, whoever has published figures can
 * take back what changed them.
 * @param isNew Whether no release has figures by these keys yet: only then may there be none.
 * @throws {PipelineError} `HISTORY_MISSING` where releases rest on a secret that is not there.
 */
export function recordSecret(folder: string, isNew: boolean): Uint8Array {
  const file = join(folder, ".openbeat", "record-secret");
  if (!existsSync(file)) {
    if (!isNew) throw missing();
    makePrivateFolder(folder);
    writeWhole(file, randomBytes(length), "new");
  }
  const secret = readFileSync(file);
  if (secret.length !== length) throw missing();
  return secret;
}

const missing = () =>
  new PipelineError(
    "HISTORY_MISSING",
    "The hub folder does not hold the secret of the keys of its records (.openbeat/record-secret), on which published figures rest. Restore it from a copy: with another one, the same records would be changed again, and the changes would average out.",
  );
