import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/**
 * Collects what is no longer used, for what lies outside of the memory that is counted, and would fill the machine before anything is
 * collected by itself. What other languages hold is given back in the next turn. `minor` looks at what is young only.
 */
export const collect = runInNewContext("gc") as (options: { readonly type: "minor" | "major" }) => void;
