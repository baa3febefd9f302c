import { closeSync, openSync, writeSync } from "node:fs";
import type { Observation } from "../../packages/pipeline/src/release/observations.ts";
import { observationColumns, observationLine } from "../../packages/pipeline/src/release/write.ts";

/** A table with the columns and indexes of the store's observations, and nothing that a row of it must point at. */
export const copiedTable = "CREATE TABLE copied (LIKE observation INCLUDING ALL)";
export const copiedColumns = observationColumns;

const [areas, months] = [200, 36];
const codes = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`);
const places = (names: readonly string[]) => new Map(names.map((code, at) => [code, at + 1]));
const [areaCodes, periodCodes, kinds] = [codes(areas, "A"), codes(months, "2024-"), codes(50, "KIND_")];
const ids = { table: 1, groupings: [1, 2], measures: [1, 2], areas: places(areaCodes), periods: places(periodCodes) };

/** The observation at a place: a formula. A count or its rate, one in nineteen hidden. */
function observationAt(at: number): Observation {
  const isRate = at % 2 === 1;
  const hidden = at % 19 === 0;
  const count = (at * 7919) % 1000;
  return {
    ...{
      grouping: at % 3 === 0 ? 0 : 1,
      measure: isRate ? 1 : 0,
      area: areaCodes[at % areas] ?? "",
      period: periodCodes[at % months] ?? "",
    },
    ...{
      codes: [kinds[at % kinds.length] ?? ""],
      status: hidden ? "SUPPRESSED" : "AVAILABLE",
      flags: at % 36 === 35 ? ["PARTIAL_COVERAGE"] : [],
    },
    value: hidden ? null : isRate ? count / 3.7 : count,
    ...(isRate && !hidden ? { numerator: count, denominator: 3700 } : { numerator: null, denominator: null }),
    ...{ n: null, nEffective: null, interval: null },
  };
}

/** So many observations as lines of COPY, made one by one as the pipeline makes them. */
export function* copiedLines(rows: number): Generator<string> {
  for (let at = 0; at < rows; at++) yield observationLine(ids, observationAt(at), at + 1);
}

/** The same lines in a file, for psql. */
export function writeCopied(file: string, rows: number): void {
  const descriptor = openSync(file, "w");
  let part = "";
  for (const line of copiedLines(rows)) {
    part += `${line}\n`;
    if (part.length > 1 << 20) {
      writeSync(descriptor, part);
      part = "";
    }
  }
  writeSync(descriptor, part);
  closeSync(descriptor);
}
