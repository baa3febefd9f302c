/** Reads RFC 4180, letter by letter. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') field += text[++at];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === "," || letter === "\r") {
      row.push(field);
      field = "";
      if (letter === "\r") {
        rows.push(row);
        row = [];
        at++;
      }
    } else field += letter;
  }
  return rows;
}
