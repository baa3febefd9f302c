import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiledPages } from "../../../test/support/compiled-pages.ts";
import { createEmbedded } from "../../../test/support/databases.ts";
import { buildSite } from "../../site/src/build.ts";
import { startSite } from "../../site/src/serve.ts";
import { readCsv } from "../src/audit/csv.ts";
import { audit } from "../src/commands/audit.ts";
import { verify } from "../src/commands/verify.ts";
import { writeSmallHub } from "./support/small-hub.ts";

let base: string;
let site: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "openbeat-audit-"));
  site = join(base, "site");
  const database = await createEmbedded();
  const hub = writeSmallHub((parts) => {
    parts.files["records/problems.csv"] =
      "id,title,type,source,areas,opened_on\nstation-thefts,Thefts at the station,crime,analysis,1;2,2026-01-20\nbus-noise,Noise at the bus stop,disorder,residents,2,2026-02-02\n";
  });
  await publish(hub, {
    openStore: () => database.open("publisher"),
    now: () => new Date("2026-04-01T09:00:00Z"),
    progress: () => {},
  });
  await compiledPages();
  await buildSite({ database: database.url, out: site });
  await database.drop();
}, 300_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function run(...words: string[]) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const { exitCode: code } = await audit.run(words, { out: print, err: print, progress: () => {} });
  return { code, lines, text: lines.join("\n") };
}

/** A copy of the site in which one file of the release was changed; `quietly`, its hash in the manifest as well. */
function tampered(path: string, change: (text: string) => string, quietly = true): string {
  const copy = mkdtempSync(join(base, "copy-"));
  cpSync(site, copy, { recursive: true });
  const before = readFileSync(join(copy, path), "utf8");
  const text = change(before);
  expect(text).not.toBe(before);
  writeFileSync(join(copy, path), text);
  if (!quietly) return copy;
  const manifest = JSON.parse(readFileSync(join(copy, "r/1.0.0/manifest.json"), "utf8")) as { files: Record<string, string> };
  manifest.files[path] = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(copy, "r/1.0.0/manifest.json"), JSON.stringify(manifest));
  return copy;
}
const figures = "r/1.0.0/data/incidents-by-district.csv";
/** Changes the first row of counts of a kind. */
const firstRow = (isIt: (row: string) => boolean, change: (row: string) => string) => (text: string) => {
  let done = false;
  return text
    .split("\r\n")
    .map((row) => {
      if (done || !row.startsWith("OUT.01,") || !isIt(row)) return row;
      done = true;
      return change(row);
    })
    .join("\r\n");
};
const raised = (by: number) =>
  firstRow(
    (row) => row.includes(",AVAILABLE,"),
    (row) => row.replace(/,(\d+),AVAILABLE,/, (_, value: string) => `,${Number(value) + by},AVAILABLE,`),
  );

