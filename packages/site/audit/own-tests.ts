import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { digits, type Finding } from "./finding.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

interface Told {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Runs a test file of the project and tells what came of its tests: a skipped one has not held. */
export function fromTests(id: string, subject: string, target: string, file: string): Finding {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-audit-tests-"));
  const told = join(folder, "told.json");
  spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json", `--outputFile=${told}`, "--silent"], {
    cwd: root,
    stdio: "ignore",
  });
  const { testResults } = existsSync(told) ? (JSON.parse(readFileSync(told, "utf8")) as Told) : { testResults: [] };
  rmSync(folder, { recursive: true, force: true });
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const faults = results.filter(({ status }) => status !== "passed").map(({ status, fullName }) => `${status}: ${fullName}`);
  return {
    id,
    subject,
    target,
    measured: `${digits(results.length - faults.length)} of ${digits(results.length)} tests of ${file}`,
    looked: results.length,
    faults,
  };
}
