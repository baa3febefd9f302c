import { readFileSync } from "node:fs";
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { queryErrorCodes } from "../../src/errors.ts";
import { printedSchema } from "../../src/graphql/print.ts";
import { schema } from "../../src/graphql/schema.ts";

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !(isScalarType(type) && isSpecifiedScalarType(type)),
);

/** Everything that can be described, with its description. */
function describable() {
  const found: { readonly name: string; readonly description: string | null | undefined }[] = [];
  const add = (name: string, { description }: { readonly description?: string | null | undefined }) => found.push({ name, description });
  for (const type of types) {
    add(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) add(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) add(`${type.name}.${field.name}`, field);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        add(`${type.name}.${field.name}`, field);
        for (const argument of field.args) add(`${type.name}.${field.name}(${argument.name}:)`, argument);
      }
    }
  }
  for (const directive of schema.getDirectives().filter((one) => !isSpecifiedDirective(one))) add(`@${directive.name}`, directive);
  return found;
}

describe("the public contract", () => {
  it("stands in schema.graphql as the code says it", () => {
    const committed = readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8");
    expect(printedSchema(), "Run: node packages/schema/src/bin/print-schema.ts").toBe(committed);
  });

  const described = describable();
  it(`describes each of its ${described.length} types, fields, arguments and values`, () => {
    expect(described.filter(({ description }) => description == null || description.length < 4).map(({ name }) => name)).toEqual([]);
    expect(described.length).toBeGreaterThan(1000);
  });

  it("can only be read", () => {
    expect(schema.getMutationType()).toBeFalsy();
    expect(schema.getSubscriptionType()).toBeFalsy();
  });

  it("gives everything that is an object of a release an ID", () => {
    const nodes = schema.getPossibleTypes(schema.getType("Node") as never).map(({ name }) => name);
    expect(nodes.toSorted()).toEqual(
      [
        ...["Agency", "Area", "Code", "CodeList", "Correction", "Dataset", "GeographyLevel", "Measure", "PublishedTable", "Release"],
        ...["Commitment", "Contact", "Contribution", "CoverageNote", "EngagementActivity", "Partner", "Priority", "ReportStatement"],
        ...["Problem", "ProblemAssessment", "ProblemResponse", "ProblemStage"],
        ...["Goal", "GoalFinding", "PublicQuestion"],
        ...["AreasNotReached", "Evaluation", "HotspotAnalysis", "HotspotFinding", "PartnerLink", "TrendFinding"],
        ...["Survey", "SurveyConstruct", "SurveyInstrument", "SurveyItem", "SurveyQuestion", "SurveyWave"],
      ].toSorted(),
    );
  });

  it("says of every field that reads figures what it costs", () => {
    const fields = types.flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).map((field) => ({
            type: type.name,
            name: field.name,
            to: getNamedType(field.type).name,
            cost: field.extensions.complexity,
          }))
        : [],
    );
    for (const field of fields.filter(({ to }) => to === "Table" || to.endsWith("Connection"))) {
      expect(typeof field.cost, `${field.type}.${field.name}`).toBe("function");
    }
    const [cells, table] = ["CellConnection", "Table"].map(
      (to) => fields.find((field) => field.to === to)?.cost as (args: object) => { field: number },
    );
    expect(cells?.({ first: 1 }).field).toBe(100);
    expect(table?.({ limit: 10_000 }).field).toBe(600);
  });

  it("makes it dear to open many releases at once", () => {
    const free = ["id", "version", "publishedAt", "isLatest", "sha256", "manifest", "certificate", "supersedes", "supersededBy"];
    const release = schema.getType("Release");
    if (!isObjectType(release)) throw new Error("There is no release.");
    for (const field of Object.values(release.getFields()).filter(({ name }) => !free.includes(name))) {
      const cost = field.extensions.complexity;
      const told = typeof cost === "function" ? cost({ first: 1, pairs: [] }) : cost;
      expect(typeof told === "number" ? told : told.field, field.name).toBeGreaterThanOrEqual(300);
    }
  });

  it("explains every error code in docs/errors.md", () => {
    const docs = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");
    for (const code of queryErrorCodes) expect(docs, code).toContain(`\n### ${code}\n`);
  });
});
