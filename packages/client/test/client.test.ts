import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type RunningApi, startApi } from "@openbeat/api";
import type { tableRows } from "@openbeat/schema/formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { connect, OpenbeatError } from "../src/index.ts";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("../", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));

describe("connect(url, { release })", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    fixture = await openFixture(createEmbedded);
    api = await startApi({ database: fixture.reader, port: 0 });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });
  const question = { dataset: "incidents", measures: ["OUT.01"], by: ["area.district", "period.month", "offence.category"] };
  const failure = async (asked: Promise<unknown>): Promise<OpenbeatError> => {
    const error = await asked.catch((reason: unknown) => reason);
    if (error instanceof OpenbeatError) return error;
    throw new Error("The question was not refused.");
  };

  it("gives the rows of a table as the file door gives them", async () => {
    const { rows, release, citation } = await connect(api.url).table(question);
    const door = await fetch(`${api.url}/datasets/incidents/query.json?measures=OUT.01&by=${question.by.join()}`);
    const file = (await door.json()) as { readonly rows: ReturnType<typeof tableRows> };
    expect(
      rows.map(({ members, value, status, flags }) => [members.area, members.period, members.offence, value, status, flags.join(";")]),
    ).toEqual(file.rows.map(({ area, period, offence, value, status, flags }) => [area, period, offence, value, status, flags]));
    expect(rows.some(({ value, status }) => value === null && status === "SUPPRESSED")).toBe(true);
    expect([release, citation]).toEqual(["1.1.0", expect.stringContaining("1.1.0")]);
  });

  it("reads the release that it is pinned to, and lists all", async () => {
    const hub = connect(api.url);
    expect((await hub.releases()).map(({ version }) => version)).toEqual(["1.1.0", "1.0.0"]);
    const [old, pinned] = await Promise.all([hub.at("1.0.0").table(question), connect(api.url, { release: "1.0.0" }).table(question)]);
    expect(old).toEqual(pinned);
    expect(old.release).toBe("1.0.0");
    expect(old.rows).not.toEqual((await hub.table(question)).rows);
  });

  it("throws what the hub says is wrong, with the page that explains it", async () => {
    const error = await failure(connect(api.url).table({ ...question, dataset: "incidence" }));
    expect(error).toMatchObject({ code: "UNKNOWN_DATASET", suggestions: ["incidents"], hint: 'Did you mean "incidents"?' });
    expect((await fetch(error.docs ?? "")).status).toBe(200);
    expect((await failure(connect(api.url, { release: "7.0.0" }).ask("{ release { version } }"))).code).toBe("RELEASE_NOT_FOUND");
    expect(await failure(connect(`${api.url}/nowhere`).releases())).toMatchObject({ code: "HTTP_ERROR", status: 404 });
  });

  describe("where the hub is busy", () => {
    let server: Server;
    let asked: number[] = [];
    let busyFor = 0;
    let busy: { readonly status: number; readonly wait: string } = { status: 503, wait: "0" };
    beforeAll(async () => {
      server = createServer(async (request, response) => {
        asked.push(performance.now());
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        if (asked.length <= busyFor) {
          response.writeHead(busy.status, { "retry-after": busy.wait, "content-type": "application/json" });
          response.end(JSON.stringify({ errors: [{ message: "Busy.", extensions: { code: "OVERLOADED", docs: "/errors/OVERLOADED" } }] }));
          return;
        }
        const answer = await fetch(`${api.url}${request.url}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: Buffer.concat(chunks),
        });
        response.writeHead(answer.status, { "content-type": "application/json" });
        response.end(await answer.text());
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    afterAll(() => server.close());
    const hub = (times: number, how: typeof busy, options = {}) => {
      asked = [];
      busyFor = times;
      busy = how;
      return connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
    };

    it.each([429, 503])("asks again after a %s, when Retry-After is over", async (status) => {
      expect(await hub(1, { status, wait: "1" }).ask("{ release { version } }")).toEqual({ release: { version: "1.1.0" } });
      expect(asked).toHaveLength(2);
      expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(950);
    });
    it("gives up after the tries that it was given", async () => {
      expect(await failure(hub(9, { status: 503, wait: "0" }, { retries: 2 }).releases())).toMatchObject({
        code: "OVERLOADED",
        status: 503,
      });
      expect(asked).toHaveLength(3);
    });
    it("waits no longer than it was told to, and not at all once it is stopped", async () => {
      await hub(1, { status: 503, wait: "3600" }, { longestWait: 0 }).releases();
      expect(asked).toHaveLength(2);
      const stopped = hub(9, { status: 503, wait: "3600" }, { signal: AbortSignal.timeout(200) }).releases();
      await expect(stopped).rejects.toThrow(/timeout/i);
    });
  });

  it("packs as JavaScript with its types, which run and compile without the workspace", async () => {
    const made = mkdtempSync(join(tmpdir(), "openbeat-client-"));
    try {
      const target = join(made, "node_modules/@openbeat/client");
      mkdirSync(target, { recursive: true });
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      await run(process.execPath, [tsc, "-p", join(folder, "tsconfig.build.json")]);
      const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", made], { cwd: folder });
      const [{ filename, files }] = JSON.parse(stdout) as [
        { readonly filename: string; readonly files: readonly { readonly path: string }[] },
      ];
      expect(files.map(({ path }) => path)).toEqual(
        expect.arrayContaining(["package.json", "README.md", "dist/index.js", "dist/index.d.ts"]),
      );
      expect(files.filter(({ path }) => path.startsWith("src/") || path.startsWith("test/"))).toEqual([]);
      await run("tar", ["-xzf", join(made, filename), "-C", target, "--strip-components=1"]);
      writeFileSync(join(made, "package.json"), '{ "type": "module" }');
      writeFileSync(
        join(made, "use.ts"),
        `import { connect, type Row } from "@openbeat/client";
const { rows } = await connect(process.argv[2] ?? "", { release: "1.0.0" }).table({ dataset: "incidents", measures: ["OUT.01"], by: ["period.year"] });
// @ts-expect-error A value may be missing.
const values: number[] = rows.map((row: Row) => row.value);
console.log(JSON.stringify(values));
`,
      );
      const strict = [
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2022",
        "--lib",
        "es2022,dom",
        "--types",
        "node",
      ];
      await run(process.execPath, [tsc, ...strict, "--typeRoots", join(root, "node_modules/@types"), join(made, "use.ts")]);
      const printed = await run(process.execPath, [join(made, "use.ts"), api.url]);
      const { rows } = await connect(api.url, { release: "1.0.0" }).table({ ...question, by: ["period.year"] });
      expect(JSON.parse(printed.stdout)).toEqual(rows.map(({ value }) => value));
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  });
});