describe("openbeat audit FOLDER", () => {
  it("finds a sound release sound from the files of its site alone, every file of it", async () => {
    const { code, lines } = await run(site);
    expect(lines[1]).toMatch(/^Release 1\.0\.0: all \d+ files are as its manifest says\.$/);
    expect(lines[2]).toMatch(
      /^incidents OUT\.01: (\d+) hidden cells, \1 attacked; every interval is at least [\d.]+ wide \(promised 5\)\.$/,
    );
    expect(lines.at(-1)).toBe("The release holds.");
    expect(code).toBe(0);
  });

  it("does so over the network", async () => {
    const running = await startSite({ folder: site, port: 0 });
    try {
      const { code, lines } = await run(running.url);
      expect(lines.at(-1)).toBe("The release holds.");
      expect(code).toBe(0);
    } finally {
      await running.close();
    }
    await expect(run(running.url)).rejects.toMatchObject({ code: "SITE_UNREACHABLE" });
  });

  it("leaves out a release that was withdrawn, of which only the manifest is left", async () => {
    const copy = mkdtempSync(join(base, "copy-"));
    cpSync(site, copy, { recursive: true });
    mkdirSync(join(copy, "r/0.9.0"));
    writeFileSync(join(copy, "r/0.9.0/manifest.json"), JSON.stringify({ release: "0.9.0", sha256: "0".repeat(64), files: {} }));
    await expect(run(copy)).rejects.toMatchObject({ code: "PUBLIC_FILE_MISSING" });
    writeFileSync(join(copy, "r/0.9.0/withdrawn.json"), "{}");
    expect((await run(copy)).lines.at(-1)).toBe("The release holds.");
  });

  it("notices a page that was changed, one that is missing and one that is new", async () => {
    const changed = tampered("r/1.0.0/methods/index.html", (text) => `${text} `, false);
    rmSync(join(changed, "r/1.0.0/about/index.html"));
    writeFileSync(join(changed, "r/1.0.0/new.html"), "");
    const { code, text } = await run(changed);
    expect(text).toContain("not as its manifest says: r/1.0.0/methods/index.html.");
    expect(text).toContain("missing: r/1.0.0/about/index.html.");
    expect(text).toContain("its manifest does not list r/1.0.0/new.html.");
    expect(text).toContain("The release does NOT hold. Tell its publisher.");
    expect(code).toBe(1);
  });

  it("notices a figure that was changed, though the manifest was changed with it", async () => {
    const { code, text } = await run(tampered(figures, raised(1)));
    expect(text).toContain("all ");
    expect(text).toMatch(/The figures of the table incidents-by-district are not those that were published/);
    // Its totals no longer add up.
    expect(text).toMatch(/contradict each other: BROKEN/);
    expect(code).toBe(1);
  });

  it("notices a public record that was changed, one that was left out, and one in another place", async () => {
    const records = "r/1.0.0/records/problems.ndjson";
    const changes: readonly ((text: string) => string)[] = [
      (text) => text.replace("Thefts", "Pickpockets"),
      (text) => text.slice(0, text.indexOf("\n") + 1),
      (text) => `${text.trimEnd().split("\n").toReversed().join("\n")}\n`,
    ];
    for (const change of changes) {
      const { code, text } = await run(tampered(records, change));
      expect(text).toContain("The records problems are not those that were published: their hash is another.");
      expect(text).toContain("does NOT hold");
      expect(code).toBe(1);
    }
    const copy = tampered(records, (text) => text.slice(1));
    await expect(run(copy)).rejects.toMatchObject({ code: "PUBLIC_FILE_INVALID" });
  });

  it("notices a complement that was shown", async () => {
    const shown = firstRow(
      (row) => row.includes(",SUPPRESSED,"),
      (row) => row.replace(/,,SUPPRESSED,Q,/, ",12,AVAILABLE,A,"),
    );
    const { code, text } = await run(tampered(figures, shown));
    expect(text).toMatch(/incidents OUT\.01: .*BROKEN/);
    expect(code).toBe(1);
  });

  it("notices another certificate, another manifest and another signature", async () => {
    const edit = (
      text: string,
      change: (value: { signature: { statement: string }; datasets: { measures: { certificate: { width: number } }[] }[] }) => void,
    ) => {
      const value = JSON.parse(text) as Parameters<typeof change>[0];
      change(value);
      return JSON.stringify(value);
    };
    const path = "r/1.0.0/certificate.json";
    const weaker = await run(
      tampered(path, (text) =>
        edit(text, ({ datasets }) => {
          for (const { measures } of datasets) for (const { certificate } of measures) certificate.width = 1;
        }),
      ),
    );
    expect(weaker.text).toContain("The certificate is not the one of the release's manifest.");
    expect(weaker.text).toMatch(/another policy than the certificate: BROKEN/);
    const signed = await run(
      tampered(path, (text) =>
        edit(text, ({ signature }) => {
          signature.statement = signature.statement.replace("1.0.0", "1.0.1");
        }),
      ),
    );
    expect(signed.lines[0]).toContain("the signature is NOT of this release");
    const manifest = await run(tampered("r/1.0.0/release.json", (text) => text.replace(/"rows": (\d+)/, '"rows": 1')));
    expect(manifest.text).toContain("The release's own manifest is not the one whose hash is signed.");
    expect([weaker.code, signed.code, manifest.code]).toEqual([1, 1, 1]);
  });

  it("notices that districts were cut loose from their city", async () => {
    const { code, text } = await run(tampered("r/1.0.0/structure.json", (text) => text.replace(/"parent": "S"/, '"parent": null')));
    expect(text).toContain("What rolls up into what is not as the release's manifest states.");
    expect(text).toContain("What rolls up into what has holes: along area of the table incidents-by-district.");
    expect(code).toBe(1);
  });

  it("says which file is missing or no longer itself, and what to do", async () => {
    await expect(run(join(base, "nowhere"))).rejects.toMatchObject({ code: "PUBLIC_FILE_MISSING" });
    await expect(run(mkdtempSync(join(base, "empty-")))).rejects.toThrow("no file r/VERSION/manifest.json");
    const copy = tampered("r/1.0.0/methods/index.html", (text) => `${text} `);
    rmSync(join(copy, figures));
    await expect(run(copy)).rejects.toThrow(`no file ${figures}, and the audit needs it. Copy the whole of the site's folder r/`);
    await expect(run(tampered("r/1.0.0/structure.json", (text) => text.slice(1)))).rejects.toMatchObject({ code: "PUBLIC_FILE_INVALID" });
    await expect(run(tampered(figures, (text) => text.replace("\r\n", ",\r\n")))).rejects.toThrow(
      "is not CSV with as many fields in every row",
    );
    await expect(run(tampered(figures, (text) => text.replace(/,(\d+),AVAILABLE,/, ",$1,SUPPRESSED,")))).rejects.toThrow(
      /shows a figure beside a status/,
    );
    await expect(run(tampered("r/1.0.0/structure.json", (text) => text.replace(figures, "r/1.0.0/../../secret.csv")))).rejects.toThrow(
      /the audit needs it/,
    );
  });
});

