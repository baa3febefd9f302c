import type { Problem } from "../errors.ts";
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

/** Every node of a syntax tree but the inside of lambdas, whose parameters look like columns. */
function* nodesOf(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  if (!isNode(value)) return;
  yield value;
  if (value.class === "LAMBDA") return;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

/** Functions whose answer depends on chance, the clock or the machine: with them the same files would not give the same release. */
async function unrepeatableFunctions(workbench: Workbench): Promise<ReadonlySet<string>> {
  const rows = await workbench.rows(
    "SELECT function_name AS name FROM duckdb_functions() GROUP BY 1 HAVING bool_and(coalesce(stability, 'CONSISTENT') <> 'CONSISTENT' OR function_type NOT IN ('scalar', 'macro'))",
  );
  return new Set(rows.map(({ name }) => String(name)));
}

const parse = async (workbench: Workbench, statement: string): Promise<SyntaxNode> => {
  const [row] = await workbench.rows(`SELECT json_serialize_sql(${literal(statement)})::VARCHAR AS tree`);
  return JSON.parse(String(row?.tree)) as SyntaxNode;
};

/** Places in the text are numbers too large for JavaScript where there is none, and are not needed. */
const withoutLocations = (key: string, value: unknown) => (key === "query_location" ? 0 : value);

const suffix = ' FROM "source"';

/** Reads and checks a `select`: a list of named expressions over the columns of `source`. @returns The columns, or why it is refused. */
export async function readSelect(
  workbench: Workbench,
  text: string,
  columns: readonly string[],
  where: Pick<Problem, "file" | "dataset">,
): Promise<{ readonly mapped: readonly MappedColumn[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const invalid = (message: string) => problems.push({ code: "SELECT_INVALID", ...where, message });
  const forbidden = (message: string) => problems.push({ code: "SELECT_FORBIDDEN", ...where, message });
  const tree = await parse(workbench, `SELECT ${text}${suffix}`);
  const statements = tree.statements;
  if (tree.error !== false || !Array.isArray(statements) || statements.length !== 1) {
    // The parser's message quotes the YAML only, never a row.
    invalid(`The select is not a list of SQL expressions: ${String(tree.error_message ?? "more than one statement")}`);
    return { mapped: [], problems };
  }
  const [statement] = statements as readonly SyntaxNode[];
  const node = statement?.node;
  const list = isNode(node) ? node.select_list : undefined;
  const from = isNode(node) ? node.from_table : undefined;
  if (!isNode(node) || !Array.isArray(list) || !isNode(from) || from.type !== "BASE_TABLE" || from.table_name !== "source") {
    forbidden("The select may only list expressions: no FROM, no UNION and no other table.");
    return { mapped: [], problems };
  }
  const unrepeatable = await unrepeatableFunctions(workbench);
  const known = new Set(columns.map((name) => name.toLowerCase()));
  for (const inner of nodesOf(list)) {
    const kind = String(inner.class ?? "");
    if (kind === "SUBQUERY") forbidden("The select may not hold a query of its own, nor read any other file.");
    if (kind === "WINDOW") forbidden("The select may not use window functions: a row is mapped by itself.");
    if (kind === "STAR") invalid("The select may not use *: name every column.");
    if (kind === "FUNCTION" && unrepeatable.has(String(inner.function_name).toLowerCase())) {
      forbidden(`The select may not use ${String(inner.function_name)}(): the same files must give the same release.`);
    }
    const names = inner.column_names;
    if (kind === "COLUMN_REF" && Array.isArray(names) && !known.has(String(names[0]).toLowerCase())) {
      problems.push({
        code: "COLUMN_MISSING",
        ...where,
        column: String(names[0]),
        message: "The select names a column that the file does not have. Check the header of the file.",
      });
    }
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
    mapped.push({ name, expression: sql.slice("SELECT ".length, sql.length - suffix.length) });
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
  where: Pick<Problem, "file" | "dataset">,
): Promise<{ readonly expression: string | undefined; readonly problems: readonly Problem[] }> {
  const { mapped, problems } = await readSelect(workbench, `(${text}) AS condition`, columns, where);
  return { expression: mapped[0]?.expression, problems };
}
