import { type GraphQLInputType, getNullableType, isEnumType, isInputObjectType, isListType } from "graphql";
import type { Choose } from "./choose.ts";
import type { Asked } from "./walk.ts";

/** A question as it is sent. */
export interface Written {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

function literal(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null) return "null";
  if (isListType(nullable)) return `[${(value as readonly unknown[]).map((item) => literal(item, nullable.ofType)).join(", ")}]`;
  if (isEnumType(nullable)) return String(value);
  if (!isInputObjectType(nullable)) return JSON.stringify(value);
  const fields = nullable.getFields();
  const entries = Object.entries(value as object).flatMap(([name, own]) => {
    const field = fields[name];
    return field === undefined ? [] : [`${name}: ${literal(own, field.type)}`];
  });
  return `{ ${entries.join(", ")} }`;
}

/** Writes a question down: some arguments as variables, some fields in fragments, named ones and others. */
export function write(root: readonly Asked[], choose: Choose): Written {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fragments: string[] = [];
  const argument = (name: string, value: unknown, type: GraphQLInputType): string => {
    if (!choose.once(3)) return `${name}: ${literal(value, type)}`;
    const variable = `v${declared.length}`;
    declared.push(`$${variable}: ${type}`);
    variables[variable] = value;
    return `${name}: $${variable}`;
  };
  const field = ({ field: { name, args: known }, key, args, children }: Asked): string => {
    const given = known.flatMap((one) => (one.name in args ? [argument(one.name, args[one.name], one.type)] : []));
    const set = children.length === 0 ? "" : ` { ${selection(children)} }`;
    return `${key === name ? "" : `${key}: `}${name}${given.length === 0 ? "" : `(${given.join(", ")})`}${set}`;
  };
  const selection = (asked: readonly Asked[]): string => {
    if (asked.length < 2 || choose.number(3) > 0) return asked.map(field).join(" ");
    const half = choose.number(asked.length - 1);
    const on = asked[0]?.on ?? "";
    const inside = asked.slice(half).map(field).join(" ");
    const outside = asked.slice(0, half).map(field).join(" ");
    if (choose.once(2)) return `${outside} ... on ${on} { ${inside} }`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${on} { ${inside} }`);
    return `${outside} ...${name}`;
  };
  const body = selection(root);
  const head = declared.length === 0 ? "query Fuzz" : `query Fuzz(${declared.join(", ")})`;
  return { query: [`${head} { ${body} }`, ...fragments].join("\n"), variables };
}
