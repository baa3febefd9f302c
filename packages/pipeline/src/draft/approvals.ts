import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import type { HubSpec } from "../hub/hub-schema.ts";
import { writeWhole } from "../private/write-whole.ts";
import { isSigned, type Signature, signStatement } from "../release/sign.ts";
import { type DraftNote, draftFolder } from "./draft.ts";

export type ApprovalRule = NonNullable<HubSpec["approvals"]>;
type Person = ApprovalRule["people"][number];

/** Makes a person's key. @param file Where it is kept, for that person alone. @returns Its public half, as hub.yaml takes it. */
export function makeKey(file: string): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  try {
    writeWhole(file, privateKey.export({ type: "pkcs8", format: "pem" }), "new");
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
    throw new PipelineError("COMMAND_INVALID", "There is a file of that name already. Name another one: a key is never written over.", {
      cause: error,
    });
  }
  return publicHalf(privateKey);
}

const publicHalf = (key: KeyObject) => createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");

function personalKey(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    throw new PipelineError("KEY_MISSING", "There is no key in that file. Name the file of your own key, or make one: openbeat key FILE.", {
      cause: error,
    });
  }
}

/** What is signed by an approval: the exact draft, to the byte, the files that it was made from, and the release that it was checked against. */
const statementOf = (hub: string, { sha256, inputs, kept, latest }: DraftNote): string =>
  JSON.stringify({ approves: sha256, hub, inputs, kept, latest });
const approvalsFolder = (hub: string) => join(draftFolder(hub), "approvals");
const fileOf = (hub: string, key: string) => join(approvalsFolder(hub), `${createHash("sha256").update(key).digest("hex")}.json`);

/** Who of the hub's people approved this very draft. Signatures of anything else, or by anybody else, do not count. */
export function approvers(hub: string, code: string, draft: DraftNote, { people }: ApprovalRule): readonly Person[] {
  const statement = statementOf(code, draft);
  const signed = globSync("*.json", { cwd: approvalsFolder(hub) }).flatMap((file): readonly Signature[] => {
    const signature = JSON.parse(readFileSync(join(approvalsFolder(hub), file), "utf8")) as Signature;
    return isSigned(signature, statement) ? [signature] : [];
  });
  return people.filter(({ key }) => signed.some(({ publicKey }) => publicKey === key));
}

/**
 * Approves a draft with a person's own key.
 * @throws {PipelineError} `KEY_MISSING`; `APPROVAL_INVALID` where the key is none of the hub's people, or approved this draft already.
 */
export function approveDraft(hub: string, code: string, draft: DraftNote, rule: ApprovalRule, keyFile: string): Person {
  const key = personalKey(keyFile);
  const own = publicHalf(key);
  const person = rule.people.find(({ key: listed }) => listed === own);
  if (person === undefined)
    throw new PipelineError(
      "APPROVAL_INVALID",
      "This key is of nobody whom hub.yaml lists under approvals.people, so it approves nothing.",
    );
  if (approvers(hub, code, draft, rule).some((one) => one.key === own))
    throw new PipelineError(
      "APPROVAL_INVALID",
      "This key approved this draft already, and counts once: another person must approve it with another key.",
    );
  mkdirSync(approvalsFolder(hub), { recursive: true, mode: 0o700 });
  writeWhole(fileOf(hub, own), JSON.stringify(signStatement(key, statementOf(code, draft))));
  return person;
}

/** Refuses a draft that too few people approved. @throws {PipelineError} `APPROVAL_MISSING` */
export function requireApprovals(hub: string, code: string, draft: DraftNote | undefined, rule: ApprovalRule): readonly Person[] {
  const given = draft === undefined ? [] : approvers(hub, code, draft, rule);
  if (given.length >= rule.required) return given;
  const why =
    existsSync(approvalsFolder(hub)) || draft === undefined ? " Approvals of other files, or of another draft, do not count." : "";
  throw new PipelineError(
    "APPROVAL_MISSING",
    `The hub asks that ${rule.required} people approve what is published, and ${given.length} approved this.${why} Nothing was published.`,
  );
}
