/** What the bytes of a text file say about it by themselves, before DuckDB reads it. */
export interface Layout {
  /** Names in the header of a CSV file, in their order. Values of a record, if the file has no header: never to be printed. */
  readonly header: readonly string[];
  /** Records of the file, its header aside. */
  readonly records: number;
  /** For each empty line, how many records stand before it. */
  readonly emptyLines: readonly number[];
  /** Whether every line ends the same way, inside quotes too. */
  readonly uniform: boolean;
  /** The first thing that is wrong, with its row: the first row of a file is 1. */
  readonly wrong: { readonly row?: number; readonly message: string } | undefined;
}

/** Takes a file's bytes piece by piece. */
export interface LayoutReader {
  push(chunk: Uint8Array): void;
  end(): Layout;
}

/** The row of a file in which a record stands (both from 1), as a spreadsheet counts: empty lines are rows, a line break in quotes is none. */
export const rowOf = (emptyLines: readonly number[], record: number, header: 0 | 1): number => {
  let before = 0;
  for (const place of emptyLines) if (place < record) before += 1;
  return record + header + before;
};

const [tab, lineFeed, carriageReturn, space, quote] = [9, 10, 13, 32, 34];
const longestHeader = 1 << 20;
/** The ways in which a line ends, as bits. */
const endsWith = { lineFeed: 1, carriageReturn: 2, both: 4 } as const;

const messages = {
  empty: "The file is empty. It must begin with a header.",
  emptyHeader: "The file begins with an empty line. It must begin with a header.",
  longHeader: "The file does not begin with a header: its first row is too long, or its quotes do not match.",
  notText: "The header is not text in UTF-8. Export the file again as CSV in UTF-8.",
  fields: "The row has more or fewer fields than the header. Check its delimiters and quotes, and that the header is the file's first row.",
  afterQuote: "A value in quotes goes on after its closing quote. Write a quote inside a value twice.",
  open: "A quote is opened here and never closed. Check the quotes of this row.",
  sameName: "Two columns of the header have the same name. Rename one.",
  reserved: "A column of the header is named __row, which is kept for the number of the row. Rename it.",
} as const;

/** The names of a header, from the text of the first record. A column without a name is called by its place. */
function namesOf(text: string, delimiter: string): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at <= text.length; at++) {
    let from = at;
    while (text[from] === " " && delimiter !== " ") from++;
    let name = "";
    if (text[from] === '"') {
      for (at = from + 1; at < text.length; at++) {
        if (text[at] !== '"') name += text[at];
        else if (text[at + 1] === '"') name += text[++at];
        else break;
      }
      at += 1;
    } else {
      const end = text.indexOf(delimiter, at);
      name = text.slice(at, end === -1 ? text.length : end);
      at += name.length;
    }
    names.push(name === "" ? `column ${names.length + 1}` : name);
  }
  return names;
}

/**
 * Reads the layout of a CSV file (RFC 4180: fields in double quotes may hold delimiters, line breaks and doubled quotes). It keeps nothing but
 * the header, and counts the records by another route than DuckDB.
 */
