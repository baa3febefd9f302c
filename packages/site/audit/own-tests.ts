import { spawnSync } from "node:child_process";
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
  const { stdout } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json", "--silent"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  const at = stdout.indexOf('{"numTotalTestSuites"');
  const { testResults } = at < 0 ? { testResults: [] } : (JSON.parse(stdout.slice(at)) as Told);
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
