import type { IncomingMessage, ServerResponse } from "node:http";
import { errorDocs } from "@openbeat/schema";
import { ndjsonText } from "@openbeat/schema/formats";
import { AnswerError, type Context, createContext } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { GraphQLError } from "graphql";
import { Answer, answerKey, refusalAnswer } from "./answer-cache.ts";
import { believed } from "./edition.ts";
import { isFault, publicError } from "./errors.ts";
import { Footing } from "./footing.ts";
import type { Keep } from "./keep.ts";
import { respond } from "./respond.ts";
import { currentVisit } from "./visit.ts";
import type { TellFault } from "./yoga.ts";

/** The media types of the files that are answered. */
export const fileTypes = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
} as const;
export type Format = keyof typeof fileTypes;

/** What the path of a request asks for. */
export interface FilePath {
  readonly format: Format;
  /** The release that is named; the latest where none is. */
  readonly version: string | undefined;
  /** Code of what the file is about, decoded. */
  readonly subject: string;
}

/** For whom a file is made. */
export interface Asking {
  readonly context: Context;
  /** Told what each question costs that is asked for the file. */
  readonly pay: (cost: number) => void;
}

/** What a file tells, before it is written in one of the formats. */
export interface FileContent {
  readonly release: string;
  readonly citation: string;
  readonly csv: () => string;
  readonly rows: () => readonly object[];
  /** What it is called, without its ending. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DoorOptions {
  readonly database: Database;
  readonly tellFault: TellFault;
  readonly keep: Keep;
}

/** A kind of question that is answered as files. */
export interface FileDoor<Path extends FilePath> {
  /** Reads a path; nothing where it is another door's. @throws {URIError} Where it is not well encoded: then it is nobody's. */
  readonly read: (pathname: string) => Path | undefined;
  /** Asks. Nothing where nothing was published yet. */
  readonly ask: (path: Path, search: string, asking: Asking) => Promise<FileContent | undefined>;
}

function write(format: Format, { csv, rows, release, citation }: FileContent): string {
  if (format === "csv") return csv();
  return format === "ndjson" ? ndjsonText(rows()) : JSON.stringify({ release, citation, rows: rows() });
}

const statusOf = (code: unknown): number => {
  if (code === "INTERNAL_SERVER_ERROR") return 500;
  if (code === "TIMEOUT" || code === "DATABASE_UNAVAILABLE") return 503;
  return code === "RELEASE_NOT_FOUND" || code === "UNKNOWN_DATASET" || code === "UNKNOWN_SURVEY" ? 404 : 400;
};

/** The answer to a question that failed: what the public is told of it, with the status of its code. */
function refused(error: unknown, tellFault: TellFault): Answer {
  const errors = error instanceof AnswerError ? error.errors : [error];
  for (const one of errors) if (isFault(one)) tellFault(one);
  const told = errors.slice(0, 5).map((one) => {
    const shown = publicError(one, "Unexpected error.");
    const { http: _, unexpected: __, ...extensions } = shown instanceof GraphQLError ? shown.extensions : {};
    const code = extensions.code ?? "BAD_USER_INPUT";
    return { message: shown.message, extensions: { ...extensions, code, docs: errorDocs(String(code)) } };
  });
  const status = statusOf(told[0]?.extensions.code);
  return new Answer({
    status,
    type: fileTypes.json,
    lifetime: "not at all",
    bytes: Buffer.from(JSON.stringify({ errors: told })),
    headers: status === 503 ? { "retry-after": "5" } : {},
  });
}

/** Answers questions as CSV, JSON or NDJSON, for whatever does not speak GraphQL. @returns Whether the request was one of this door. */
export function createFileDoor<Path extends FilePath>({ database, tellFault, keep }: DoorOptions, door: FileDoor<Path>) {
  async function answer(path: Path, search: string): Promise<Answer> {
    const footing = new Footing();
    const { onMayChange, onEdition } = footing;
    const context = createContext({ database, pinned: path.version, onMayChange, onEdition, age: believed });
    let cost = 0;
    const pay = (more: number) => {
      cost += more;
      currentVisit()?.pay(more);
    };
    try {
      const file = await door.ask(path, search, { context, pay });
      if (file === undefined) return refusalAnswer(404, "NOT_FOUND", "Nothing was published yet.");
      const bytes = Buffer.from(write(path.format, file));
      const { lifetime, edition } = footing;
      const headers = {
        "x-query-cost": String(cost),
        "content-disposition": `inline; filename="${encodeURIComponent(file.name)}.${path.format}"`,
        ...file.headers,
      };
      return new Answer({ status: 200, type: fileTypes[path.format], lifetime, edition, bytes, headers });
    } catch (error) {
      return refused(error, tellFault);
    }
  }
  const read = (pathname: string): Path | undefined => {
    try {
      return door.read(pathname);
    } catch (error) {
      if (error instanceof URIError) return undefined;
      throw error;
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [pathname = "", search = ""] = (request.url ?? "").split(/\?(.*)/s);
    const path = request.method === "GET" ? read(pathname) : undefined;
    if (path === undefined) return false;
    await respond(request, response, await keep(answerKey(pathname, search), () => answer(path, search)));
    return true;
  };
}
