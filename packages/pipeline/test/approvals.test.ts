import { spawn } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEmbedded, createPostgresql, hasPostgresql, type TestDatabase } from "../../../test/support/databases.ts";
import { makeKey } from "../src/draft/approvals.ts";
import { setEmbargo } from "../src/draft/embargo.ts";
import { announce } from "../src/life/announce.ts";
import { readLog } from "../src/log/log.ts";
import { sayOf } from "../src/notices/say.ts";
import { publish } from "../src/publish.ts";
import { hubKey } from "../src/release/sign.ts";
import { runCommand } from "./support/run-command.ts";
import { type SmallHub, writeSmallHub } from "./support/small-hub.ts";

const openbeatFile = fileURLToPath(new URL("../src/bin/openbeat.ts", import.meta.url));
const keys = mkdtempSync(join(tmpdir(), "openbeat-keys-"));
const [alex, billie, stranger] = ["alex", "billie", "stranger"].map((name) => ({
  name,
  file: join(keys, name),
  key: makeKey(join(keys, name)),
}));
if (alex === undefined || billie === undefined || stranger === undefined) throw new Error("The test has no keys.");
const person = ({ name, key }: typeof alex) => ({ name, key });
/** The same bytes in base64 that is not the usual one: the last bits of the last letter are not read. */
const anotherSpelling = (key: string) => {
  const other = key.replace(/.(?==+$)/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 1));
  if (other === key || !Buffer.from(other, "base64").equals(Buffer.from(key, "base64"))) throw new Error("It is another key.");
  return other;
};
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "der" }).toString("base64");
const twoPeople = (parts: SmallHub) => {
  parts.hub.approvals = { required: 2, people: [person(alex), person(billie)] };
};

let database: TestDatabase;
const openbeat = (name: string, ...words: string[]) => runCommand(name, [...words, "--database", database.url]);
const status = (hub: string) => runCommand("status", [hub]).then(({ result }) => result);
const releases = async () => {
  const reader = await database.open("reader");
  const rows = await reader.query("SELECT version, sha256, published_at::text AS at FROM release ORDER BY id");
  await reader.close();
  return rows;
};
const fresh = () => {
  beforeAll(async () => {
    database = await (hasPostgresql ? createPostgresql() : createEmbedded());
  });
  afterAll(() => database.drop());
};

