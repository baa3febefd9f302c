import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../../shared/data/sdc-cases");

/** Whether the cases of other tools and publications are on this machine; says so where they are not. */
export const casesAbsent = !existsSync(folder);
if (casesAbsent) console.warn("Skipped: the cases of other tools are not on this machine.");

/** Reads a file of cases as it is; an empty object where the cases are absent, for tests that skip. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of each file is stated in the test that reads it
export const readCase = (path: string): any => (casesAbsent ? {} : JSON.parse(readFileSync(join(folder, path), "utf8")));
export const readCaseText = (path: string): string => (casesAbsent ? "" : readFileSync(join(folder, path), "utf8"));
export const gaussCases = ["d2s", "d2s_zeroprim", "example1", "mun_accidents", "sosialFiktiv_linked", "z1", "z3_formula"];
