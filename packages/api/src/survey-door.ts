import { csvText } from "@openbeat/schema/formats";
import { createFileDoor, type DoorOptions, type FilePath, type Format } from "./file-door.ts";
import { readComparisons, readEstimates, readSurveys } from "./survey-files.ts";

/** Paths behind which surveys answer as files: which there are, what residents said, and whether two figures differ. */
const pattern =
  /^(?:\/r\/(?<version>\d{1,9}\.\d{1,9}\.\d{1,9}(?:-draft)?))?\/surveys(?:\/(?<survey>[^/]{1,200})\/(?<what>estimates|compare))?\.(?<format>csv|json|ndjson)$/;

interface SurveyPath extends FilePath {
  readonly what: string | undefined;
}

/** Answers questions to a survey as files. @returns Whether the request was one. */
export const createSurveyDoor = (options: DoorOptions) =>
  createFileDoor<SurveyPath>(options, {
    read(pathname) {
      const found = pattern.exec(pathname)?.groups;
      if (found === undefined) return undefined;
      return {
        format: found.format as Format,
        version: found.version,
        subject: decodeURIComponent(found.survey ?? ""),
        what: found.what,
      };
    },
    async ask({ subject: survey, what }, search, asking) {
      const read = what === undefined ? readSurveys : what === "compare" ? readComparisons : readEstimates;
      const file = await read(survey, search, asking);
      if (file === undefined) return undefined;
      const { release, citation, columns, rows } = file;
      return {
        release,
        citation,
        csv: () => csvText([columns, ...rows]),
        rows: () => rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]]))),
        name: [survey, what ?? "surveys", release].filter((part) => part !== "").join("-"),
      };
    },
  });