describe("a hub that asks for two approvals", () => {
  fresh();
  // Noise is drawn anew whenever a draft is made: what is published must be the one that was approved.
  const hub = writeSmallHub((parts) => {
    twoPeople(parts);
    for (const table of parts.dataset.tables as { policy: object }[])
      table.policy = { method: "differentialPrivacy", rho: "1/50", budgetPerYear: "1/2" };
  });

  it("publishes nothing that nobody, or only one person, approved; and the same key counts once", async () => {
    await expect(openbeat("publish", hub)).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    expect((await openbeat("approve", hub, "--key", alex.file)).result).toMatchObject({ approvedBy: ["alex"], required: 2 });
    await expect(openbeat("approve", hub, "--key", alex.file)).rejects.toMatchObject({ code: "APPROVAL_INVALID" });
    await expect(openbeat("approve", hub, "--key", stranger.file)).rejects.toMatchObject({ code: "APPROVAL_INVALID" });
    await expect(openbeat("approve", hub, "--key", join(keys, "nobody"))).rejects.toMatchObject({ code: "KEY_MISSING" });
    await expect(openbeat("publish", hub)).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    expect(await releases()).toEqual([]);
    expect(await status(hub)).toMatchObject({ draft: { approvedBy: ["alex"], required: 2 }, next: `openbeat approve ${hub} --key FILE` });
  });

  it("takes approvals for void when a file changes, or a byte of the kept draft", async () => {
    expect((await openbeat("approve", hub, "--key", billie.file)).result).toMatchObject({ approvedBy: ["alex", "billie"] });
    for (const file of ["population.csv", ".openbeat/draft/kept/table-0.jsonl"]) {
      const before = readFileSync(join(hub, file), "utf8");
      appendFileSync(join(hub, file), "\n");
      await expect(openbeat("publish", hub), file).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
      expect(((await status(hub)) as { draft: unknown }).draft).toBeNull();
      writeFileSync(join(hub, file), before);
    }
    expect(await releases()).toEqual([]);
  });

  it("publishes the very draft that two people approved, noise and all, and forgets it", async () => {
    const { draft } = (await status(hub)) as { draft: { sha256: string } };
    expect((await openbeat("publish", hub)).result).toMatchObject({ version: "1.0.0", sha256: draft.sha256 });
    expect((await openbeat("verify")).result).toMatchObject({ holds: true });
    expect(existsSync(join(hub, ".openbeat", "draft"))).toBe(false);
    await expect(openbeat("publish", hub)).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    const acts = readLog(hub)
      .entries.filter(({ stage }) => stage === "done")
      .map(({ act, result }) => [act, result.name ?? result.version]);
    expect(acts).toEqual([
      ["approve", "alex"],
      ["approve", "billie"],
      ["publish", "1.0.0"],
    ]);
  });

  it("keeps a correction waiting until it is approved with the draft", async () => {
    const said = ["--affects", "1.0.0", "--what", "Noise is added.", "--why", "It was not told.", "--impact", "None."];
    await expect(openbeat("correct", hub, ...said)).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    await openbeat("approve", hub, "--key", alex.file);
    await openbeat("approve", hub, "--key", billie.file);
    expect((await openbeat("publish", hub)).result).toMatchObject({ version: "1.0.1" });
    const reader = await database.open("reader");
    expect(await reader.query("SELECT affected_version, kind FROM correction")).toEqual([
      { affected_version: "1.0.0", kind: "correction" },
    ]);
    await reader.close();
  });

  it("works out what a correction changes from the very draft that is then approved and published", async () => {
    const said = ["--affects", "1.0.0", "--what", "The noise is less than was told.", "--why", "A policy was misread."];
    await expect(openbeat("correct", hub, ...said)).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    const { draft } = (await status(hub)) as { draft: { sha256: string } };
    await openbeat("approve", hub, "--key", alex.file);
    await openbeat("approve", hub, "--key", billie.file);
    const { result } = await openbeat("correct", hub, ...said);
    expect(result).toMatchObject({ version: "1.0.2", sha256: draft.sha256, notice: { affects: "1.0.0" } });
    expect((await openbeat("verify", "--release", "1.0.2")).result).toMatchObject({ holds: true });
    expect(readFileSync(join(hub, "notices.yaml"), "utf8").match(/affects/g)).toHaveLength(2);
  });

  it("counts no approval of the same draft against another release", async () => {
    await expect(openbeat("publish", hub)).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    await openbeat("approve", hub, "--key", alex.file);
    expect((await status(hub)) as object).toMatchObject({ draft: { approvedBy: ["alex"] } });
    const file = join(hub, ".openbeat/draft/draft.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"latest":"1.0.2"', '"latest":"1.0.1"'));
    expect((await status(hub)) as object).toMatchObject({ draft: { approvedBy: [] } });
  });

  it("is refused where two people have one key, or more approvals are asked for than there are people", async () => {
    for (const approvals of [
      { required: 2, people: [person(alex), { name: "billie", key: alex.key }] },
      { required: 3, people: [person(alex), person(billie)] },
      { required: 2, people: [person(alex), { name: "billie", key: anotherSpelling(alex.key) }] },
      { required: 1, people: [{ name: "billie", key: rsa }] },
    ]) {
      const folder = writeSmallHub((parts) => {
        parts.hub.approvals = approvals;
      });
      await expect(runCommand("check", [folder])).rejects.toMatchObject({ problems: [expect.objectContaining({ file: "hub.yaml" })] });
    }
  });
});

describe("openbeat publish --at", () => {
  fresh();
  const hub = writeSmallHub();

  it("keeps a release from everybody until its time, over a kill, and then makes it public", async () => {
    const at = new Date(Date.now() + 600_000).toISOString();
    const child = spawn(process.execPath, [openbeatFile, "publish", hub, "--at", at, "--database", database.url], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    createInterface({ input: child.stderr }).on("line", (line) => line.startsWith("waiting until") && child.kill("SIGKILL"));
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
    expect(await releases()).toEqual([]);
    const state = (await status(hub)) as { draft: { sha256: string } };
    expect(state).toMatchObject({ draft: { embargo: at }, next: `openbeat publish ${hub} --at ${at}` });
    await expect(openbeat("publish", hub)).rejects.toMatchObject({ code: "EMBARGOED" });

    // The time is moved to soon: what was prepared before the kill is what is published, and not a moment before.
    const soon = new Date(Date.now() + 3000);
    const publishing = openbeat("publish", hub, "--at", soon.toISOString());
    for (const early = new Date(soon.getTime() - 500); hasPostgresql && new Date() < early; ) expect(await releases()).toEqual([]);
    expect((await publishing).result).toMatchObject({ version: "1.0.0", sha256: state.draft.sha256 });
    const [release] = await releases();
    expect(new Date(String(release?.at)).getTime()).toBeGreaterThanOrEqual(soon.getTime());
    expect(await status(hub)).toMatchObject({ draft: null });
  });

  it("publishes right away when the time has passed, and refuses a time without a zone", async () => {
    const other = writeSmallHub((parts) => {
      parts.hub.hub = "otherville";
    });
    await expect(openbeat("publish", other, "--at", "2026-12-01T09:30")).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    await openbeat("publish", hub, "--at", "2026-01-01T00:00Z");
    expect(await releases()).toHaveLength(1);
  });
});

describe("an embargo", () => {
  fresh();
  it("stands though it was moved while a run waits, though another draft is made, and though it cannot be read", async () => {
    const folder = writeSmallHub();
    const waiting = openbeat("publish", folder, "--at", new Date(Date.now() + 2500).toISOString());
    const moved = new Date(Date.now() + 3_600_000);
    const refused = expect(waiting).rejects.toMatchObject({ code: "EMBARGOED" });
    await vi.waitUntil(() => existsSync(join(folder, ".openbeat/embargo.json")), { timeout: 60_000 });
    setEmbargo(folder, moved);
    await refused;
    appendFileSync(join(folder, "hub.yaml"), "# Another file, and so another draft.\n");
    await expect(openbeat("publish", folder)).rejects.toMatchObject({ code: "EMBARGOED" });
    for (const text of ["{}", "", '{"at":"soon"}']) {
      writeFileSync(join(folder, ".openbeat/embargo.json"), text);
      await expect(openbeat("publish", folder)).rejects.toMatchObject({ code: "EMBARGOED" });
    }
    expect(await releases()).toEqual([]);
  });
});

describe("announce(addresses, hub, published, key)", () => {
  it("tells each address with the hub's signature, again where it did not answer, and gives up on one that never does", async () => {
    const hub = writeSmallHub();
    const heard: { readonly body: string; readonly signature: string; readonly key: string }[] = [];
    let refusals = 1;
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        heard.push({
          body: Buffer.concat(parts).toString(),
          signature: String(request.headers["openbeat-signature"]).replace("ed25519=", ""),
          key: String(request.headers["openbeat-key"]),
        });
        response.writeHead(refusals-- > 0 ? 503 : 204).end();
      });
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    const good = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const published = { version: "1.2.0", sha256: "ab", publishedAt: "2026-04-01T09:00:00.000Z", isNew: true };
    const told = await announce([good, "http://127.0.0.1:1/"], { code: "smallville", url: null }, published, hubKey(hub), [1, 1]);
    server.close();
    expect(told).toEqual([
      { host: new URL(good).host, told: true, attempts: 2 },
      { host: "127.0.0.1:1", told: false, attempts: 3 },
    ]);
    const { body = "", signature = "", key = "" } = heard[1] ?? {};
    expect(JSON.parse(body)).toEqual({
      hub: "smallville",
      version: "1.2.0",
      sha256: "ab",
      publishedAt: "2026-04-01T09:00:00.000Z",
      url: null,
    });
    const isGenuine = (text: string) =>
      verify(
        null,
        Buffer.from(text),
        createPublicKey({ key: Buffer.from(key, "base64"), type: "spki", format: "der" }),
        Buffer.from(signature, "base64"),
      );
    expect([isGenuine(body), isGenuine(body.replace("1.2.0", "1.3.0"))]).toEqual([true, false]);
  });
});