describe("readCsv(text)", () => {
  it("reads what RFC 4180 allows, and nothing else", () => {
    expect(readCsv('a,b\r\n"x, ""y""\r\nz",\r\n')).toEqual([
      ["a", "b"],
      ['x, "y"\r\nz', ""],
    ]);
    for (const wrong of ["a,b\r\n1\r\n", 'a\r\n"1\r\n', 'a\r\n1"2\r\n', "a\n1\n", ""]) expect(readCsv(wrong)).toBeUndefined();
  });
});

describe("openbeat verify, from the files of a site", () => {
  const silent = { out: () => {}, err: () => {}, progress: () => {} };
  const verified = async (...words: string[]) => {
    const { exitCode, result } = await verify.run(words, silent);
    return { exitCode, releases: result.releases as readonly { key: string; findings: readonly { finding: string; holds: boolean }[] }[] };
  };
  it("holds for what was published, by the key that is asked for and no other", async () => {
    const { exitCode, releases } = await verified(site);
    expect({ exitCode, count: releases.length }).toEqual({ exitCode: 0, count: 1 });
    const key = releases[0]?.key ?? "";
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect((await verified(site, "--release", "1.0.0", "--key", key)).exitCode).toBe(0);
    expect((await verified(site, "--key", "0".repeat(32))).exitCode).toBe(1);
    await expect(verified(site, "--release", "9.0.0")).rejects.toMatchObject({ code: "COMMAND_INVALID" });
  });
  it("finds a changed figure, with the hash of its file changed to fit", async () => {
    const one = firstRow(
      (row) => row.includes(",AVAILABLE,"),
      (row) => row.replace(/,(\d+),AVAILABLE,/, ",1$1,AVAILABLE,"),
    );
    const { exitCode, releases } = await verified(tampered(figures, one));
    expect(exitCode).toBe(1);
    expect(releases[0]?.findings.filter(({ holds }) => !holds).map(({ finding }) => finding)).toEqual([
      expect.stringMatching(/figures of the table incidents-by-district are not those that were published/),
    ]);
  });
});
