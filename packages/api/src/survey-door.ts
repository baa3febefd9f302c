import type { IncomingMessage, ServerResponse } from "node:http";
import { csvText } from "@openbeat/schema/formats";
import { createContext } from "@openbeat/schema/graphql";
import { Answer, answerKey, refusalAnswer } from "./answer-cache.ts";
import { believed } from "./edition.ts";
import { Footing } from "./footing.ts";
import { type DoorOptions, type Format, fileTypes, refused } from "./query-door.ts";
import { respond } from "./respond.ts";
import { type File, readComparisons, readEstimates, readSurveys } from "./survey-files.ts";
import { currentVisit } from "./visit.ts";

/** Paths behind which surveys answer as files: which there are, what residents said, and whether two figures differ. */
const path =
  /^(?:\/r\/(?<version>\d{1,9}\.\d{1,9}\.\d{1,9}))?\/surveys(?:\/(?<survey>[^/]{1,200})\/(?<what>estimates|compare))?\.(?<format>csv|json|ndjson)$/;

function write(format: Format, { release, citation, columns, rows }: File): string {
  if (format === "csv") return csvText([columns, ...rows]);
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
  if (format === "ndjson") return objects.map((row) => `${JSON.stringify(row)}\n`).join("");
  return JSON.stringify({ release, citation, rows: objects });
}

/** Answers questions to a survey as CSV, JSON or NDJSON, for whatever does not speak GraphQL. @returns Whether the request was one. */
export function createSurveyDoor({ database, tellFault, keep }: DoorOptions) {
  async function ask(found: Readonly<Record<string, string | undefined>>, format: Format, survey: string, search: string): Promise<Answer> {
    const footing = new Footing();
    const { onMayChange, onEdition } = footing;
    const context = createContext({ database, pinned: found.version, onMayChange, onEdition, age: believed });
    try {
      const read = found.what === undefined ? readSurveys : found.what === "compare" ? readComparisons : readEstimates;
      let cost = 0;
      const pay = (more: number) => {
        cost += more;
        currentVisit()?.pay(more);
      };
      const file = await read(survey, search, { context, pay });
      if (file === undefined) return refusalAnswer(404, "NOT_FOUND", "Nothing was published yet.");
      const { lifetime, edition } = footing;
      return new Answer({
        status: 200,
        type: fileTypes[format],
        lifetime,
        edition,
        bytes: Buffer.from(write(format, file)),
        headers: {
          "x-query-cost": String(cost),
          "content-disposition": `inline; filename="${[survey, found.what ?? "surveys", file.release]
            .filter((part) => part !== "")
            .map(encodeURIComponent)
            .join("-")}.${format}"`,
        },
      });
    } catch (error) {
      return refused(error, tellFault);
    }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [pathname = "", search = ""] = (request.url ?? "").split(/\?(.*)/s);
    const found = path.exec(pathname)?.groups;
    if (found === undefined || request.method !== "GET") return false;
    let survey: string;
    try {
      survey = decodeURIComponent(found.survey ?? "");
    } catch {
      return false;
    }
    const format = found.format as Format;
    await respond(request, response, await keep(answerKey(pathname, search), () => ask(found, format, survey, search)));
    return true;
  };
}
