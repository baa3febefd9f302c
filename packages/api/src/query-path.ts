import type { FilePath, Format } from "./file-door.ts";

/** Where a question to a dataset is answered as a file: of the latest release, and of a named one. What stands in braces is filled in. */
export const queryPaths = ["/datasets/{dataset}/query.{format}", "/r/{version}/datasets/{dataset}/query.{format}"] as const;

const parts: Readonly<Record<string, string>> = {
  "{version}": "(?<version>\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(?:-draft)?)",
  "{dataset}": "(?<dataset>[^/]{1,200})",
  "{format}": "(?<format>csv|json|ndjson)",
};

/** One of the paths, as it is asked for. */
const patternOf = (path: string) => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, (part) => parts[part] ?? part)}$`);
const patterns = queryPaths.map(patternOf);

/** What a path asks for behind which a question is answered as a file; nothing for any other path. @throws {URIError} Of one that is not well encoded. */
export function readQueryPath(path: string): FilePath | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(path)?.groups;
    if (found !== undefined) {
      return { format: found.format as Format, version: found.version, subject: decodeURIComponent(found.dataset ?? "") };
    }
  }
  return undefined;
}
