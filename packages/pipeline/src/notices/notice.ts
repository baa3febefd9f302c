import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSeq, parseDocument } from "yaml";
import * as z from "zod";
import type { Problem } from "../errors.ts";
import { words } from "../hub/hub-schema.ts";
import { readYaml } from "../hub/read-yaml.ts";
import { personalData } from "../records/personal-data.ts";
import { hashOf } from "../release/hash.ts";

/** What a correction can be: planned from the start, better data, a mistake, or a release taken back. */
export const noticeClasses = ["scheduled", "revision", "correction", "withdrawal"] as const;
export type NoticeClass = (typeof noticeClasses)[number];

const notice = z.strictObject({
  affects: z.string().regex(/^\d+\.\d+\.\d+$/, "A release is named by its version, such as 1.2.0."),
  class: z.enum(noticeClasses),
  what: words.describe("What was wrong."),
  why: words.describe("How it came about."),
  impact: words.describe("Which figures changed, and by how much."),
  noticed_on: z.iso.date(),
});
const noticeFile = z.array(notice).describe("What this hub had to say of its earlier releases, oldest first.");
/** What a hub says of an earlier release of its own. It is published with the next one. */
export type Notice = z.infer<typeof notice>;

/** Where a hub keeps what it had to say. */
export const noticesFile = "notices.yaml";

/** What tells a notice from another: all that it says. */
export const noticeSha256 = (own: Notice): string => hashOf(own);

/** Those of a hub's notices that no release has told yet. */
export function newNotices(notices: readonly Notice[], told: readonly Notice[]): readonly Notice[] {
  const known = new Set(told.map(noticeSha256));
  return notices.filter((own) => !known.has(noticeSha256(own)));
}

/** One hash for the notices of a release. */
export const noticesSha256 = (notices: readonly Notice[]): string => hashOf(notices);

/** Reads notices.yaml of a hub folder; there need not be one. @returns All that it ever said, published or not. */
export function readNotices(hub: string): { readonly notices: readonly Notice[]; readonly problems: readonly Problem[] } {
  if (!existsSync(join(hub, noticesFile))) return { notices: [], problems: [] };
  const read = readYaml(hub, noticesFile, noticeFile);
  if (read.value === undefined) return { notices: [], problems: read.problems };
  const { value, lineOf } = read;
  const persons = value.flatMap((own, place) =>
    (["what", "why", "impact"] as const).flatMap((part) =>
      Object.entries(own[part]).flatMap(([language, text]): Problem[] => {
        const found = personalData(text);
        if (found === undefined) return [];
        const message = `It holds what may be ${found}. A notice is public for ever: write it without.`;
        return [{ code: "PERSON_IN_TEXT", file: noticesFile, row: lineOf([place, part, language]), message }];
      }),
    ),
  );
  return { notices: value, problems: persons };
}

/** A notice that stands in notices.yaml, for good or until it is known whether it was published. */
export interface AddedNotice {
  /** Takes it out again; needs no room on the disk. */
  takeOut(): void;
  keep(): void;
}

/** Adds a notice to notices.yaml, unless it stands there already. */
export function addNotice(hub: string, added: Notice): AddedNotice {
  const file = join(hub, noticesFile);
  const isThere = readNotices(hub).notices.some((own) => noticeSha256(own) === noticeSha256(added));
  if (isThere) return { takeOut() {}, keep() {} };
  // Hidden files are no part of a hub.
  const [unfinished, before] = [join(hub, `.${noticesFile}.${process.pid}`), join(hub, `.${noticesFile}.${process.pid}.before`)];
  const existed = existsSync(file);
  const clear = () => [unfinished, before].map((own) => rmSync(own, { force: true }));
  try {
    if (existed) copyFileSync(file, before);
    const document = parseDocument(existed ? readFileSync(file, "utf8") : "");
    if (isSeq(document.contents)) document.add(document.createNode(added));
    else document.contents = document.createNode([added]) as never;
    writeFileSync(unfinished, document.toString());
    renameSync(unfinished, file);
  } catch (error) {
    clear();
    throw error;
  }
  return {
    takeOut() {
      if (existed) renameSync(before, file);
      else rmSync(file);
    },
    keep: clear,
  };
}