export function csvLayout(delimiter: string): LayoutReader {
  const separator = delimiter.charCodeAt(0);
  const isSpecial = Uint8Array.from({ length: 256 }, (_, byte) => ([lineFeed, carriageReturn, quote, separator].includes(byte) ? 1 : 0));
  type Place = "start" | "bare" | "quoted" | "after";
  let place: Place = "start";
  let [records, fields, expected] = [0, 1, 0];
  let hasBytes = false;
  let afterReturn = false;
  let anything = false;
  let begun = 0;
  let bom = 0;
  /** Which line ends occur, as bits. */
  let ends = 0;
  const emptyLines: number[] = [];
  const head: number[] = [];
  let header: readonly string[] | undefined;
  let wrong: Layout["wrong"];
  const fail = (message: string, before = records) => {
    wrong ??= { row: header === undefined ? 1 : rowOf(emptyLines, before + 1, 1), message };
  };
  const endHeader = () => {
    try {
      header = namesOf(new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(head)), delimiter);
    } catch {
      fail(messages.notText);
      header = [];
    }
    expected = fields;
    const lower = header.map((name) => name.toLowerCase());
    if (new Set(lower).size < lower.length) wrong ??= { row: 1, message: messages.sameName };
    if (lower.includes("__row")) wrong ??= { row: 1, message: messages.reserved };
  };
  const endRecord = () => {
    if (header === undefined) {
      if (!hasBytes) fail(messages.emptyHeader);
      endHeader();
    } else if (!hasBytes && expected > 1) {
      emptyLines.push(records);
    } else {
      if (fields !== expected) fail(messages.fields);
      records += 1;
    }
    place = "start";
    fields = 1;
    hasBytes = false;
  };
  const take = (byte: number) => {
    anything = true;
    if (afterReturn) {
      afterReturn = false;
      ends |= byte === lineFeed ? endsWith.both : endsWith.carriageReturn;
      if (byte === lineFeed) return;
    } else if (byte === lineFeed) ends |= endsWith.lineFeed;
    const isEnd = byte === lineFeed || byte === carriageReturn;
    if (byte === carriageReturn) afterReturn = true;
    if (header === undefined && (place === "quoted" || !isEnd)) {
      if (head.length < longestHeader) head.push(byte);
      else fail(messages.longHeader);
    }
    if (place === "quoted") {
      if (byte === quote) place = "after";
      return;
    }
    if (isEnd) return endRecord();
    hasBytes = true;
    if (byte === separator) {
      fields += 1;
      place = "start";
    } else if (byte === quote && (place === "start" || place === "after")) {
      place = "quoted";
      begun = records;
    } else if (place === "after") fail(messages.afterQuote);
    else if (place === "start" && byte !== space) place = "bare";
  };
  // No byte beyond these means anything outside quotes.
  const lastSpecial = Math.max(separator, carriageReturn);
  /**
   * Takes the whole records that stand without quotes in a chunk, from the start of one on: as `take` would, many times faster.
   * @param stop Where the next quote is, or the chunk ends.
   * @returns Where it got to.
   */
  const takeWhole = (chunk: Uint8Array, from: number, stop: number): number => {
    const isEnd = (byte: number | undefined) => byte === lineFeed || byte === carriageReturn;
    // What follows a carriage return at the end of a chunk is not known yet.
    let last = Math.min(stop, chunk.at(-1) === carriageReturn ? chunk.length - 1 : chunk.length) - 1;
    while (last >= from && !isEnd(chunk[last])) last -= 1;
    let begin = from;
    for (let at = from; at <= last; at++) {
      const byte = chunk[at] as number;
      if (byte > lastSpecial) continue;
      if (byte === separator) fields += 1;
      else if (isEnd(byte)) {
        hasBytes = at > begin;
        if (byte === lineFeed) ends |= endsWith.lineFeed;
        else if (chunk[at + 1] === lineFeed) {
          ends |= endsWith.both;
          at += 1;
        } else ends |= endsWith.carriageReturn;
        endRecord();
        begin = at + 1;
      }
    }
    return begin;
  };
  return {
    push(chunk) {
      let nextQuote = -1;
      for (let at = 0; at < chunk.length; at++) {
        if (header !== undefined && !afterReturn && place === "start" && fields === 1 && !hasBytes) {
          if (nextQuote < at) {
            nextQuote = chunk.indexOf(quote, at);
            if (nextQuote === -1) nextQuote = chunk.length;
          }
          at = takeWhole(chunk, at, nextQuote);
          if (at === chunk.length) return;
        }
        // Most bytes are the inside of a value, and say nothing.
        if (header !== undefined && !afterReturn && (place === "bare" || place === "quoted")) {
          while (at < chunk.length && isSpecial[chunk[at] as number] === 0) at++;
          if (at === chunk.length) return;
        }
        const byte = chunk[at] as number;
        if (bom >= 0 && bom < 3) {
          // A byte order mark is no part of the header.
          if (byte === [0xef, 0xbb, 0xbf][bom]) {
            bom += 1;
            continue;
          }
          for (const held of [0xef, 0xbb].slice(0, bom)) take(held);
          bom = -1;
        }
        take(byte);
      }
    },
    end() {
      if (afterReturn) ends |= endsWith.carriageReturn;
      if (place === "quoted") fail(messages.open, begun);
      else if (hasBytes) endRecord();
      if (!anything) wrong ??= { message: messages.empty };
      return { header: header ?? [], records, emptyLines, uniform: (ends & (ends - 1)) === 0, wrong };
    },
  };
}

/** Reads the layout of a file with one JSON object a line. */
export function ndjsonLayout(): LayoutReader {
  let records = 0;
  let hasBytes = false;
  const emptyLines: number[] = [];
  const endLine = () => {
    if (hasBytes) records += 1;
    else emptyLines.push(records);
    hasBytes = false;
  };
  return {
    push(chunk) {
      for (const byte of chunk) {
        if (byte === lineFeed) endLine();
        else if (byte !== space && byte !== tab && byte !== carriageReturn) hasBytes = true;
      }
    },
    end() {
      if (hasBytes) endLine();
      return { header: [], records, emptyLines, uniform: true, wrong: undefined };
    },
  };
}
