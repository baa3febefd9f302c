import { dirname } from "node:path";
import { filesWritten } from "../build-progress.ts";
import { writeFiles } from "../downloads/write-files.ts";
import { renderPages } from "./render-pages.ts";

// Writes the whole site: compiled once, run for every build (compiled-site.ts). Its environment names the data and the folder.
const root = process.env.OPENBEAT_SITE_OUT;
if (root === undefined) throw new Error("OPENBEAT_SITE_OUT names no folder.");
const pages = await renderPages(dirname(process.argv[1] ?? ""), root);
const { written, ended } = await writeFiles(root, pages);
console.log(filesWritten(written, ended));
