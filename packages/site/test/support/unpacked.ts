import { readFileSync } from "node:fs";
import { gunzipSync, strFromU8, unzipSync } from "fflate";
import { readParquet } from "./readers.ts";

/** What a file says, as text: that of an archive or of columns too, whose bytes would hide it from a search. */
export async function unpacked(file: string): Promise<string> {
  if (file.endsWith(".gz")) return strFromU8(gunzipSync(readFileSync(file)), true);
  if (file.endsWith(".zip"))
    return Object.entries(unzipSync(readFileSync(file)))
      .map(([name, bytes]) => `${name}\n${strFromU8(bytes, true)}`)
      .join("\n");
  if (file.endsWith(".parquet")) return (await readParquet(file)).map((row) => JSON.stringify(row)).join("\n");
  return readFileSync(file, "latin1");
}
