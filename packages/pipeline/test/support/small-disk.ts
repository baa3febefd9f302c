import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small disk of its own, which can be filled; undefined where this user may not mount one. @param size Such as 300m. */
export function smallDisk(size: string) {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill(left: number) {
      const { bavail, bsize } = statfsSync(folder);
      const descriptor = openSync(filler, "w");
      for (let rest = bavail * bsize - left; rest > 0; ) rest -= writeSync(descriptor, Buffer.alloc(Math.min(rest, 1 << 20)));
      closeSync(descriptor);
    },
    clear: () => rmSync(filler),
    remove() {
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
export type SmallDisk = NonNullable<ReturnType<typeof smallDisk>>;
