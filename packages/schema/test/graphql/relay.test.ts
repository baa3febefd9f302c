import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../src/graphql/schema.ts";

const objects = Object.values(schema.getTypeMap()).filter(
  (type) => isObjectType(type) && !type.name.startsWith("__"),
) as GraphQLObjectType[];
const connections = objects.filter(({ name }) => name.endsWith("Connection"));
const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());
const typeOf = (type: GraphQLObjectType, field: string) => String(type.getFields()[field]?.type);
function edgeOf(connection: GraphQLObjectType): GraphQLObjectType {
  const edge = getNamedType(connection.getFields().edges?.type);
  if (!isObjectType(edge)) throw new Error(`The edges of ${connection.name} are no objects.`);
  return edge;
}

/** Every field that gives a page of a list. */
const paged = objects.flatMap((type) =>
  fieldsOf(type)
    .filter((field) => getNamedType(field.type).name.endsWith("Connection"))
    .map((field): [string, GraphQLField<unknown, unknown>] => [`${type.name}.${field.name}`, field]),
);

// GraphQL Cursor Connections Specification (relay.dev/graphql/connections.htm) and Global Object Identification, sentence by sentence.
describe(`the ${connections.length} connections, by the Relay specification`, () => {
  it.each(connections.map((type) => [type.name, type]))("%s has edges in a list, and a PageInfo that is never null", (_, type) => {
    const edges = getNullableType(type.getFields().edges?.type);
    expect(isListType(edges)).toBe(true);
    expect(typeOf(type, "pageInfo")).toBe("PageInfo!");
  });

  it.each(connections.map((type) => [edgeOf(type).name, edgeOf(type)]))("%s has one node and a cursor that is a text", (name, edge) => {
    expect(name).toMatch(/Edge$/);
    const node = getNullableType(edge.getFields().node?.type);
    expect(isListType(node)).toBe(false);
    expect(isInputObjectType(node)).toBe(false);
    expect(typeOf(edge, "cursor")).toBe("String!");
  });

  it("names nothing else a connection, an edge or a PageInfo", () => {
    const edges = new Set(connections.map((type) => edgeOf(type).name));
    expect(objects.filter(({ name }) => name.endsWith("Edge") && !edges.has(name))).toEqual([]);
    expect(new Set(paged.map(([, field]) => getNamedType(field.type).name))).toEqual(new Set(connections.map(({ name }) => name)));
    const others = Object.values(schema.getTypeMap()).filter(
      (type) => !isObjectType(type) && /(Connection|Edge|PageInfo)$/.test(type.name),
    );
    expect(others).toEqual([]);
  });

  it("has a PageInfo that says whether there is more, and where the page ends", () => {
    const info = schema.getType("PageInfo") as GraphQLObjectType;
    expect(["hasNextPage", "hasPreviousPage"].map((field) => typeOf(info, field))).toEqual(["Boolean!", "Boolean!"]);
    expect(["startCursor", "endCursor"].map((field) => typeOf(info, field))).toEqual(["String", "String"]);
  });

  it.each(paged)("%s takes `first` and `after`, to go forward", (_, field) => {
    const types = new Map(field.args.map(({ name, type }) => [name, String(type)]));
    expect(types.get("first")).toBe("Int!");
    expect(types.get("after")).toBe("String");
    expect(field.args.find(({ name }) => name === "first")?.defaultValue, "it need not be written").toBeGreaterThan(0);
    expect(types.has("last") || types.has("before")).toBe(false);
  });

  it("finds every object that has an ID by it", () => {
    const node = schema.getType("Node");
    if (!isInterfaceType(node)) throw new Error("There is no Node.");
    expect(String(node.getFields().id?.type)).toBe("ID!");
    const field = schema.getQueryType()?.getFields().node;
    expect(String(field?.type)).toBe("Node");
    expect(field?.args.map(({ name, type }) => `${name}: ${type}`)).toEqual(["id: ID!"]);
    for (const type of objects.filter((one) => "id" in one.getFields()))
      expect(
        type.getInterfaces().map(({ name }) => name),
        type.name,
      ).toContain("Node");
  });
});

describe("the shape of facts", () => {
  it("pages over figures never within figures: no list or table is reached from a cell", () => {
    const reached = new Set<string>();
    const visit = (type: GraphQLObjectType) => {
      if (reached.has(type.name)) return;
      reached.add(type.name);
      for (const { type: to } of fieldsOf(type)) {
        const named = getNamedType(to);
        if (isObjectType(named)) visit(named);
      }
    };
    visit(schema.getType("Cell") as GraphQLObjectType);
    expect(
      [...reached].filter((name) => name === "Table" || name === "Release" || name === "Dataset" || name.endsWith("Connection")),
    ).toEqual([]);
    expect(reached).toContain("Estimate");
  });

  it("tells a value of a cell by one type, which has its status", () => {
    const estimate = schema.getType("Estimate") as GraphQLObjectType;
    expect([typeOf(estimate, "value"), typeOf(estimate, "status")]).toEqual(["Float", "ObservationStatus!"]);
    // A finding is written of figures that are shown, and of no others.
    const withValue = objects.filter((type) => "value" in type.getFields()).map((type) => `${type.name}.value: ${typeOf(type, "value")}`);
    expect(withValue.toSorted()).toEqual(["Estimate.value: Float", "HotspotFinding.value: Float!", "Table.value: [Float]!"]);
    expect(typeOf(schema.getType("Table") as GraphQLObjectType, "status")).toBe("[ObservationStatus!]!");
    for (const name of ["Cell", "SurveyEstimate"]) expect(typeOf(schema.getType(name) as GraphQLObjectType, "estimate")).toBe("Estimate!");
  });

  it("says of every list that it holds no nulls, but for the figures of a table", () => {
    const loose = objects.flatMap((type) =>
      fieldsOf(type).flatMap((field) => {
        const list = getNullableType(field.type);
        return isListType(list) && !isNonNullType(list.ofType) ? [`${type.name}.${field.name}`] : [];
      }),
    );
    const figures = ["value", "lower", "upper", "numerator", "denominator", "n", "nEffective"].map((name) => `Table.${name}`);
    expect(loose.toSorted()).toEqual(figures.toSorted());
  });
});
