import { command, databaseOption } from "./form/command.ts";
import type { Terminal } from "./terminal.ts";

const hubArgument = { name: "HUB", does: "The hub folder, with the records mended.", kind: "folder" } as const;
const why = { value: "TEXT", does: "How it came about.", needed: true } as const;
const noticed = { value: "DAY", does: "On which day it was noticed. Left out: today." } as const;
const impact = {
  value: "TEXT",
  does: "Which figures changed. Left out: worked out from the figures, where the hub's own language is English.",
} as const;

type Said = import("../notices/say.ts").Said;

/** Publishes a notice with the release that mends, and tells of it. */
async function say(
  act: "correct" | "withdraw",
  hub: string,
  said: Said,
  database: string | undefined,
  terminal: Terminal,
  now: () => Date,
) {
  const { publishEffects, storeUrl } = await import("./effects.ts");
  const { announceReleases } = await import("../life/announce.ts");
  const { sayOf } = await import("../notices/say.ts");
  const { heldLines, heldOf } = await import("./terminal.ts");
  const effects = publishEffects(database, terminal, now, act);
  const { published, notice, unannounced, datasets } = await sayOf(hub, said, storeUrl(database), effects);
  const announced = await announceReleases(hub, unannounced, now, terminal.progress);
  terminal.out(`Published release ${published.version} (sha256 ${published.sha256}), which says of release ${notice.affects}:`);
  for (const part of ["what", "why", "impact"] as const) for (const text of Object.values(notice[part])) terminal.out(`  ${part}: ${text}`);
  const held = heldOf(datasets);
  for (const line of heldLines(held)) terminal.out(line);
  return { exitCode: 0, result: { ...published, announced, notice, held } };
}

export const correct = command(
  {
    name: "correct",
    purpose: "Publish a correction: the mended figures, with what was wrong, why, and what changed.",
    details:
      "The notice is in the hub's own language; it stands in notices.yaml of the hub folder and is published with the release. To say it in more languages, write it there and run publish. Readers see it beside the release that it affects, with the figures before and after.",
    arguments: [hubArgument],
    options: {
      ...databaseOption,
      affects: { value: "VERSION", does: "The release that was wrong.", needed: true },
      class: {
        value: "CLASS",
        does: "Planned from the start, better data, or a mistake.",
        choices: ["scheduled", "revision", "correction"],
        fallback: "correction",
      },
      what: { value: "TEXT", does: "What was wrong.", needed: true },
      ...{ why, impact, noticed },
    },
    examples: [
      {
        line: 'openbeat correct my-hub --affects 1.2.0 --what "Thefts of March were counted twice." --why "A file was delivered twice."',
        does: "Publish the mended figures, and work out which changed.",
      },
    ],
  },
  async ({ given: { HUB: hub }, values }, terminal, now) => {
    const said = {
      ...{ affects: values.affects, class: values.class as Said["class"] },
      ...{ what: values.what, why: values.why },
      ...{ impact: values.impact, noticedOn: values.noticed },
    };
    return say("correct", hub, said, values.database, terminal, now);
  },
);

export const withdraw = command(
  {
    name: "withdraw",
    purpose: "Take a release back: its pages become a notice that says why, and its figures leave the site.",
    details:
      "A new release says so, with what the hub folder now gives. The latest release can be withdrawn once the folder no longer gives the same figures. The store keeps the release, so that what was once cited can be verified; the site's copies go with its next build.",
    arguments: [hubArgument, { name: "VERSION", does: "The release to take back.", kind: "text" }],
    options: { ...databaseOption, what: { value: "TEXT", does: "What was wrong.", needed: true }, why, impact, noticed },
    examples: [
      {
        line: 'openbeat withdraw my-hub 1.2.0 --what "It counted sealed records." --why "The export left a filter out." --impact "None of its figures may be used."',
        does: "Take release 1.2.0 back.",
      },
    ],
  },
  async ({ given: { HUB: hub, VERSION: version }, values }, terminal, now) => {
    const said = {
      ...{ affects: version, class: "withdrawal" as const, what: values.what, why: values.why },
      ...{ impact: values.impact, noticedOn: values.noticed },
    };
    return say("withdraw", hub, said, values.database, terminal, now);
  },
);
