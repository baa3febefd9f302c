import { digits, type Finding } from "./finding.ts";
import { address, attributes, pagesOf, type SiteFolder } from "./site-folder.ts";

/** Where the site says that it stands, without a slash at the end; nothing where it does not. */
const ownAddress = (html: string) => /<link rel="canonical" href="([^"]*)\/"/.exec(html)?.[1];

/**
 * Whether every link, file and anchor that a page names is there, whole addresses of the site itself included, and no id stands twice on a
 * page. Addresses of other sites are left out.
 */
export function wholeLinks(site: SiteFolder): Finding {
  const files = new Set(site.files);
  const pages = pagesOf(site);
  const ids = new Map<string, ReadonlySet<string>>();
  const faults: string[] = [];
  for (const page of pages) {
    const all = attributes(site.read(page), "id");
    ids.set(page, new Set(all));
    for (const id of new Set(all.filter((one, at) => all.indexOf(one) !== at))) faults.push(`${page} has the id ${id} twice`);
  }
  const own = ownAddress(site.read("index.html"));
  let links = 0;
  for (const page of pages) {
    const html = site.read(page);
    const named = ["href", "src", "content", "data-outlines"].flatMap((name) => attributes(html, name).map((value) => ({ name, value })));
    for (const { name, value } of named) {
      const isOwn = own !== undefined && value.startsWith(`${own}/`);
      const link = isOwn ? value.slice(own.length) : value;
      if (/^(mailto:|https?:|data:)/.test(link) || (name === "content" && !isOwn)) continue;
      links += 1;
      const { pathname, hash } = new URL(link, `http://site${address(page)}`);
      const path = decodeURIComponent(pathname.slice(1));
      const target = path === "" || path.endsWith("/") ? `${path}index.html` : path;
      const isThere = files.has(target);
      if (!isThere || (hash !== "" && target.endsWith(".html") && !ids.get(target)?.has(decodeURIComponent(hash.slice(1)))))
        faults.push(`${page} → ${link}`);
    }
  }
  return {
    id: "links",
    subject: "Links",
    target: "0 broken links, missing files and missing anchors",
    measured: `${digits(faults.length)} of ${digits(links)} links on ${digits(pages.length)} pages`,
    looked: links,
    faults,
  };
}
