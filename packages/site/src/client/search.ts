// Searches the pages of this language in the browser. What is typed goes nowhere: only parts of the index are fetched from this site.
interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
}
interface Pagefind {
  options(options: { readonly noWorker: boolean }): Promise<void>;
  init(): Promise<void>;
  debouncedSearch(text: string): Promise<{ readonly results: readonly { data(): Promise<Found> }[] } | null>;
}
const perPage = 10;

const finder = document.querySelector<HTMLElement>("#search");
const input = finder?.querySelector("input");
const said = finder?.querySelector<HTMLElement>("[role=status]");
const list = finder?.querySelector("ol");
const more = finder?.querySelector("button");
if (finder && input && said && list && more) {
  finder.hidden = false;
  const { none = "", failed = "", found = "" } = finder.dataset;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let loading: Promise<Pagefind> | undefined;
  const load = () => {
    // A variable, so that the bundler leaves the address as it is: the index is written after the pages.
    const address = "/pagefind/pagefind.js";
    loading ??= (import(/* @vite-ignore */ address) as Promise<Pagefind>).then(async (pagefind) => {
      // A worker would be held by the policy that goes with files, which lets it fetch nothing.
      await pagefind.options({ noWorker: true });
      await pagefind.init();
      return pagefind;
    });
    return loading;
  };

  /** The words around what was found, those that were looked for marked. */
  const excerptOf = (text: string): readonly Node[] =>
    [...new DOMParser().parseFromString(text, "text/html").body.childNodes].map((node) => {
      if (node.nodeName !== "MARK") return document.createTextNode(node.textContent ?? "");
      const mark = document.createElement("mark");
      mark.textContent = node.textContent;
      return mark;
    });
  const entryOf = ({ url, excerpt, meta }: Found) => {
    const [item, link, text] = [document.createElement("li"), document.createElement("a"), document.createElement("p")];
    link.href = url;
    link.textContent = meta.title ?? url;
    text.append(...excerptOf(excerpt));
    item.append(link, text);
    return item;
  };

  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replace(/\p{Mark}/gu, "")
      .toLowerCase();
  /** Whether something was found by the beginning of a word that was typed: where nothing has it, the index goes by ever shorter beginnings. */
  const isMeant = ({ excerpt, meta }: Found, typed: string) => {
    const words = plain(typed)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== "");
    const text = plain(
      `${meta.title ?? ""} ${excerptOf(excerpt)
        .map((node) => node.textContent)
        .join("")}`,
    );
    return words.some((word) => text.includes(word.slice(0, 4)));
  };

  let asked = 0;
  let rest: readonly { data(): Promise<Found> }[] = [];
  const show = async (question: number) => {
    const entries = await Promise.all(rest.slice(0, perPage).map((result) => result.data()));
    if (question !== asked) return;
    rest = rest.slice(perPage);
    list.append(...entries.map(entryOf));
    list.hidden = list.childElementCount === 0;
    more.hidden = rest.length === 0;
  };
  const search = async () => {
    asked += 1;
    const question = asked;
    const text = input.value.trim();
    const answer = text === "" ? { results: [] } : await (await load()).debouncedSearch(text);
    // Another letter was typed meanwhile.
    if (answer === null || question !== asked) return;
    const [best] = answer.results;
    const isFound = best !== undefined && isMeant(await best.data(), text);
    if (question !== asked) return;
    list.replaceChildren();
    list.hidden = true;
    rest = isFound ? answer.results : [];
    said.textContent = text === "" ? "" : rest.length === 0 ? none : `${found} ${number.format(rest.length)}`;
    await show(question);
  };
  const tell = () => {
    said.textContent = failed;
  };
  input.addEventListener("focus", () => load().catch(tell), { once: true });
  input.addEventListener("input", () => search().catch(tell));
  more.addEventListener("click", () => show(asked).catch(tell));
}
