/** What is cited. */
export interface Cited {
  readonly publisher: string;
  readonly title: string;
  /** Title of the hub, where what is cited is a part of it. */
  readonly hub?: string;
  readonly version: string;
  readonly publishedAt: Date;
  readonly url: string | null;
}

const sentence = (text: string) => (text === "" || text.endsWith(".") ? text : `${text}.`);

/** How to cite a release or a part of one: who, when, what, which edition, where. */
export function citation({ publisher, title, hub, version, publishedAt, url }: Cited): string {
  const day = publishedAt.toISOString().slice(0, 10);
  return [`${publisher} (${day.slice(0, 4)}).`, sentence(title), sentence(hub ?? ""), `Release ${version}, ${day}.`, url ?? ""]
    .filter((part) => part !== "")
    .join(" ");
}
