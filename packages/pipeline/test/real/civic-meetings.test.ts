import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { importCalendar } from "../../src/import/import-calendar.ts";

const data = fileURLToPath(new URL("../../../../../shared/data/civic-meetings/", import.meta.url));
const hasMeetings = existsSync(data);
if (!hasMeetings) console.warn("SKIPPED: the real meetings are not beside this checkout (shared/data/civic-meetings).");

const places = ["bloomington", "lancaster", "matsu", "montclair", "petaluma", "raleighdurham", "roanoke", "santarosa", "sonoma", "toronto"];

/** Reads the rows by Python's csv module and its own time zones. */
const countRows = `
import csv, re, sys
from collections import Counter, defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo
told, groups = Counter(), defaultdict(list)
zone = ZoneInfo("America/New_York")
cancelled = re.compile("cancel(l?ed|lation notice)", re.I)
plain = lambda text: re.sub(r"[\\W_]+", " ", text.lower()).strip()
with open(sys.argv[1], encoding="utf-8", newline="") as lines:
    for row in csv.DictReader(lines):
        start = datetime.fromisoformat(row["start_time"])
        told["read"] += 1
        told["naive"] += start.tzinfo is None
        told["offset"] += start.tzinfo is not None
        told["cancelled"] += bool(re.search("cancel", row["title"], re.I))
        told["at once"] += row["start_time"] == row["end_time"]
        start = start.replace(tzinfo=zone) if start.tzinfo is None else start.astimezone(zone)
        if not "2026-02-01" <= start.date().isoformat() <= "2027-01-31":
            told["outside"] += 1
        elif "offices closed" in row["title"].lower():
            told["closed"] += 1
        else:
            title = plain(cancelled.sub(" ", row["title"]))
            groups[(title, start.timestamp(), row["area"])].append((plain(row["venue"]), bool(cancelled.search(row["title"]))))
for group in groups.values():
    known = {place for place, _ in group if place}
    told["kept"] += max(1, len(known))
    told["repeated"] += len(group) - max(1, len(known))
for name, count in told.items():
    print(name + "|" + str(count))
`;

/** Reads the events by lines, and works out their series by counting days: all of them are of one day of the week. */
const countEvents = `
import re, sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
zone, utc = ZoneInfo("America/New_York"), ZoneInfo("UTC")
text = open(sys.argv[1], encoding="utf-8", newline="").read().replace("\\r\\n", "\\n").replace("\\n ", "")
def when(value):
    at = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    return at.replace(tzinfo=utc).astimezone(zone) if value.endswith("Z") else at.replace(tzinfo=zone)
events = []
for block in re.findall(r"BEGIN:VEVENT\\n(.*?)END:VEVENT", text, re.S):
    found = {}
    for line in block.strip().split("\\n"):
        name, value = line.split(":", 1)
        found.setdefault(name.split(";")[0], []).append(value)
    events.append(found)
changed = {(e["UID"][0], when(e["RECURRENCE-ID"][0])) for e in events if "RECURRENCE-ID" in e}
inside, series = [], 0
for e in events:
    start = when(e["DTSTART"][0])
    if "RRULE" in e:
        rule = dict(part.split("=") for part in e["RRULE"][0].split(";"))
        assert rule["FREQ"] == "WEEKLY" and len(rule["BYDAY"].split(",")) == 1 and "COUNT" not in rule, rule
        until = when(rule["UNTIL"]) if "UNTIL" in rule else datetime(2100, 1, 1, tzinfo=zone)
        gone = {when(v) for value in e.get("EXDATE", []) for v in value.split(",")}
        at = start
        while at <= until and at.date().isoformat() <= sys.argv[3]:
            if at not in gone and (e["UID"][0], at) not in changed:
                inside.append((at, e, True))
            at = at + timedelta(days=7 * int(rule.get("INTERVAL", "1")))
    else:
        inside.append((start, e, "RECURRENCE-ID" in e))
taken = sorted({(at.timestamp(), re.sub(r"[\\W_]+", " ", re.sub("cancel(l?ed)", "", e["SUMMARY"][0], flags=re.I).lower()).strip(), e.get("LOCATION", [""])[0]) for at, e, _ in inside if sys.argv[2] <= at.date().isoformat() <= sys.argv[3]})
print("read|" + str(len(events)))
print("activities|" + str(sum(sys.argv[2] <= at.date().isoformat() <= sys.argv[3] for at, _, _ in inside)))
for at, title, place in taken:
    print(datetime.fromtimestamp(at, zone).isoformat() + "|1")
`;

const independently = (script: string, ...words: readonly string[]) =>
  execFileSync("python3", ["-c", script, ...words], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.split("|"));

