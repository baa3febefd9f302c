import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { ownParameters } from "../src/query-door.ts";
import { type RunningApi, startApi } from "../src/server.ts";

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly example?: unknown }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

describe("/openapi.json of the API", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  let paths: Readonly<Record<string, { readonly get: Operation }>>;
  beforeAll(async () => {
    const [embedded] = databases;
    if (embedded === undefined) throw new Error("The embedded database is always there.");
    fixture = await openFixture(embedded.create);
    api = await startApi({ database: fixture.reader, port: 0 });
    ({ paths } = await (await fetch(`${api.url}/openapi.json`)).json());
  });
  afterAll(async () => {
    await api?.close();
    await fixture?.drop();
  });

  it("is valid OpenAPI 3.1, and may be kept", async () => {
    const response = await fetch(`${api.url}/openapi.json`);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("cache-control")).toContain("max-age");
    const { valid, errors } = await new Validator().validate(await response.json());
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it("lists addresses that all answer with what it says, asked by its own examples", async () => {
    expect(Object.keys(paths)).toHaveLength(8);
    for (const [path, { get }] of Object.entries(paths)) {
      const query = get.parameters.filter((one) => one.in === "query" && ["measures", "by"].includes(one.name));
      const search = query.map(({ name, example }) => `${name}=${String(example)}`).join("&");
      const dataset = get.parameters.find(({ name }) => name === "dataset")?.example;
      const response = await fetch(`${api.url}${path.replace("{version}", "1.0.0").replace("{dataset}", String(dataset))}?${search}`);
      expect(response.status, path).toBe(200);
      const [type] = Object.keys(get.responses["200"]?.content ?? {});
      expect(response.headers.get("content-type")?.split(";")[0], path).toBe(type);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });

  it("knows every parameter of a question, says which must be there, and allows any dimension as a filter", async () => {
    const path = "/datasets/{dataset}/query.csv";
    const parameters = paths[path]?.get.parameters ?? [];
    expect(parameters.filter((one) => one.in === "query").map(({ name }) => name)).toEqual([...ownParameters, "filters"]);
    expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual(["dataset", "measures"]);
    const filtered = await fetch(`${api.url}/datasets/incidents/query.csv?measures=OUT.01&by=area.district,period.year&area=D1`);
    expect(filtered.status).toBe(200);
    expect(
      (await filtered.text())
        .split("\r\n")
        .slice(1, -1)
        .every((line) => line.includes(",D1,")),
    ).toBe(true);
    const nothing = await fetch(`${api.url}/datasets/incidents/query.csv?by=period.year`);
    expect(nothing.status).toBe(400);
    expect((await fetch(`${api.url}/datasets/nowhere/query.csv?measures=OUT.01`)).status).toBe(404);
  });
});
