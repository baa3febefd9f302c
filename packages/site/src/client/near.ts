import { type AreaOutline, areasAt } from "../map/point.ts";

// Finds the areas that the reader is in. The position stays in this function: it is asked for on a click, compared here, and forgotten.
const position = () =>
  new Promise<GeolocationPosition>((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, { maximumAge: 60_000, timeout: 20_000 });
  });

async function outlinesAt(address: string): Promise<readonly AreaOutline[]> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`No outlines at ${address}.`);
  return answer.json();
}

/** What to tell the reader: one of the texts that stand on the page for it. */
async function find(near: HTMLElement): Promise<{ readonly text: string; readonly codes: readonly string[] }> {
  const { failed = "", refused = "", outside = "", found = "", unsure = "", outlines = "" } = near.dataset;
  try {
    // The outlines first: a file that is the same for everybody says nothing of whoever asks for it.
    const known = await outlinesAt(outlines);
    const { coords } = await position();
    const codes = areasAt(known, [coords.longitude, coords.latitude]);
    return codes.length === 0 ? { text: outside, codes } : { text: coords.accuracy > 500 ? `${found} ${unsure}` : found, codes };
  } catch (error) {
    const isRefused = error instanceof GeolocationPositionError && error.code === error.PERMISSION_DENIED;
    return { text: isRefused ? refused : failed, codes: [] };
  }
}

for (const near of document.querySelectorAll<HTMLElement>("[data-near]")) {
  const button = near.querySelector("button");
  const status = near.querySelector<HTMLElement>("[role=status]");
  const list = near.querySelector("ul");
  const places = document.getElementById(near.dataset.near ?? "");
  if (!("geolocation" in navigator) || button === null || status === null || list === null || places === null) continue;
  near.hidden = false;
  button.addEventListener("click", async () => {
    button.setAttribute("aria-disabled", "true");
    status.textContent = near.dataset.working ?? "";
    list.replaceChildren();
    const { text, codes } = await find(near);
    status.textContent = text;
    for (const code of codes) {
      const link = places.querySelector(`[data-place="${CSS.escape(code)}"] a`);
      const item = document.createElement("li");
      if (link !== null) item.append(link.cloneNode(true));
      if (link !== null) list.append(item);
    }
    button.removeAttribute("aria-disabled");
  });
}
