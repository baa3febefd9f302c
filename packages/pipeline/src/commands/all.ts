import { approve, key } from "./approve.ts";
import { exportRecord, restore } from "./archive.ts";
import { audit } from "./audit.ts";
import { check } from "./check.ts";
import { completion } from "./completion.ts";
import { correct, withdraw } from "./correct.ts";
import { diff } from "./diff.ts";
import { doctor } from "./doctor.ts";
import type { Command } from "./form/command.ts";
import { importCalendarFile, importRecords, importRequests } from "./import.ts";
import { importCategories } from "./import-codes.ts";
import { importAreas, importResidents } from "./import-geography.ts";
import { importAnswers, importPeople } from "./import-survey.ts";
import { init } from "./init.ts";
import { log } from "./log.ts";
import { migrate } from "./migrate.ts";
import { preview } from "./preview.ts";
import { publish } from "./publish.ts";
import { status } from "./status.ts";
import { synthesise } from "./synthesise.ts";
import { verify } from "./verify.ts";

/** Every command of `openbeat`, in the order of help: as a steward needs them. */
export const commands: readonly Command[] = [
  init,
  importAreas,
  importResidents,
  importCategories,
  importPeople,
  importAnswers,
  ...importRecords,
  importCalendarFile,
  importRequests,
  check,
  diff,
  preview,
  key,
  approve,
  publish,
  correct,
  withdraw,
  status,
  verify,
  audit,
  log,
  exportRecord,
  restore,
  migrate,
  doctor,
  synthesise,
  completion,
];
