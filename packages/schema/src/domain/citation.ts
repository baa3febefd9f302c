/** What is cited. */
export interface Cited {
  readonly publisher: string;
  readonly title: string;
  /** Title of the hub, where what is cited is a part of it. */
  readonly hub?: string;
  readonly version: string;
  /** What the release is called, with its version, in the reader's language; in English where it is left out. */
  readonly release?: string;
  /** The day on which it was published, where the hub is: ISO 8601. */
  readonly publishedOn: string;
  readonly url: string | null;
}

const sentence = (text: string) => (text === "" || text.endsWith(".") ? text : `${text}.`);

/** How to cite a release or a part of one: who, when, what, which edition, where. */
export function citation({ publisher, title, hub, version, release = `Release ${version}`, publishedOn, url }: Cited): string {
  return [`${publisher} (${publishedOn.slice(0, 4)}).`, sentence(title), sentence(hub ?? ""), `${release}, ${publishedOn}.`, url ?? ""]
    .filter((part) => part !== "")
    .join(" ");
}

/** How a citation is written down. */
export type CitationStyle = "TEXT" | "BIBTEX" | "RIS" | "CSL_JSON";

/** Letters that BibTeX would take for its own. */
const bibtex = (text: string) => text.replace(/[\\{}]/g, "").replace(/[#$%&_~^]/g, (letter) => `\\${letter}`);

/** Letters, digits and hyphens of a text: what every program takes in a key. */
const plain = (text: string, between: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .join(between);

/** A few letters and digits for a text of other letters. */
const shortened = (text: string): string =>
  Array.from(text)
    .reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 0)
    .toString(36);

/**
 * What tells a part of a release from its other parts: where it stands in the release; or its title, where only the hub's address is known. Nothing for
 * the release itself.
 */
function partOf({ url, hub, title }: Cited): string {
  const { pathname, hash } = new URL(url ?? "", "http://localhost");
  const [, inRelease = ""] = /\/r\/[^/]+\/(.*)$/.exec(pathname) ?? [];
  const part = inRelease + hash || (hub === undefined ? "" : title);
  return plain(part, "-") || (part === "" ? "" : shortened(part));
}

/** A citation in the style of a reference manager: its key is another one for each part of a release. */
export function citationIn(style: CitationStyle, cited: Cited): string {
  const part = partOf(cited);
  const { publisher, title, hub, version, publishedOn, url } = cited;
  const [year = "", month = "", date = ""] = publishedOn.split("-");
  switch (style) {
    case "TEXT":
      return citation(cited);
    case "BIBTEX": {
      const fields = [
        ["author", `{${bibtex(publisher)}}`],
        ["title", bibtex(title)],
        ...(hub === undefined ? [] : [["howpublished", bibtex(hub)]]),
        ["year", year],
        ["month", month],
        ["version", version],
        ...(url === null ? [] : [["url", url]]),
      ];
      const release = `${plain(publisher, "").slice(0, 20)}${year}v${version.replaceAll(".", "_")}`;
      return `@misc{${[release, part].filter((name) => name !== "").join(":")},\n${fields.map(([field, value]) => `  ${field} = {${value}}`).join(",\n")}\n}\n`;
    }
    case "RIS": {
      const line = (text: string) => text.replace(/\s+/g, " ");
      const lines = [
        ["TY", "DATA"],
        ["AU", line(publisher)],
        ["TI", line(title)],
        ...(hub === undefined ? [] : [["T2", line(hub)]]),
        ["PY", year],
        ["DA", `${year}/${month}/${date}`],
        ["ET", version],
        ...(url === null ? [] : [["UR", url]]),
        ["ER", ""],
      ];
      return lines.map(([tag, value]) => `${tag}  - ${value}\r\n`).join("");
    }
    case "CSL_JSON":
      return JSON.stringify({
        type: "dataset",
        id: [publisher, version, part].filter((name) => name !== "").join(" "),
        author: [{ literal: publisher }],
        title,
        ...(hub === undefined ? {} : { "container-title": hub }),
        issued: { "date-parts": [[Number(year), Number(month), Number(date)]] },
        version,
        ...(url === null ? {} : { URL: url }),
      });
  }
}
