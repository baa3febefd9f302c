import * as z from "zod";
import { PipelineError } from "../errors.ts";
import type { CsvRows } from "./csv-rows.ts";

/** What is read of a service request. Its description, address, media and notes are not: they are the words and the home of a resident. */
export interface ServiceRequest {
  readonly id: string;
  readonly status: string;
  readonly service: { readonly code: string; readonly name: string };
  readonly requested: string;
  readonly updated: string;
  readonly latitude: string;
  readonly longitude: string;
}

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? "").trim());
const request = z
  .object({
    service_request_id: text,
    status: text,
    service_code: text,
    service_name: text,
    requested_datetime: text,
    updated_datetime: text,
    lat: text,
    long: text,
  })
  .transform(
    (found): ServiceRequest => ({
      id: found.service_request_id,
      status: found.status,
      service: { code: found.service_code, name: found.service_name },
      requested: found.requested_datetime,
      updated: found.updated_datetime,
      latitude: found.lat,
      longitude: found.long,
    }),
  );

/**
 * Service requests of a JSON text.
 * @throws {PipelineError} `IMPORT_INVALID` if it is no list of requests.
 * @see Open311 GeoReport v2, GET service requests.
 */
export function requestsOfJson(json: string): readonly ServiceRequest[] {
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    found = undefined;
  }
  // What the parsers say quotes the text, so it is not repeated.
  const read = z.array(request).safeParse(found);
  if (read.success) return read.data;
  const [issue] = Array.isArray(found) ? read.error.issues : [];
  const where = typeof issue?.path[0] === "number" ? ` Entry ${issue.path[0] + 1} is none.` : "";
  throw new PipelineError("IMPORT_INVALID", `The file is no JSON list of service requests as Open311 GeoReport v2 has them.${where}`);
}

/**
 * Service requests of a CSV file whose columns are named as the fields of GeoReport v2.
 * @throws {PipelineError} `IMPORT_INVALID` if a column that is needed is not there.
 */
export function requestsOfCsv({ columns, rows }: CsvRows): readonly ServiceRequest[] {
  const missing = ["service_request_id", "status", "requested_datetime", "lat", "long"].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new PipelineError("IMPORT_INVALID", "The file lacks columns of Open311 GeoReport v2. Name them as there.", {
      problems: missing.map((column) => ({ code: "COLUMN_MISSING", column, message: "The file does not have this column." })),
    });
  return rows.map((row) => request.parse(row));
}
