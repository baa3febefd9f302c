// Narrows the list of places while somebody types. What is typed goes nowhere.
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();

for (const filter of document.querySelectorAll<HTMLElement>("[data-filter]")) {
  const input = filter.querySelector("input");
  const list = document.getElementById(filter.dataset.filter ?? "");
  const status = filter.querySelector<HTMLElement>("[role=status]");
  if (input === null || list === null || status === null) continue;
  const { none = "", found: foundWords = "" } = status.dataset;
  filter.hidden = false;
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    let found = 0;
    for (const item of list.querySelectorAll<HTMLElement>("[data-place]")) {
      item.hidden = !plain(item.textContent).includes(wanted);
      if (!item.hidden) found += 1;
    }
    for (const details of list.querySelectorAll("details")) details.open = wanted !== "";
    for (const group of list.querySelectorAll<HTMLElement>("[data-group]"))
      group.hidden = group.querySelector("[data-place]:not([hidden])") === null;
    status.textContent = wanted === "" ? "" : found === 0 ? none : `${foundWords} ${found.toLocaleString(document.documentElement.lang)}`;
  });
}
