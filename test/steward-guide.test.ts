import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSite } from "@openbeat/site/build";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { runCommand } from "../packages/pipeline/test/support/run-command.ts";
import { smallCounts, smallRecords, writeSmallHub } from "../packages/pipeline/test/support/small-hub.ts";
import { compiledPages } from "./support/compiled-pages.ts";
import { databases, type TestDatabase } from "./support/databases.ts";

const openbeat = fileURLToPath(new URL("../packages/pipeline/src/bin/openbeat.ts", import.meta.url));
const guide = readFileSync(fileURLToPath(new URL("../docs/steward.md", import.meta.url)), "utf8");
const quarter = guide.split(/^## /m).find((part) => part.startsWith("One quarter\n")) ?? "";
const sections = quarter.split(/^### /m).slice(1);
const linesOf = (section: string) => [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, lines = ""]) => lines.trim().split("\n"));
const wordsOf = (line: string) => [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);

/** The records of the second quarter: as many as of the first, with thefts of April in the north as often as they are delivered. */
const secondQuarter = (thefts: number) =>
  smallRecords((district, month, category) =>
    district === 1 && month === 0 && category === 0 ? thefts : smallCounts(district, month, category) + 6,
  )
    .replaceAll("2026-03", "2026-06")
    .replaceAll("2026-02", "2026-05")
    .replaceAll("2026-01", "2026-04")
    .replaceAll(/^(\d+),/gm, "q2-$1,");

// The site is built once: from the database that a city has, where one answers.
const built = databases.findLast(({ available }) => available)?.name;

for (const { name: engine, available, create } of databases)
  describe.skipIf(!available)(`docs/steward.md, on ${engine}`, () => {
    const isEmbedded = engine === databases[0]?.name;
    /** As the page names it: without a server, the one in the folder where the commands are run. */
    let url = "file:.openbeat/database";
    let server: TestDatabase | undefined;
    const before = process.cwd();
    const home = mkdtempSync(join(tmpdir(), "openbeat-steward-"));
    const change = (file: string, by: (content: Record<string, unknown>) => void) => {
      const content = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
      by(content);
      writeFileSync(file, stringify(content));
    };
    const keys: string[] = [];
    /** Runs `preview` until it can be looked at, and ends it as Ctrl+C does. The pages of one have a test of their own: here it serves the API alone. */
    const looked = async (words: readonly string[]) => {
      const child = spawn(process.execPath, [openbeat, "preview", ...words, "--no-site", "--api-port", "0"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      child.stdout.on("data", (said: Buffer) => String(said).includes("Stop with Ctrl+C") && child.kill("SIGINT"));
      const [code] = (await once(child, "close")) as [number | null];
      return code;
    };
    beforeAll(async () => {
      process.chdir(home);
      if (!isEmbedded) {
        server = await create();
        url = server.url;
        process.env.DATABASE_URL = url;
      }
      writeSmallHub(() => {}, "my-hub");
      mkdirSync("delivered");
      writeFileSync("delivered/2026-q2.csv", secondQuarter(60));
      await runCommand("publish", ["my-hub"]);
    });
    afterAll(async () => {
      delete process.env.DATABASE_URL;
      process.chdir(before);
      rmSync(home, { recursive: true, force: true });
      await server?.drop();
    });

    /** What the page tells the steward to do by hand, before or after the commands of a section. */
    const byHand: Readonly<Record<string, { readonly before?: () => void; readonly after?: () => void }>> = {
      "1": {
        after: () =>
          change("my-hub/hub.yaml", (hub) => {
            hub.approvals = { required: 2, people: ["Alex", "Billie"].map((name, place) => ({ name, key: keys[place] })) };
          }),
      },
      "2": {
        before: () =>
          change("my-hub/datasets/incidents.yaml", (dataset) => {
            dataset.coverage = { from: "2026-01-01", to: "2026-06-30" };
          }),
      },
      "8": { before: () => writeFileSync("my-hub/incidents/2026-q2.csv", secondQuarter(30)) },
    };

    it.each(sections.map((section) => section.split("\n")[0] ?? ""))("does as it says: %s", async (title) => {
      const section = sections.find((own) => own.startsWith(title)) ?? "";
      const hand = byHand[title.split(".")[0] ?? ""];
      hand?.before?.();
      const refused: string[] = [];
      for (const line of linesOf(section)) {
        const [program, name = "", ...words] = wordsOf(line.replace("file:.openbeat/database", url));
        if (program === "cp") {
          cpSync(name, join(words[0] ?? "", name.split("/").at(-1) ?? ""));
          continue;
        }
        expect(program, line).toBe("openbeat");
        if (name === "preview") {
          expect(await looked(words), line).toBe(0);
          continue;
        }
        const { exitCode, result } = await runCommand(name, words).catch((error: { code?: string }) => {
          // The page says which commands wait for approvals.
          if (error.code !== "APPROVAL_MISSING") throw error;
          refused.push(name);
          return { exitCode: 0, result: {} as never };
        });
        expect(exitCode, line).toBe(0);
        if (name === "key") keys.push((result as { publicKey: string }).publicKey);
      }
      expect(refused).toEqual({ "8": ["correct"], "9": ["withdraw"] }[title.split(".")[0] ?? ""] ?? []);
      hand?.after?.();
    });

    it("has ten steps", () => expect(sections).toHaveLength(10));

    if (engine === built)
      it("leads to a site that tells the correction and the withdrawal, and has no figure of what was withdrawn", async () => {
        const site = join(home, "site");
        await compiledPages();
        await buildSite({ database: isEmbedded ? `file:${join(home, ".openbeat/database")}` : url, out: site });
        const corrections = JSON.parse(readFileSync(join(site, "corrections.json"), "utf8")) as readonly object[];
        expect(corrections).toMatchObject([
          { release: "1.2.1", affectedVersion: "1.1.0", kind: "withdrawal", what: "It holds figures of a sealed case." },
          { release: "1.2.0", affectedVersion: "1.1.0", kind: "correction", impact: expect.stringMatching(/^Figures: \d+ changed/) },
        ]);
        expect(existsSync(join(site, "r/1.1.0/withdrawn.json"))).toBe(true);
        expect(existsSync(join(site, "r/1.1.0/data"))).toBe(false);
        const { result } = await runCommand("verify", [site]);
        expect(result).toMatchObject({ holds: true, releases: ["1.0.0", "1.2.0", "1.2.1"].map((version) => ({ version })) });
      });

    it("ends with four releases, each as the page tells", async () => {
      const { result } = await runCommand("verify", []);
      expect(result).toMatchObject({ holds: true, releases: ["1.0.0", "1.1.0", "1.2.0", "1.2.1"].map((version) => ({ version })) });
    });
  });
