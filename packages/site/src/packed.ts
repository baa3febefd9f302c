import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const mostBytes = 1_000_000;
const mostFiles = 100;

/** What was packed, by what it is of: the bytes, or the work on them. */
const packed = new Map<string, Promise<Buffer>>();

/**
 * A file packed as small as brotli can: a tenth less than what is packed while it is sent, and a second of work. It is done once and kept, so only
 * for the few files of a site that every page loads.
 * @param tag Of the file's content. @returns Nothing of a file that is too large for it, or where so many are kept already.
 */
export function packedOnce(file: string, tag: string, size: number): Promise<Buffer> | undefined {
  const key = `${file} ${tag}`;
  const known = packed.get(key);
  if (known !== undefined || size > mostBytes || packed.size >= mostFiles) return known;
  const work = readFile(file).then((bytes) =>
    compress(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: size },
    }),
  );
  packed.set(key, work);
  // What could not be read may be there the next time.
  work.catch(() => packed.delete(key));
  return work;
}