describe("a run that is stopped after its release was sealed", () => {
  fresh();
  const heard: string[] = [];
  const server = createServer((request, response) => {
    request.on("data", (part: Buffer) => heard.push((JSON.parse(part.toString()) as { version: string }).version));
    request.on("end", () => response.writeHead(204).end());
  });
  const lines: string[] = [];
  const effects = () => ({
    openStore: () => database.open("publisher"),
    now: () => new Date(),
    progress: (line: string) => void lines.push(line),
  });
  let hub: string;
  beforeAll(async () => {
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    hub = writeSmallHub((parts) => {
      parts.hub.announce = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/`];
    });
  });
  afterAll(() => void server.close());

  it("is made up for by the next run, which announces what that one did not, once", async () => {
    // The command announces when this has returned.
    await publish(hub, effects());
    expect(heard).toEqual([]);
    expect((await openbeat("publish", hub)).result).toMatchObject({
      version: "1.0.0",
      isNew: false,
      announced: [{ version: "1.0.0", told: true }],
    });
    expect((await openbeat("publish", hub)).result).toMatchObject({ announced: [] });
    expect(heard).toEqual(["1.0.0"]);
  });

  it("is made up for by a correction, too; and that is prepared once", async () => {
    lines.length = 0;
    const said = {
      affects: "1.0.0",
      class: "correction",
      what: "A word.",
      why: "A slip.",
      impact: undefined,
      noticedOn: undefined,
    } as const;
    const { published } = await sayOf(hub, said, database.url, { ...effects(), act: "correct" });
    expect(lines.filter((line) => line.endsWith(": tabulating"))).toHaveLength(1);
    expect((await openbeat("publish", hub)).result).toMatchObject({ isNew: false, announced: [{ version: published.version }] });
    expect(heard).toEqual(["1.0.0", published.version]);
  });
});
