import { brotliCompressSync } from "node:zlib";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { attributes, pagesOf } from "../../audit/site-folder.ts";
import type { BuiltSite } from "./built-site.ts";
import { textOf } from "./pages.ts";

type Visit = (paths: readonly string[], options: BrowserContextOptions, look: (page: Page, path: string) => Promise<void>) => Promise<void>;

const main = (html: string) =>
  textOf(/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? "")
    .replaceAll("&#39;", "'")
    .replace(/[\s\u2009\u202f\u00a0]+/g, " ");

/** The start page and the pages of areas, as they are written. */
export function describePlacePages(site: () => BuiltSite): void {
  const textAt = (page: string) => main(site().read(`${page}index.html`));
  const areaPages = () => pagesOf(site()).filter((file) => /(^|\/)places\/[^/]+\/index\.html$/.test(file) && !file.includes("embed/"));

  describe("the page of an area", () => {
    it("weighs at most 35 kB, in every language and release", () => {
      expect(areaPages().length).toBeGreaterThan(30);
      for (const page of areaPages()) expect(brotliCompressSync(site().read(page)).length, page).toBeLessThanOrEqual(35_000);
    });

    it("tells what was raised, what was answered and what came of it, with ages as of the release", () => {
      expect(textAt("places/D2/")).toMatch(
        /Promise It is loud at night\. 2 months past its due date Promised [^(]* ago Response We will agree on closing hours\. Outcome The records have no outcome yet\./,
      );
      expect(textAt("places/D2/")).toMatch(/Ages are as of March 3, 2026, when this release was published\./);
      expect(textAt("r/1.0.0/places/D2/")).not.toMatch(/Ages are as of March 3, 2026/);
      expect(textAt("es/places/D2/")).toContain("Plazo vencido hace 2 meses");
    });

    it("tells concerns as counts, of the nearest area that has them, and says so", () => {
      const beat = textAt("places/D3A/");
      expect(beat).toContain("Concerns raised in Hillside, in numbers");
      expect(beat).toContain("These are not published for Beat 3A alone, but for Hillside.");
      expect(beat).not.toMatch(/none raised/i);
    });

    it("keeps the anchor and the file of every chart that it shows in small, and leads on to the chart", () => {
      let small = 0;
      for (const page of pagesOf(site()).filter((file) => /^(es\/)?places\/[^/]+\/[^/]+\/index\.html$/.test(file))) {
        const [, place = ""] = /^(.*places\/[^/]+\/)/.exec(page) ?? [];
        const there = new Set(attributes(site().read(`${place}index.html`), "id"));
        const links = attributes(site().read(`${place}index.html`), "href");
        for (const [, id = ""] of site()
          .read(page)
          .matchAll(/<figure class="figure" id="([^"]+)"/g)) {
          expect(there, `${place}#${id}`).toContain(id);
          expect(site().files).toContain(`${place}${id}.csv`);
          if (links.some((link) => link === `/${page.replace("index.html", "")}#${id}`)) small += 1;
        }
      }
      expect(small).toBeGreaterThan(20);
    });
  });

  describe("the start page", () => {
    it("has one figure of each theme, by the rule it states, and not the only area of its level first", () => {
      const text = textAt("");
      expect(text).toContain("the first figure of each theme");
      const themes = attributes(site().read("index.html"), "href").filter((link) => /^\/places\/testhaven\/#/.test(link));
      expect(themes.length).toBeGreaterThan(1);
      expect(themes.length).toBeLessThanOrEqual(5);
      expect(
        [
          ...site()
            .read("index.html")
            .matchAll(/data-place="([^"]+)"/g),
        ].at(-1)?.[1],
      ).toBe("testhaven");
    });

    it("tells what changed since the release before, how to take part, and no promise of which nothing came", () => {
      const text = textAt("");
      expect(text).toMatch(
        /What changed since release 1\.0\.0 .*Recorded incidents · Old Town · March 2025 · Theft, all kinds: 50, now 59/,
      );
      // No promise of the fixture has come to anything yet.
      expect(text).not.toContain("What residents said, and what was done");
      expect(text).toMatch(/How to take part .*Add to my calendar.*Harbour meeting Thursday, April 2, 2026/);
      expect(textAt("r/1.0.0/")).toMatch(/What changed since release 0\.9\.0/);
    });
  });
}

