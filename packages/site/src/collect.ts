import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/**
 * Collects what is no longer used, for what lies outside of the memory that is counted, and would fill the machine before anything is
 * collected by itself. What other languages hold is given back in the next turn. `minor` looks at what is young only.
 */
export const collect = runInNewContext("gc") as (options: { readonly type: "minor" | "major" }) => void;

const roomy = 450e6;
let isSparing = false;
/**
 * Once a site takes much memory, less of it is left to what is no longer used: it grows by a third at most before that is collected, which
 * takes a tenth more work, and a smaller site is spared of. To be asked now and then.
 */
export function spareMemory(): void {
  if (isSparing || process.memoryUsage.rss() < roomy) return;
  isSparing = true;
  setFlagsFromString("--heap-growing-percent=33");
}
