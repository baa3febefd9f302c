import { readFileSync } from "node:fs";
import { codeLists, type Field, findingKinds, type RecordKind, recordKinds, version } from "@openbeat/standard";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";

const folder = new URL(`../${version}/`, import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validators = new Map(recordKinds.map(({ name }) => [name, ajv.compile(JSON.parse(read(`${name}.schema.json`)))]));
const problemsOf = (kind: string, record: object): readonly string[] => {
  const validate = validators.get(kind);
  if (validate === undefined) throw new Error(`There is no kind ${kind}.`);
  return validate(record)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`);
};

/** Splits a line of CSV. */
const cells = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "");

const parsed = ({ type }: Field, text: string) =>
  type === "integer" || type === "number" ? Number(text) : type === "boolean" ? text === "true" : type === "list" ? text.split(";") : text;

/** The record of a kind's template, as an object. */
function templateRecord({ name, fields }: RecordKind): Record<string, unknown> {
  const [header = "", row = ""] = read(`${name}.csv`).split("\n");
  const values = cells(row);
  expect(cells(header)).toEqual(fields.map((field) => field.name));
  return Object.fromEntries(
    fields.flatMap((field, place) => (values[place] === "" ? [] : [[field.name, parsed(field, values[place] ?? "")]])),
  );
}

describe("the standard for community policing", () => {
  it("has every kind of record of community policing", () => {
    expect(recordKinds.length).toBe(24);
    expect(new Set(recordKinds.map(({ name }) => name)).size).toBe(24);
  });

  it.each(recordKinds.map((kind) => [kind.name, kind] as const))(
    "%s: its template is a record that its JSON Schema takes",
    (name, kind) => {
      expect(problemsOf(name, templateRecord(kind))).toEqual([]);
    },
  );

  it.each(recordKinds.map((kind) => [kind.name, kind] as const))(
    "%s: a record without what is required, or with what is not there, is refused",
    (name, kind) => {
      const record = templateRecord(kind);
      for (const { name: column, required, codes, type, minimum } of kind.fields) {
        const { [column]: _, ...without } = record;
        expect(problemsOf(name, without).length > 0, column).toBe(required);
        if (codes !== undefined)
          expect(problemsOf(name, { ...record, [column]: type === "list" ? ["no such code"] : "no such code" }), column).not.toEqual([]);
        if (minimum !== undefined) expect(problemsOf(name, { ...record, [column]: minimum - 1 }), column).not.toEqual([]);
        if (type === "date") expect(problemsOf(name, { ...record, [column]: "02/03/2026" }), column).not.toEqual([]);
        if (type === "datetime") expect(problemsOf(name, { ...record, [column]: "2026-03-02 18:40" }), column).not.toEqual([]);
      }
      expect(problemsOf(name, { ...record, officer_name: "A. Name" })).not.toEqual([]);
      expect(problemsOf(name, { ...record, x_own: 1 })).toEqual([]);
    },
  );

  it.each(recordKinds.map((kind) => [kind.name, kind] as const))("%s: its Table Schema says the same of each column", (name, kind) => {
    const schema = JSON.parse(read(`${name}.schema.json`));
    const table = JSON.parse(read(`${name}.table.json`));
    expect(table.fields.map((field: { name: string }) => field.name)).toEqual(Object.keys(schema.properties));
    expect(table.primaryKey).toEqual(kind.key);
    for (const field of table.fields) {
      const own = schema.properties[field.name];
      expect(field.constraints?.required === true, field.name).toBe(schema.required.includes(field.name));
      expect(field.constraints?.minimum, field.name).toBe(own.minimum);
      const codes = (own.oneOf ?? own.items?.oneOf)?.map((one: { const: string }) => one.const);
      if (field.type !== "list") expect(field.constraints?.enum, field.name).toEqual(codes);
      else if (codes !== undefined)
        for (const value of [codes[0], `${codes[0]};${codes.at(-1)}`])
          expect(new RegExp(`^(?:${field.constraints.pattern})$`).test(value), field.name).toBe(true);
    }
  });

  it("refers only to kinds and columns that there are", () => {
    const withId = recordKinds.filter(({ fields }) => fields.some(({ name }) => name === "id")).map(({ name }) => name);
    for (const kind of recordKinds) {
      const columns = kind.fields.map(({ name }) => name);
      expect(new Set(columns).size, kind.name).toBe(columns.length);
      for (const column of columns) expect(column, kind.name).toMatch(/^[a-z][a-z0-9_]*$/);
      for (const key of kind.key) expect(kind.fields.find(({ name }) => name === key)?.required, `${kind.name} ${key}`).toBe(true);
      for (const { refersTo } of kind.fields) if (refersTo !== undefined) expect(withId, kind.name).toContain(refersTo);
    }
  });

  it("uses every code list, and each code in it once", () => {
    const used = new Set([...recordKinds, ...findingKinds].flatMap(({ fields }) => fields.flatMap(({ codes }) => codes ?? [])));
    expect([...used].sort()).toEqual(Object.keys(codeLists).sort());
    for (const [name, list] of Object.entries(codeLists)) {
      const codes = list.map(({ code }) => code);
      expect(new Set(codes).size, name).toBe(codes.length);
      for (const code of codes) expect(code, name).toMatch(/^[a-z0-9_]+$/);
    }
  });

  it("has kinds of findings apart, which nobody fills in: every column of them is public", () => {
    const names = recordKinds.map(({ name }) => name);
    for (const { name, key, fields } of findingKinds) {
      expect(names).not.toContain(name);
      const columns = fields.map((one) => one.name);
      expect(new Set(columns).size, name).toBe(columns.length);
      for (const column of columns) expect(column, name).toMatch(/^[a-z][a-z0-9_]*$/);
      for (const one of key) expect(fields.find((own) => own.name === one)?.required, `${name} ${one}`).toBe(true);
      for (const { use, description, name: column, refersTo } of fields) {
        expect(use, `${name} ${column}`).toBe("published");
        expect(description.length, `${name} ${column}`).toBeGreaterThan(5);
        if (refersTo !== undefined) expect(names, `${name} ${column}`).toContain(refersTo);
      }
    }
  });

  it("shows of people only what was counted: no column about a person may be shown as it stands", () => {
    const aboutPersons = [
      "incidents",
      "calls",
      "force",
      "complaints",
      "stops",
      "survey-responses",
      "attendee-groups",
      "concerns",
      "concern-events",
    ];
    for (const name of aboutPersons) {
      const kind = recordKinds.find((one) => one.name === name);
      expect(
        kind?.fields.filter(({ use }) => use === "published").map((one) => one.name),
        name,
      ).toEqual([]);
    }
  });

  it("describes a folder with a file of every kind", () => {
    const { resources } = JSON.parse(read("datapackage.json"));
    expect(resources.map(({ path }: { path: string }) => path)).toEqual(recordKinds.map(({ name }) => `${name}.csv`));
    for (const { path, schema } of resources) {
      expect(read(path).length).toBeGreaterThan(0);
      expect(JSON.parse(read(schema)).fields.length).toBeGreaterThan(2);
    }
  });
});