/** The way of a resident to what concerns them, in a browser. */
export function describeResidentsPath({ site, url, visit }: { site: () => BuiltSite; url: () => string; visit: Visit }): void {
  /** Moves with the Tab key until the element is reached. */
  async function tabTo(page: Page, isThere: (element: Element) => boolean): Promise<void> {
    for (let presses = 0; presses < 300; presses += 1) {
      await page.keyboard.press("Tab");
      const handle = await page.evaluateHandle(() => document.activeElement);
      if (await handle.evaluate(isThere as (element: Element | null) => boolean)) return;
    }
    throw new Error(`The Tab key did not lead there on ${page.url()}.`);
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`lead a resident by keyboard alone to their area, what was answered, and the next meeting${javaScriptEnabled ? "" : ", with JavaScript off"}`, async () => {
      await visit(["/"], { javaScriptEnabled, acceptDownloads: true }, async (page) => {
        await tabTo(page, (element) => element.getAttribute("href") === "/places/D1/" && element.closest("[data-place]") !== null);
        await page.keyboard.press("Enter");
        await page.waitForURL("**/places/D1/");
        await tabTo(page, (element) => element.getAttribute("href") === "#raised");
        await page.keyboard.press("Enter");
        await page.waitForURL("**/places/D1/#raised");
        expect(await page.locator("[aria-labelledby=raised]").textContent()).toContain("We will measure.");
        expect(await page.locator("#raised").isVisible()).toBe(true);
        expect(await page.locator("[aria-labelledby=meetings] time").first().textContent()).toContain("April 2, 2026");
        const download = page.waitForEvent("download");
        await tabTo(page, (element) => element.getAttribute("href") === "/calendar/D1.ics");
        await page.keyboard.press("Enter");
        const stream = await (await download).createReadStream();
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        expect(Buffer.concat(chunks).toString()).toBe(site().read("calendar/D1.ics"));
        expect(Buffer.concat(chunks).toString()).toContain("DTSTART:20260402T233000Z");
      });
    });
  }

  it("find the areas near a reader without telling anybody where they are", async () => {
    const [ring = []] =
      (JSON.parse(site().read("places/outlines.json")) as { code: string; polygons: [number, number][][][] }[]).find(
        ({ code }) => code === "D2A",
      )?.polygons[0] ?? [];
    const middle = (axis: 0 | 1) => (Math.min(...ring.map((corner) => corner[axis])) + Math.max(...ring.map((corner) => corner[axis]))) / 2;
    const geolocation = { longitude: middle(0), latitude: middle(1) };
    const options = { geolocation, permissions: ["geolocation"] };
    await visit(["/places/"], options, async (page) => {
      const asked: string[] = [];
      page.on("request", (request) => asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
      page.on("websocket", (socket) => asked.push(`websocket ${socket.url()}`));
      await page.getByRole("button", { name: "Areas near me" }).press("Enter");
      await page.locator(".near li").first().waitFor();
      expect(await page.locator(".near [role=status]").textContent()).toBe("You are in:");
      expect(await page.locator(".near li a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual(
        expect.arrayContaining(["/places/D2/", "/places/D2A/"]),
      );
      // The browser fetches the icon of a site by itself, whenever it likes.
      expect(asked.filter((request) => request !== `GET ${url()}/icon.svg `)).toEqual([`GET ${url()}/places/outlines.json `]);
      expect(
        await page.evaluate(async () => [
          localStorage.length + sessionStorage.length,
          (await indexedDB.databases()).length,
          (await caches.keys()).length,
          location.search + location.hash,
        ]),
      ).toEqual([0, 0, 0, ""]);
    });
  });

  it("say so where a reader is outside every area, or keeps their place to themselves", async () => {
    const press = async (page: Page, text: string) => {
      await page.getByRole("button", { name: "Areas near me" }).click();
      await page.getByText(text).waitFor();
      expect(await page.locator(".near li").count()).toBe(0);
    };
    await visit(["/places/"], { geolocation: { longitude: 100, latitude: 80 }, permissions: ["geolocation"] }, (page) =>
      press(page, "You are outside every area of this site."),
    );
    await visit(["/places/"], { permissions: [] }, (page) => press(page, "Your browser did not give your location."));
  });
}
