import type { Problem } from "../errors.ts";
import { ownMacros } from "./macros.ts";
import { literal, type Workbench } from "./workbench.ts";

/** One expression of a steward's `select`, checked and written out again by DuckDB's own parser. */
export interface MappedColumn {
  readonly name: string;
  readonly expression: string;
}

interface SyntaxNode {
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === "object" && value !== null && !Array.isArray(value);

/** A node of an expression, and the parameters of the lambdas around it, which look like columns. */
interface Place {
  readonly node: SyntaxNode;
  readonly parameters: ReadonlySet<string>;
}

/** Functions whose second argument is a lambda; elsewhere an arrow reads JSON. */
const takesLambda = /^(list_|array_)?(transform|apply|filter|reduce)$/;

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.class === "COLUMN_REF" && Array.isArray(node.column_names) && node.column_names.length === 1
    ? String(node.column_names[0]).toLowerCase()
    : undefined;

/** The names before the arrow of a lambda. */
function parametersOf({ lhs }: SyntaxNode): readonly string[] {
  const names = isNode(lhs) && lhs.function_name === "row" && Array.isArray(lhs.children) ? lhs.children.map(nameOf) : [nameOf(lhs)];
  return names.some((name) => name === undefined) ? [] : names.map(String);
}

/** Every node of an expression, down to the bodies of its lambdas. */
function* placesOf(value: unknown, parameters: ReadonlySet<string>): Generator<Place> {
  if (Array.isArray(value)) for (const item of value) yield* placesOf(item, parameters);
  if (!isNode(value)) return;
  yield { node: value, parameters };
  const { children, ...rest } = value;
  for (const other of Object.values(rest)) yield* placesOf(other, parameters);
  for (const [at, child] of (Array.isArray(children) ? children : []).entries()) {
    const own =
      isNode(child) && child.class === "LAMBDA" && at === 1 && takesLambda.test(String(value.function_name)) ? parametersOf(child) : [];
    if (own.length === 0) yield* placesOf(child, parameters);
    else yield* placesOf((child as SyntaxNode).expr, new Set([...parameters, ...own]));
  }
}

/** What an expression may be made of. Anything else, also what DuckDB may learn in the future, is refused. */
const classes = new Set([
  "BETWEEN",
  "CASE",
  "CAST",
  "COLLATE",
  "COLUMN_REF",
  "COMPARISON",
  "CONJUNCTION",
  "CONSTANT",
  "FUNCTION",
  "LAMBDA",
  "OPERATOR",
]);

/** Macros of DuckDB that only rewrite their arguments. */
const pureMacros = new Set([
  ...["array_append", "array_prepend", "array_reverse", "array_to_string", "date_add", "days_in_month", "fdiv", "fmod", "json"],
  ...["list_append", "list_prepend", "list_reverse", "list_avg", "list_count", "list_max", "list_median", "list_min", "list_sum"],
  ...["map_contains_entry", "map_contains_value", "nullif", "round_even", "roundbankers", "split_part"],
]);

/** Functions that the catalogue calls consistent, and that ask the clock, the session or the engine, or run what a text says. */
const impure =
  /^(age|version|getvariable|current_.*|pg_.*|__internal_.*|json_(de)?serialize_.*|(list_|array_)?aggr(egate)?|parse_duckdb_log_message|get_type|make_type)$/;

/** Listing its functions takes DuckDB as long as reading thousands of rows, and they are the same in every workbench: it is asked once. */
let builtIn: Promise<ReadonlyMap<string, boolean>> | undefined;

/** The functions of DuckDB and our own: whether the same arguments always give the same value, by the row alone. */
async function functionsOf(workbench: Workbench): Promise<ReadonlyMap<string, boolean>> {
  builtIn ??= listFunctions(workbench).catch((error: unknown) => {
    builtIn = undefined; // What failed once, as on a full disk, is asked again.
    throw error;
  });
  return new Map([...(await builtIn), ...ownMacros.map((name) => [name, true] as const)]);
}

async function listFunctions(workbench: Workbench): Promise<ReadonlyMap<string, boolean>> {
  const rows = await workbench.rows(
    "SELECT function_name AS name, bool_and(function_type = 'scalar' AND stability = 'CONSISTENT') AS scalar, bool_and(function_type = 'macro') AS macro FROM duckdb_functions() WHERE internal AND function_type IN ('scalar', 'aggregate', 'macro') GROUP BY 1",
  );
  return new Map(
    rows.map(({ name, scalar, macro }) => {
      const lower = String(name).toLowerCase();
      return [lower, !impure.test(lower) && (scalar === true || (macro === true && pureMacros.has(lower)))];
    }),
  );
}

const parse = async (workbench: Workbench, statement: string): Promise<SyntaxNode> => {
  const [row] = await workbench.rows(`SELECT json_serialize_sql(${literal(statement)})::VARCHAR AS tree`);
  return JSON.parse(String(row?.tree)) as SyntaxNode;
};

/** Places in the text are numbers too large for JavaScript where there is none, and are not needed. */
const withoutLocations = (key: string, value: unknown) => (key === "query_location" ? 0 : value);

const suffix = ' FROM "source"';
/** After a line break: the text may end in a comment. */
const wrapped = (text: string) => `SELECT ${text}\n${suffix}`;

/** Names that the expressions of a steward use for columns, whether or not they are right. */
export async function columnsNamed(workbench: Workbench, texts: readonly string[]): Promise<readonly string[]> {
  const trees = await Promise.all(texts.map((text) => parse(workbench, wrapped(text))));
  return [
    ...new Set(
      [...placesOf(trees, new Set())].flatMap(({ node }) => (Array.isArray(node.column_names) ? [String(node.column_names[0])] : [])),
    ),
  ];
}

/** Whether a statement is a list of expressions over `source`, with nothing after it. */
function isPlain(node: SyntaxNode): boolean {
  const { from_table: from, modifiers, group_expressions, group_sets, where_clause, having, qualify, sample, cte_map } = node;
  const none = (value: unknown) => value == null || (Array.isArray(value) && value.length === 0);
  return (
    isNode(from) &&
    from.type === "BASE_TABLE" &&
    from.table_name === "source" &&
    [modifiers, group_expressions, group_sets, where_clause, having, qualify, sample, isNode(cte_map) ? cte_map.map : null].every(none) &&
    [from.schema_name, from.catalog_name, from.alias].every((name) => name === "") &&
    [from.sample, from.at_clause, from.column_name_alias].every(none)
  );
}

/** What is wrong with a node of an expression, before DuckDB binds it. */
function wrongWith(
  { node, parameters }: Place,
  known: ReadonlySet<string>,
  functions: ReadonlyMap<string, boolean>,
): Pick<Problem, "code" | "message" | "column"> | undefined {
  if (typeof node.class !== "string") return undefined;
  const forbidden = (message: string) => ({ code: "SELECT_FORBIDDEN", message }) as const;
  const invalid = (message: string) => ({ code: "SELECT_INVALID", message }) as const;
  switch (node.class) {
    case "SUBQUERY":
      return forbidden("The select may not hold a query of its own, nor read any other file.");
    case "WINDOW":
      return forbidden("The select may not use window functions: a row is mapped by itself.");
    case "STAR":
      return invalid("The select may not use *: name every column.");
    case "FUNCTION": {
      const name = String(node.function_name).toLowerCase();
      const isPure = functions.get(name);
      if (isPure === undefined) return invalid(`The select uses ${name}(), which is no function of DuckDB.`);
      return isPure ? undefined : forbidden(`The select may not use ${name}(): the same files must give the same release, row by row.`);
    }
    case "COLUMN_REF": {
      const names = node.column_names;
      const column = String(Array.isArray(names) ? names[0] : "");
      if (known.has(column.toLowerCase()) || parameters.has(column.toLowerCase())) return undefined;
      return {
        code: "COLUMN_MISSING",
        column,
        message: "The select names a column that the file does not have. Check the header of the file.",
      };
    }
    default:
      return classes.has(node.class) ? undefined : forbidden("The select may only use columns by their names, values and functions.");
  }
}

/**
 * Reads and checks a `select`: a list of named expressions over the columns of `source`, which is there.
 * @returns The columns, or why it is refused.
 */
export async function readSelect(
  workbench: Workbench,
  text: string,
  columns: readonly string[],
  where: Pick<Problem, "file" | "row" | "dataset">,
): Promise<{ readonly mapped: readonly MappedColumn[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const invalid = (message: string, column?: string) =>
    problems.push({ code: "SELECT_INVALID", ...where, message, ...(column === undefined ? {} : { column }) });
  const tree = await parse(workbench, wrapped(text));
  const statements = tree.statements;
  if (tree.error !== false || !Array.isArray(statements) || statements.length !== 1) {
    // The parser's message quotes the YAML only, never a row.
    invalid(`The select is not a list of SQL expressions: ${String(tree.error_message ?? "more than one statement")}`);
    return { mapped: [], problems };
  }
  const [statement] = statements as readonly SyntaxNode[];
  const node = statement?.node;
  const list = isNode(node) ? node.select_list : undefined;
  if (!isNode(node) || !Array.isArray(list) || !isPlain(node)) {
    const message = "The select may only list expressions: no FROM, no DISTINCT, no UNION, no condition and no other table.";
    problems.push({ code: "SELECT_FORBIDDEN", ...where, message });
    return { mapped: [], problems };
  }
  const functions = await functionsOf(workbench);
  const known = new Set(columns.map((name) => name.toLowerCase()));
  for (const place of placesOf(list, new Set())) {
    const wrong = wrongWith(place, known, functions);
    if (wrong !== undefined) problems.push({ ...where, ...wrong });
  }
  if (problems.length > 0) return { mapped: [], problems };
  const mapped: MappedColumn[] = [];
  for (const item of list as readonly SyntaxNode[]) {
    const names = item.column_names;
    const name = String(item.alias || (Array.isArray(names) ? names.at(-1) : ""));
    if (name === "") {
      invalid("An expression of the select has no name. Add AS and the name of the column it becomes.");
      continue;
    }
    const alone = { ...tree, statements: [{ ...statement, node: { ...node, select_list: [{ ...item, alias: "" }] } }] };
    const [row] = await workbench.rows(`SELECT json_deserialize_sql(${literal(JSON.stringify(alone, withoutLocations))}::JSON) AS sql`);
    const sql = String(row?.sql);
    if (!sql.startsWith("SELECT ") || !sql.endsWith(suffix)) {
      invalid("The expression cannot be read. Write it more simply.", name);
      continue;
    }
    const expression = sql.slice("SELECT ".length, sql.length - suffix.length);
    // What DuckDB says may list the header, which may be a record: it is not repeated.
    const binds = await workbench.rows(`DESCRIBE SELECT TRY(CAST(${expression} AS VARCHAR)) FROM source`).catch(() => undefined);
    if (binds === undefined) invalid("DuckDB cannot evaluate this expression. Check the types of its functions; columns are text.", name);
    mapped.push({ name, expression });
  }
  const twice = mapped.find(({ name }, place) => mapped.findIndex((other) => other.name === name) !== place);
  if (twice !== undefined) invalid(`The select names ${twice.name} twice.`);
  return { mapped, problems };
}

/** Reads a steward's condition over the columns of `source`. */
export async function readCondition(
  workbench: Workbench,
  text: string,
  columns: readonly string[],
  where: Pick<Problem, "file" | "row" | "dataset">,
): Promise<{ readonly expression: string | undefined; readonly problems: readonly Problem[] }> {
  const { mapped, problems } = await readSelect(workbench, conditionAsSelect(text), columns, where);
  if (problems.length > 0) return { expression: undefined, problems };
  const [condition, ...others] = mapped;
  if (condition?.name === "condition" && others.length === 0) return { expression: condition.expression, problems };
  return { expression: undefined, problems: [{ code: "SELECT_INVALID", ...where, message: "A note has one condition, and no more." }] };
}

/** A condition as a select of one column. */
export const conditionAsSelect = (text: string) => `(${text}\n) AS condition`;
