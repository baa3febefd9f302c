/** Rows of fields of a CSV text. @see RFC 4180. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end = ""] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
}

type Range = readonly (readonly string[])[];

const argumentsOf = (text: string): readonly string[] => {
  const found: string[] = [];
  let depth = 0;
  let isText = false;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at];
    if (sign === '"') isText = !isText;
    if (!isText && sign === "(") depth++;
    if (!isText && sign === ")") depth--;
    if (at === text.length || (!isText && depth === 0 && sign === ",")) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found;
};

/** Works out a formula as Google Sheets would, as far as the documentation uses it: IMPORTDATA, INDEX and MATCH by the exact text. */
export async function calculate(formula: string): Promise<Range> {
  const text = formula.replace(/^=/, "");
  const literal = /^"(.*)"$|^(\d+)$/s.exec(text);
  if (literal !== null) return [[literal[1] ?? literal[2] ?? ""]];
  const called = /^([A-Z]+)\((.*)\)$/s.exec(text);
  const [, name, inner = ""] = called ?? [];
  const values = await Promise.all(argumentsOf(inner).map(calculate));
  const one = (at: number) => values[at]?.[0]?.[0] ?? "";
  switch (name) {
    case "IMPORTDATA": {
      const response = await fetch(one(0));
      const isTable = response.ok && response.headers.get("content-type")?.startsWith("text/csv");
      return isTable ? readCsv(await response.text()) : [["#N/A"]];
    }
    case "INDEX": {
      const row = values[0]?.[Number(one(1)) - 1] ?? [];
      return [values[2] === undefined ? row : [row[Number(one(2)) - 1] ?? "#REF!"]];
    }
    case "MATCH":
      return [[String((values[1]?.[0]?.indexOf(one(0)) ?? -1) + 1)]];
    default:
      throw new Error(`No formula: ${text}`);
  }
}
