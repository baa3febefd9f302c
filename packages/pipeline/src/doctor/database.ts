import { existsSync } from "node:fs";
import { type Database, DatabaseError, openDatabase } from "@openbeat/database";
import { PipelineError } from "../errors.ts";
import { readPasts } from "../history/past.ts";
import { releasesOf } from "../release/write.ts";
import { type Finding, fine, toKnow, wrong } from "./finding.ts";

/** How far the clocks of this machine and of the database's may be apart. */
const furthestSeconds = 60;

const mends: Readonly<Record<string, string>> = {
  DATABASE_UNREACHABLE: "Start the server, or mend the address: --database postgresql://…",
  DATABASE_NOT_MIGRATED: "As its owner: openbeat migrate --database URL",
  DATABASE_BUSY: "Wait until the other command has ended.",
  DATABASE_URL_INVALID: "Write postgresql://USER@HOST/NAME or file:FOLDER.",
  DATABASE_NEWER: "Update Openbeat: the database was made by a later version.",
};

const isEmbedded = (url: string | undefined) => url === undefined || url.startsWith("file:");

/**
 * What is wrong with the public store: whether it answers, is up to date, goes by the same clock, and whether the hub folder holds what its releases were made
 * of. Nothing is written; an embedded database that is not there is not made.
 */
export async function examineDatabase(url: string | undefined, hub: string | undefined, now: () => Date): Promise<readonly Finding[]> {
  const folder = url?.slice("file:".length) ?? ".openbeat/database";
  if (isEmbedded(url) && !existsSync(folder))
    return [toKnow("Database", "There is no embedded database here yet.", "The first openbeat publish makes it.")];
  let store: Database;
  try {
    store = await openDatabase(url, { role: "reader" });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return [wrong("Database", error.message, mends[error.code] ?? "See docs/errors.md.")];
  }
  try {
    const before = now().getTime();
    const [row] = await store.query("SELECT extract(epoch FROM clock_timestamp())::float8 AS at");
    const apart = Math.abs(Number(row?.at) * 1000 - (before + now().getTime()) / 2) / 1000;
    const releases = await releasesOf(store);
    const latest = releases.at(-1);
    const found = [
      fine("Database", `It answers and is up to date; it has ${releases.length === 1 ? "one release" : `${releases.length} releases`}.`),
    ];
    if (apart > furthestSeconds)
      found.push(wrong("Clock", `It is ${Math.round(apart)} seconds from the database's.`, "Set both by NTP: releases go by them."));
    if (latest !== undefined && new Date(latest.publishedAt) > now())
      found.push(
        wrong(
          "Clock",
          "The latest release is from the future.",
          "Set the clock of this machine: a release would seem older than the one before.",
        ),
      );
    if (hub !== undefined && existsSync(hub)) found.push(historyOf(hub, releases));
    return found;
  } finally {
    await store.close();
  }
}

function historyOf(hub: string, releases: Awaited<ReturnType<typeof releasesOf>>): Finding {
  const what = "What releases were made of";
  try {
    readPasts(hub, releases);
    return fine(what, releases.length === 0 ? "There is no release yet." : "The hub folder holds it. Back it up.");
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return wrong(
      what,
      error.message,
      "Restore .openbeat of the hub folder from a backup: without it nothing more can be published safely.",
    );
  }
}