describe.skipIf(!hasMeetings)("the real meetings of towns, through openbeat import calendar", () => {
  let hub: string;
  beforeEach(() => {
    hub = mkdtempSync(join(tmpdir(), "openbeat-meetings-"));
    const name = { en: "Towns" };
    const level = { code: "town", name, plural: name, areas: places.map((code) => ({ code, name: { en: code } })) };
    const spec = {
      ...{ hub: "towns", title: name, description: name, publisher: name, languages: ["en"], timezone: "America/New_York" },
      ...{ licence: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" }, agencies: [{ code: "T", name }] },
      geography: { levels: [level] },
    };
    writeFileSync(join(hub, "hub.yaml"), stringify(spec));
    const rules = {
      columns: { start: "start_time", end: "end_time", place: "venue" },
      rules: [
        { where: { title: "offices closed" }, leave_out: true },
        { where: { title: "police" }, type: "outreach_programme" },
        { where: { title: "public safety" }, type: "advisory_board" },
        { where: { place: "city hall" }, place: "City Hall", mode: "in_person" },
      ],
    };
    writeFileSync(join(hub, "rules.yaml"), stringify(rules));
  });
  afterEach(() => rmSync(hub, { recursive: true, force: true }));

  const asked = (file: string, from: string, to: string, more: { readonly area?: string } = {}) => ({
    ...{ file: join(data, file), hub, from, to, area: more.area, rules: join(hub, "rules.yaml") },
    ...{ now: new Date("2026-02-01T12:00:00Z"), progress: () => {} },
  });
  const rowsOf = () => readFileSync(join(hub, "records/engagement.csv"), "utf8").trimEnd().split("\n").slice(1);
  const of = (counts: readonly { readonly code: string; readonly records: number }[]) =>
    Object.fromEntries(counts.map(({ code, records }) => [code, records]));

  it("takes the rows of a CSV file, and counts what it leaves out as Python does", async () => {
    const report = await importCalendar(asked("civic_meetings_2026.csv", "2026-02-01", "2027-01-31"));
    const told = Object.fromEntries(
      independently(countRows, join(data, "civic_meetings_2026.csv")).map(([name, count]) => [name, Number(count)]),
    );
    expect(told).toMatchObject({ read: 1223, naive: 882, offset: 341, cancelled: 21, "at once": 223 });
    expect({ entries: report.entries, activities: report.activities, leftOut: of(report.leftOut) }).toEqual({
      entries: told.read,
      activities: told.kept,
      leftOut: { OUTSIDE_WINDOW: told.outside, LEFT_OUT_BY_RULE: told.closed, DUPLICATE_ACTIVITY: told.repeated },
    });
    expect(report.activities + report.leftOut.reduce((sum, { records }) => sum + records, 0)).toBe(1223);
    expect(rowsOf()).toHaveLength(report.activities);
    console.info(`Meetings: ${JSON.stringify(of(report.leftOut))} left out, ${JSON.stringify(of(report.notes))} noted.`);
    // No address, telephone number or link of the source is in what was written.
    expect(rowsOf().filter((row) => /https?:|@|\d{3}[-. ]\d{3}[-. ]\d{4}| IN 47|Morton/i.test(row))).toEqual([]);
  });

  it("writes the same again, and changes nothing", async () => {
    await importCalendar(asked("civic_meetings_2026.csv", "2026-02-01", "2027-01-31"));
    const before = rowsOf();
    const again = await importCalendar(asked("civic_meetings_2026.csv", "2026-02-01", "2027-01-31"));
    expect([again.added, again.updated, again.missing, rowsOf()]).toEqual([0, 0, 0, before]);
  });

  it.each([
    ["2026-01-01", "2026-12-31"],
    ["2010-01-01", "2042-12-31"],
  ])("works out the series of an iCalendar file from %s to %s as Python does", async (from, to) => {
    const report = await importCalendar(asked("bloomington_gov_stripped.ics", from, to, { area: "bloomington" }));
    const [read, activities, ...starts] = independently(countEvents, join(data, "bloomington_gov_stripped.ics"), from, to);
    expect([report.entries, Number(read?.[1])]).toEqual([375, 375]);
    const repeated = of(report.leftOut).DUPLICATE_ACTIVITY ?? 0;
    expect(report.activities + repeated).toBe(Number(activities?.[1]));
    expect(rowsOf().map((row) => row.match(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}/)?.[0])).toEqual(
      starts.map(([start]) => start),
    );
    console.info(`Bloomington ${from} to ${to}: ${report.activities} activities, ${JSON.stringify(of(report.leftOut))} left out.`);
  });
});
