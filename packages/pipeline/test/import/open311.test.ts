import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { importRequests } from "../../src/commands/import.ts";
import { concernRows } from "../../src/import/concern-rows.ts";
import { requestsOfJson, type ServiceRequest } from "../../src/import/read-requests.ts";
import { type SmallHub, writeSmallHub } from "../support/small-hub.ts";

const zone = "America/Chicago";
const request: ServiceRequest = {
  id: "r1",
  status: "open",
  service: { code: "006", name: "Graffiti removal" },
  requested: "2026-01-05T10:00:00-06:00",
  updated: "",
  latitude: "0.5",
  longitude: "0.5",
};
const context = { zone, rules: { rules: [] }, areaAt: (x: number) => (x < 1 ? "1" : x < 2 ? "2" : undefined) };

describe("concernRows(requests, context)", () => {
  it("keeps of a request what the standard has, and of its place the area alone", () => {
    const closed = { ...request, status: "closed", updated: "2026-01-07T12:00:00Z", longitude: "1.5" };
    expect(concernRows([closed], context).rows).toEqual([
      {
        ...{ id: "r1", theme: "other", area: "2", channel: "other" },
        ...{ raised_at: "2026-01-05T10:00:00-06:00", closed_at: "2026-01-07T06:00:00-06:00" },
      },
    ]);
  });
  it("gives no closing to one that is open, whenever it was changed", () => {
    expect(concernRows([{ ...request, updated: "2026-01-07T12:00:00Z" }], context).rows[0]?.closed_at).toBe("");
  });
  it("takes theme and channel from the first rule that holds and says it", () => {
    const rules = {
      channel: "telephone",
      rules: [
        { where: { code: "06" }, theme: "drugs" },
        { where: { name: "GRAFFITI" }, theme: "disorder" },
        { where: { code: "006" }, theme: "other", channel: "web" },
      ],
    };
    expect(concernRows([request], { ...context, rules }).rows[0]).toMatchObject({ theme: "disorder", channel: "web" });
    expect(concernRows([{ ...request, service: { code: "9", name: "" } }], { ...context, rules }).rows[0]?.channel).toBe("telephone");
    const leaving = { rules: [{ where: { name: "graffiti" }, leave_out: true as const }] };
    expect(concernRows([request], { ...context, rules: leaving }).leftOut).toEqual(["LEFT_OUT_BY_RULE"]);
  });
  it("takes the request that was changed last where several have one number, by the instant and not by the text", () => {
    const later = { ...request, status: "closed", updated: "2026-01-07T23:00:00-06:00" };
    const earlier = { ...request, updated: "2026-01-08T01:00:00Z" };
    for (const both of [
      [earlier, later],
      [later, earlier],
    ])
      expect(concernRows(both, context)).toMatchObject({ rows: [{ closed_at: "2026-01-07T23:00:00-06:00" }], leftOut: ["DUPLICATE_ID"] });
  });
  it.each<readonly [string, Partial<ServiceRequest>]>([
    ["ID_MISSING", { id: "" }],
    ["TIME_INVALID", { requested: "01/05/2026 10:00:00 AM" }],
    ["TIME_INVALID", { status: "pending" }],
    ["CLOSING_UNKNOWN", { status: "closed" }],
    ["CLOSED_BEFORE_RAISED", { status: "closed", updated: "2026-01-05T09:59:59-06:00" }],
    ["NO_LOCATION", { latitude: "" }],
    ["NO_LOCATION", { longitude: "here" }],
    ["NO_LOCATION", { latitude: "91" }],
    ["OUTSIDE_EVERY_AREA", { longitude: "7" }],
  ])("leaves out as %s what has %o", (code, wrong) => {
    expect(concernRows([{ ...request, ...wrong }], context)).toEqual({ rows: [], leftOut: [code], notes: [] });
  });
  const some = fc.record({
    id: fc.constantFrom("", "a", "b", "c"),
    longitude: fc.constantFrom("", "0.5", "1.5", "9"),
    status: fc.constantFrom("open", "closed"),
  });
  test.prop([fc.array(some)])("accounts for every request: a row, or one reason", (parts) => {
    const { rows, leftOut } = concernRows(
      parts.map((part) => ({ ...request, ...part })),
      context,
    );
    expect(rows.length + leftOut.length).toBe(parts.length);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

describe("requestsOfJson(json)", () => {
  it("reads numbers and texts, and nothing that a resident wrote", () => {
    const found = requestsOfJson(
      JSON.stringify([
        { service_request_id: 638344, lat: 37.76, long: "-122.4", description: "my neighbour", address: "8 Elm St", status: null },
      ]),
    );
    expect(found).toMatchObject([{ id: "638344", latitude: "37.76", longitude: "-122.4", status: "" }]);
    expect(JSON.stringify(found)).not.toMatch(/neighbour|Elm/);
  });
  it.each(["", "{}", "[1]", '[{"service_request_id":{"a":"secret"}}]', "<service_requests/>"])(
    "refuses %j, without repeating it",
    (text) => {
      expect(() => requestsOfJson(text)).toThrow(
        expect.objectContaining({ code: "IMPORT_INVALID", message: expect.not.stringContaining("secret") }),
      );
    },
  );
});

const square = (code: string, west: number) => ({
  type: "Feature",
  properties: { code },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [west, 0],
        [west + 1, 0],
        [west + 1, 1],
        [west, 1],
        [west, 0],
      ],
    ],
  },
});
const withBoundaries = (parts: SmallHub) => {
  const [city, district] = (parts.hub.geography as { levels: Record<string, unknown>[] }).levels;
  const { areas: _, ...level } = district ?? {};
  parts.hub.geography = { levels: [city, { ...level, file: "geography/district.geojson", select: "code, code AS name" }] };
  parts.files["geography/district.geojson"] = JSON.stringify({ type: "FeatureCollection", features: [square("1", 0), square("2", 1)] });
};
/** Sixty requests in each district, and three that cannot be taken. */
const geoReport = [
  ...Array.from({ length: 120 }, (_, at) => ({
    service_request_id: `q${at}`,
    status: "open",
    service_code: "006",
    service_name: "Graffiti",
    description: "Behind my house",
    requested_datetime: `2026-0${1 + (at % 3)}-10T10:00:00-06:00`,
    address: "8 Elm St",
    lat: 0.4321,
    long: 0.1234 + (at % 2),
  })),
  { service_request_id: "far", status: "open", requested_datetime: "2026-01-10T10:00:00-06:00", lat: 50, long: 50 },
  { service_request_id: "none", status: "open", requested_datetime: "2026-01-10T10:00:00-06:00" },
  {
    service_request_id: "back",
    status: "closed",
    requested_datetime: "2026-01-10T10:00:00Z",
    updated_datetime: "2026-01-09",
    lat: 0.5,
    long: 0.5,
  },
];

describe("openbeat import open311", () => {
  const run = async (folder: string, ...more: readonly string[]) => {
    const lines: string[] = [];
    const terminal = { out: (line: string) => void lines.push(line), err: () => {}, progress: () => {} };
    return { exit: (await importRequests.run([join(folder, "in.json"), "--hub", folder, ...more], terminal)).exitCode, lines };
  };
  const hubWith = (requests: unknown) =>
    writeSmallHub((parts) => {
      withBoundaries(parts);
      parts.files["in.json"] = JSON.stringify(requests);
      parts.files["rules.yaml"] = stringify({ channel: "web", rules: [{ where: { name: "graffiti" }, theme: "disorder" }] });
    });

  it("writes a file of concerns that a dataset can be made of", async () => {
    const folder = hubWith(geoReport);
    expect(await run(folder, "--rules", join(folder, "rules.yaml"))).toEqual({
      exit: 0,
      lines: [
        "123 service requests read, 120 concerns by district",
        "  left out: 1 CLOSED_BEFORE_RAISED",
        "  left out: 1 NO_LOCATION",
        "  left out: 1 OUTSIDE_EVERY_AREA",
        "concerns/open311.csv: 120 added, 0 replaced",
      ],
    });
    const written = readFileSync(join(folder, "concerns/open311.csv"), "utf8");
    expect(written).toContain("\nq0,disorder,1,web,,2026-01-10T10:00:00-06:00,");
    expect(written).not.toMatch(/Elm|house|0\.4321|0\.1234/);
    const all = (code: string) => [{ code, level: "all", label: { en: "All" } }];
    const dataset = {
      ...{ dataset: "concerns", title: { en: "Concerns" }, description: { en: "For a test." }, theme: "communication" },
      source: { files: "concerns/*.csv", format: "csv" },
      select: "id, raised_at::TIMESTAMPTZ::DATE AS date, area, upper(theme) AS theme",
      coverage: { from: "2026-01-01", to: "2026-03-31" },
      codes: {
        theme: {
          title: { en: "Theme" },
          levels: ["theme", "all"],
          codes: [...all("ALL"), { code: "DISORDER", level: "theme", parent: "ALL", label: { en: "Disorder" } }],
        },
      },
      tables: [
        {
          ...{
            name: "concerns-by-district",
            title: { en: "Concerns" },
            measures: ["DLG.01"],
            policy: { method: "suppress", threshold: 5, width: 5 },
          },
          dimensions: { area: ["district", "city"], period: ["month", "quarter"], theme: ["theme", "all"] },
        },
      ],
    };
    mkdirSync(join(folder, "datasets"), { recursive: true });
    writeFileSync(join(folder, "datasets/concerns.yaml"), stringify(dataset));
    const prepared = await prepare(folder, () => {});
    expect(prepared.datasets.find((one) => one.dataset === "concerns")).toMatchObject({ read: 120, used: 120, leftOut: [] });
  });

  it("replaces the concerns that it has already, and keeps the others", async () => {
    const folder = hubWith(geoReport);
    await run(folder);
    writeFileSync(
      join(folder, "in.json"),
      JSON.stringify([
        { ...geoReport[0], status: "closed", updated_datetime: "2026-02-01T10:00:00-06:00" },
        { ...geoReport[0], service_request_id: "new" },
      ]),
    );
    expect((await run(folder)).lines.at(-1)).toBe("concerns/open311.csv: 1 added, 1 replaced");
    const rows = readFileSync(join(folder, "concerns/open311.csv"), "utf8").trimEnd().split("\n");
    expect(rows).toHaveLength(1 + 121);
    expect(rows.filter((row) => row.startsWith("q0,"))).toEqual([expect.stringContaining("2026-02-01T10:00:00-06:00")]);
  });

  it.each<readonly [string, unknown, readonly string[], string]>([
    ["a level without boundaries", geoReport, ["--level", "city"], "COMMAND_INVALID"],
    ["a file outside the hub", geoReport, ["--into", "../out.csv"], "COMMAND_INVALID"],
    ["no request that can be taken", geoReport.slice(120), [], "IMPORT_EMPTY"],
    ["no list", {}, [], "IMPORT_INVALID"],
  ])("refuses %s, and writes nothing", async (_, requests, more, code) => {
    const folder = hubWith(requests);
    await expect(run(folder, ...more)).rejects.toMatchObject({ code });
    expect(() => readFileSync(join(folder, "concerns/open311.csv"))).toThrow();
  });
});
