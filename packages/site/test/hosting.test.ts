import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contentTypes, headersOf, securityHeaders } from "../src/headers.ts";
import { deployFiles, hostingFiles } from "../src/hosting.ts";

const folder = new URL("../../../docs/hosting/", import.meta.url);
const docs = (name: string) => readFileSync(new URL(name, folder), "utf8");

describe("docs/hosting", () => {
  it("is what the headers of our own server say", () => {
    expect(
      readdirSync(folder)
        .filter((name) => name !== "README.md")
        .toSorted(),
    ).toEqual(Object.keys(hostingFiles()).toSorted());
    for (const [name, text] of Object.entries(hostingFiles())) expect(docs(name), name).toBe(text);
    for (const [name, text] of Object.entries(deployFiles())) expect(docs(`../../deploy/${name}`), name).toBe(text);
  });

  it("sends every header of ours from nginx, with the same value for each kind of address", () => {
    const nginx = docs("nginx.conf");
    const sent = (name: string, variables: Readonly<Record<string, string>>): string => {
      const [, setting = ""] = new RegExp(`add_header ${name} (.*) always;`).exec(nginx) ?? [];
      if (!setting.startsWith("$")) return setting.slice(1, -1);
      const [, source = "", body = ""] = new RegExp(`map "?([^"]*?)"? \\${setting} \\{\\n([\\s\\S]*?)\\n\\}`).exec(nginx) ?? [];
      const subject = source.replace(/\$(\w+)/g, (_, variable: string) => variables[variable] ?? "");
      const rules = [...body.matchAll(/^ {2}(?:"~(.*)"|default) "(.*)";$/gm)];
      // nginx takes the first expression that fits, and else the default, wherever it stands.
      const rule =
        rules.find(([, pattern]) => pattern !== undefined && new RegExp(pattern).test(subject)) ??
        rules.find(([, pattern]) => pattern === undefined);
      return rule?.[2] ?? "";
    };
    const asked = [
      { path: "/", file: "/index.html" },
      { path: "/r/1.0.0/embed/places/D1/x/", file: "/r/1.0.0/embed/places/D1/x/index.html" },
      { path: "/es/embed/x/", file: "/es/embed/x/index.html" },
      { path: "/r/1.0.0/es/embed/x/", file: "/r/1.0.0/es/embed/x/index.html" },
      { path: "/data/x.csv", file: "/data/x.csv" },
      { path: "/assets/x.css", file: "/assets/x.css" },
      { path: "/r/1.0.0/assets/x.css", file: "/r/1.0.0/assets/x.css" },
      { path: "/none", file: "/404.html", status: "404" },
      { path: "/r/1.0.0/data/x.csv", file: "/r/1.0.0/index.html", status: "410" },
      { path: "/r/1.0.0/es/embed/x/", file: "/r/1.0.0/es/index.html", status: "410" },
    ];
    for (const { path, file, status = "200" } of asked) {
      const type = contentTypes[file.slice(file.lastIndexOf("."))] ?? "";
      const { "Content-Type": _, ...wanted } = headersOf(path, type, status !== "200");
      for (const [name, value] of Object.entries(wanted))
        expect(sent(name, { uri: file, status, request_uri: path }), `${name} of ${path}`).toBe(value);
      expect(sent("Access-Control-Allow-Origin", { uri: file, status, request_uri: path }), path).toBe(
        wanted["Access-Control-Allow-Origin"] ?? "",
      );
    }
    for (const [ending, type] of Object.entries(contentTypes)) expect(nginx).toContain(`"${type}" ${ending.slice(1)};`);
  });

  it("has every header of safety in each file", () => {
    for (const text of Object.values(hostingFiles()))
      for (const [name, value] of Object.entries(securityHeaders))
        expect(text).toMatch(new RegExp(`${name}.*${value.replace(/[()*]/g, "\\$&")}`));
  });
});
