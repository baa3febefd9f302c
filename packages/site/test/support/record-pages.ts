import { createHash } from "node:crypto";
import { recordOfLine, releaseManifest } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import type { BuiltSite } from "./built-site.ts";

const links = (html: string) => [...html.matchAll(/\shref="([^"]*)"/g)].map(([, link = ""]) => link);
const main = (html: string) =>
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/[\s\u2009\u202f\u00a0]+/g, " ");
const unfolded = (calendar: string) => calendar.replaceAll("\r\n ", "");

/** The pages and files of the curated public records of Testhaven. The oldest release, 0.9.0, has none. */
export function describeRecordPages(site: () => BuiltSite): void {
  const textOf = (page: string) => main(site().read(`${page}index.html`));

  describe("the pages of public records", () => {
    const pages = [
      ...[
        "problems/",
        "problems/harbour-speeding/",
        "problems/old-town-noise/",
        "commitments/",
        "goals/",
        "questions/",
        "meetings/",
        "partners/",
      ],
      ...["partners/city-streets/", "partners/harbour-school/", "data/records/problems/", "data/records/engagement/"],
    ];

    it("are there in every language and edition, and in the map of the site", () => {
      const map = site().read("sitemap.xml");
      for (const page of pages) {
        for (const root of ["", "es/", "ar/", "r/1.0.0/", "r/1.1.0/", "r/1.1.0/es/"])
          expect(site().files).toContain(`${root}${page}index.html`);
        expect(map).toContain(`<loc>https://testhaven.example/es/${page}</loc>`);
        expect(links(site().read(`${page}index.html`))).toContain(`/es/${page}`);
        expect(links(site().read(`${page}index.html`))).toContain(`/r/1.1.0/${page}`);
      }
    });

    it("are not there, nor any link to them, where a release has no records", () => {
      const old = site().files.filter((file) => file.startsWith("r/0.9.0/"));
      expect(old.length).toBeGreaterThan(20);
      expect(
        old.filter((file) => /(?<!\/trust)\/(problems|commitments|goals|questions|meetings|partners|calendar|records)\//.test(file)),
      ).toEqual([]);
      for (const page of old.filter((file) => file.endsWith(".html")))
        for (const link of links(site().read(page)))
          expect(link, page).not.toMatch(/(?<!\/trust)\/(problems|commitments|goals|questions|meetings|partners|calendar)\//);
    });

    it("tell a problem with its steps, who did what, and how far it was assessed", () => {
      const text = textOf("problems/harbour-speeding/");
      expect(text).toMatch(/Scanning From March 1, 2024 to April 1, 2024 Speeding was named at three meetings\./);
      expect(text).toMatch(/Analysis Nothing was published about this step\./);
      expect(text).toMatch(/Raised crossing .*Who did it The police, Department of Streets ?, Harbour School/);
      expect(text).toContain("12.5 hours of officers' time");
      expect(text).toContain("Money: 1,000 to 9,999, June 1, 2024");
      expect(text).toMatch(/Did it help\? .*No clear change .*It cannot show what would differ between the areas anyway/);
      // Once at the top of the page, and once where it is told.
      expect(
        site()
          .read("problems/harbour-speeding/index.html")
          .match(/<span class="badge"[^>]*>No clear change</g),
      ).toHaveLength(2);
      expect(text).toContain("Recorded incidents: no clear change; anything from 40 fewer to 16 more fits these counts.");
      expect(text).toMatch(
        /Where it was done 120 98 Similar areas without it 140 131 Next door 60 61 .*Download CSV : All offences: no clear effect of the response .* Effect/,
      );
      expect(text).toMatch(
        /Change in number of events -12 -40 to 16 Relative effect where it was done, without next door \(above 1 is good\) 1\.15 0\.80 to 1\.60/,
      );
      expect(textOf("r/1.0.0/problems/harbour-speeding/")).toContain("Recorded incidents All offences This release has no result of it.");
      expect(text).toContain("Another road was closed for a month.");
      expect(links(site().read("problems/harbour-speeding/index.html"))).toEqual(
        expect.arrayContaining(["/places/D1A/", "/places/D2A/", "/partners/city-streets/", "/methods/OUT.01/"]),
      );
      expect(textOf("es/problems/harbour-speeding/")).toContain("El exceso de velocidad se mencionó en tres reuniones.");
    });

    it("say of a problem in each release how it stood then", () => {
      expect(textOf("r/1.0.0/problems/old-town-noise/")).toContain("Not assessed yet");
      expect(textOf("r/1.1.0/problems/old-town-noise/")).toContain("Closed without assessment");
      expect(textOf("r/1.0.0/problems/")).toMatch(/Being worked on Noise at night/);
      expect(textOf("problems/")).toMatch(/None is being worked on at present\. Closed Speeding at the harbour/);
    });

    it("say what was promised, by when, and what is owed first", () => {
      const text = textOf("commitments/");
      expect(text).toMatch(
        /Open, past its due date We promised We will agree on closing hours\. Open, past its due date Due December 31, 2025 · Old Town You said It is loud at night\. What changed Nothing is on record\./,
      );
      expect(text).toMatch(/Kept We promised We will measure\. Kept On August 20, 2024 · Due September 30, 2024 · Harbour/);
      expect(text).toMatch(/By area .*Harbour 0 1 Old Town 1 0/);
    });

    it("keep the direction of what the hub wrote in another language, and have no mark of it where all is read the same way", () => {
      const [arabic, english] = [site().read("ar/commitments/index.html"), site().read("commitments/index.html")];
      for (const text of ["We will measure.", "It is loud at night."]) expect(arabic).toContain(`<bdi>${text}</bdi>`);
      expect(english).not.toContain("<bdi>");
    });

    it("tell meetings in the hub's time: what comes, what was cancelled, what came of those that were held", () => {
      const text = textOf("meetings/");
      expect(text).toMatch(/Coming up April 2026 \(2\) Harbour meeting Thursday, April 2, 2026, 6:30 – 8:00 PM/);
      expect(text).toMatch(/Walk in the old town Thursday, April 9, 2026, 6:00 PM Cancelled/);
      expect(text).toMatch(
        /The last six months January 2026 \(1\) Community meeting Thursday, January 8, 2026, 6:00 PM .*Closing hours are tried for a month\./,
      );
      expect(text).toMatch(/Languages English and Spanish Access Step-free access/);
    });

    it("tell on the page of an area what is about it, about its parts, and about what it lies in", () => {
      const harbour = textOf("places/D1A/");
      for (const told of [
        "Meetings coming up",
        "Harbour meeting",
        "Speeding near the school",
        "Speeding at the harbour",
        "We will measure.",
        "Harbour team",
      ])
        expect(harbour).toContain(told);
      expect(harbour).not.toContain("Noise at night");
      expect(textOf("places/testhaven/")).toMatch(/Harbour meeting[\s\S]*Noise at night in the old town/);
      const hillside = textOf("places/D3/");
      for (const told of ["Meetings coming up", "What is being worked on", "What was promised", "Whom to turn to"])
        expect(hillside).not.toContain(told);
    });

    it("tell a goal with its figures and verdict, and that it cannot be told where nobody judged it", () => {
      const text = textOf("goals/");
      expect(text).toMatch(/Not met 1 .*Fewer incidents in Harbour\. Not met Due December 31, 2025/);
      expect(text).toMatch(
        /At the start Jul – Sep 2025: 120 Target At most 90 Latest figure Oct – Dec 2025: 101 \(95 to 107\) Set with Residents/,
      );
      expect(text).toMatch(/Set on October 6, 2025\. Answers for it: District 1\. How goals are judged Judged for a test\./);
      expect(textOf("es/goals/")).toMatch(/No alcanzada .*Como mucho 90/);
      expect(textOf("ar/goals/")).toContain("لم يتحقق");
      expect(textOf("r/1.0.0/goals/")).toMatch(/Cannot be told yet .*This release has no finding for this goal\./);
    });

    it("tell what was asked and answered, what is open first", () => {
      const text = textOf("questions/");
      expect(text).toMatch(/Not answered yet 1 Answered 1/);
      expect(text).toMatch(
        /When is the next meeting\? Asked on December 20, 2025 .*There is no answer yet\..*Are speeds measured at night\? .*Yes, since September\. Answered on October 9, 2025 · Traffic unit/,
      );
      expect(textOf("es/questions/")).toContain("Sí, desde septiembre.");
    });

    it("are led to from the start, from their themes, and from the page of data", () => {
      for (const page of ["index.html", "es/index.html", "r/1.0.0/index.html"]) {
        const root = page.replace("index.html", "");
        expect(links(site().read(page))).toEqual(
          expect.arrayContaining(["problems/", "commitments/", "meetings/", "partners/"].map((list) => `/${root}${list}`)),
        );
      }
      for (const [theme, list] of [
        ["problem-solving", "problems"],
        ["communication", "commitments"],
        ["communication", "goals"],
        ["communication", "questions"],
        ["trust", "meetings"],
        ["collaboration", "partners"],
      ])
        expect(links(site().read(`themes/${theme}/index.html`)), theme).toContain(`/${list}/`);
      expect(links(site().read("data/index.html"))).toContain("/data/records/problems.csv");
    });

    it("hold nothing that a record counts or keeps inside", () => {
      for (const file of site().files.filter((name) => /(^|\/)(records\/|meetings\/|calendar\/)/.test(name)))
        expect(site().read(file), file).not.toMatch(/\b(attendance|officers_|attendees)\b/);
    });
  });

  describe("the files of public records", () => {
    it("are lines that hash to what the release's manifest has, and are told by the manifest of its files", () => {
      for (const version of ["1.0.0", "1.1.0"]) {
        const { records } = releaseManifest.parse(JSON.parse(site().read(`r/${version}/release.json`)));
        const { files } = JSON.parse(site().read(`r/${version}/manifest.json`)) as { files: Record<string, string> };
        expect(records?.map(({ kind }) => kind)).toContain("problems");
        for (const { kind, rows, sha256 } of records ?? []) {
          const path = `r/${version}/records/${kind}.ndjson`;
          const text = site().read(path);
          expect(createHash("sha256").update(text).digest("hex"), path).toBe(sha256);
          expect(files[path]).toBe(sha256);
          const lines = text.trimEnd().split("\n");
          expect(lines).toHaveLength(rows);
          for (const line of lines) recordOfLine.parse(JSON.parse(line));
        }
      }
      expect(site().read("r/1.0.0/records/problems.ndjson")).not.toBe(site().read("r/1.1.0/records/problems.ndjson"));
    });

    it("are tables for people as well: the standard's columns, codes and words in the language of the edition", () => {
      const [english, spanish] = ["", "es/"].map((root) => site().read(`${root}data/records/problems.csv`).split("\r\n"));
      expect(english?.[0]).toBe("id,title,type,type_label,source,source_label,areas,areas_label,opened_on,closed_on,harm,lead");
      expect(english?.[1]).toBe(
        "harbour-speeding,Speeding at the harbour,traffic,Traffic,residents,Residents,D1A,Beat 1A,2024-03-01,2025-06-30,,",
      );
      expect(spanish?.[1]).toBe(
        "harbour-speeding,Exceso de velocidad en el puerto,traffic,Tráfico,residents,Los residentes,D1A,Sector 1A,2024-03-01,2025-06-30,,",
      );
      for (const file of site().files.filter((name) => /^(es\/)?data\/records\/[^/]+\.csv$/.test(name))) {
        const { tableSchema } = JSON.parse(site().read(`${file}-metadata.json`)) as {
          tableSchema: { columns: { name: string; "dc:description": string }[] };
        };
        expect(tableSchema.columns.map(({ name }) => name)).toEqual(site().read(file).split("\r\n")[0]?.split(","));
        for (const column of tableSchema.columns) expect(column["dc:description"]).toMatch(/\w/);
      }
    });
  });

  describe("the calendars", () => {
    const calendars = () => site().files.filter((file) => /^calendar\/[^/]+\.ics$/.test(file));

    it("are one for each area and one of all, in every language and edition", () => {
      expect(calendars()).toHaveLength(site().files.filter((file) => /^places\/[^/]+\/index\.html$/.test(file)).length + 1);
      for (const root of ["es/", "r/1.0.0/", "r/1.1.0/ar/"]) expect(site().files).toContain(`${root}calendar/all.ics`);
    });

    it("have what is planned, and nothing that was held or cancelled", () => {
      const all = unfolded(site().read("calendar/all.ics"));
      expect(all.match(/^UID:.*$/gm)).toEqual(["UID:e-1@testhaven.example"]);
      expect(all).toContain("DTSTAMP:20260303T120000Z\r\nDTSTART:20260402T233000Z\r\nDTEND:20260403T010000Z\r\n");
      expect(all).toContain("URL:https://testhaven.example/meetings/#activity-e-1\r\n");
      expect(site().read("meetings/index.html")).toContain('id="activity-e-1"');
      expect(unfolded(site().read("es/calendar/D1.ics"))).toContain("SUMMARY;LANGUAGE=es:Reunión del puerto");
      expect(site().read("calendar/D1.ics")).toContain("UID:e-1@testhaven.example");
      expect(site().read("calendar/D2.ics")).not.toContain("VEVENT");
    });

    it("are linked from the page of meetings and from those of areas", () => {
      expect(links(site().read("meetings/index.html"))).toContain("/calendar/all.ics");
      expect(links(site().read("es/places/D1/index.html"))).toContain("/es/calendar/D1.ics");
    });
  });
}
