import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { readHub } from "../hub/read-hub.ts";
import { type Finding, fine, toKnow, wrong } from "./finding.ts";

const others = 0o077;

/** Files of a hub that others must not read: with them anybody publishes in its name, or takes back what protects its figures. */
const secrets = [".openbeat/key.pem", ".openbeat/record-secret"];

/** What is wrong with a hub folder as a folder. What is wrong with what it says is for `check`. */
export function examineHub(folder: string, now: Date): readonly Finding[] {
  if (!existsSync(folder)) return [wrong("Hub folder", "It does not exist.", `Make it: openbeat init ${folder}`)];
  const found: Finding[] = [];
  // Windows has other permissions, which these bits do not tell.
  const isOpen = (path: string) => process.platform !== "win32" && (statSync(path).mode & others) !== 0;
  found.push(
    isOpen(folder)
      ? toKnow("Who can read the records", "Others than the folder's owner can look into it.", `Unless they should: chmod go= ${folder}`)
      : fine("Who can read the records", "The folder's owner alone."),
  );
  for (const path of secrets.filter((one) => existsSync(join(folder, one))))
    found.push(
      isOpen(join(folder, path))
        ? wrong(
            path,
            "Others can read it, and act in the hub's name.",
            `chmod 600 ${join(folder, path)}; if others had it, ask whom to tell before the next release.`,
          )
        : fine(path, "Its owner alone can read it."),
    );
  const early = globSync("**/*.{yaml,csv}", { cwd: folder }).filter(
    (path) => statSync(join(folder, path)).mtimeMs > now.getTime() + 3_600_000,
  );
  if (early.length > 0)
    found.push(
      toKnow(
        "Clock",
        `${early.length} files of the hub are from the future.`,
        "Set the clock of this machine, or of the one they come from.",
      ),
    );
  const { problems } = readHub(folder);
  found.push(
    problems.length === 0
      ? fine("YAML", "It can be read.")
      : wrong("YAML", `${problems.length} problem${problems.length === 1 ? "" : "s"} in it.`, `Each by its line: openbeat check ${folder}`),
  );
  return found;
}
