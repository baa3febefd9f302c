import type { Period } from "@openbeat/schema/domain";
import type { Area, Hub } from "../data/hub.ts";
import { type Edition, siteData, slug } from "../edition.ts";
import { rootOf } from "../releases/release-pages.ts";
import { reportDistricts } from "./districts.ts";
import { type NextStep, nextStepsOf, type Obstacle, obstaclesOf } from "./obstacles.ts";
import { type QuarterFigures, quarterFigures } from "./quarter-figures.ts";
import { type QuarterRecords, quarterRecords } from "./quarter-records.ts";
import { latestQuarters } from "./quarters.ts";

/** A community-policing report: what a release tells of a district in a quarter. */
export interface Report {
  readonly district: Area;
  readonly quarter: Period;
  readonly figures: QuarterFigures;
  readonly records: QuarterRecords;
  readonly obstacles: readonly Obstacle[];
  readonly nextSteps: readonly NextStep[];
}

const isEmpty = ({ figures, records: { lies, ...records } }: Report): boolean => {
  const isHere = ({ area }: { readonly area: { readonly code: string } }) => lies.get(area.code) !== "around";
  const told = [...records.meetings, ...records.others, ...records.priorities, ...records.commitments, ...records.statements].filter(
    isHere,
  );
  const problems = records.problems.filter(({ areas }) => areas.some((area) => isHere({ area })));
  return figures.counts.length + figures.estimates.length + told.length + problems.length === 0;
};

const known = new WeakMap<Hub, readonly Report[]>();

/** Every report of a release: for each district its latest quarters, the newest first. None that has nothing of the district itself. */
export function reportsOf(hub: Hub): readonly Report[] {
  const quarters = latestQuarters(hub);
  const found =
    known.get(hub) ??
    reportDistricts(hub).flatMap((district) =>
      quarters
        .map((quarter): Report => {
          const records = quarterRecords(hub, district, quarter);
          return {
            ...{ district, quarter, records, figures: quarterFigures(hub, district, quarter) },
            obstacles: obstaclesOf(hub, quarter, records),
            nextSteps: nextStepsOf(quarter, records),
          };
        })
        .filter((report) => !isEmpty(report)),
    );
  known.set(hub, found);
  return found;
}

/** The districts that a release has reports of. */
export const districtsWithReports = (hub: Hub): readonly Area[] => [...new Set(reportsOf(hub).map(({ district }) => district))];

export const districtPath = ({ code }: Pick<Area, "code">): string => `reports/${slug(code)}/`;
export const reportPath = ({ district, quarter }: Pick<Report, "district" | "quarter">): string =>
  `${districtPath(district)}${quarter.code}/`;

/** The addresses of the pages of reports, within an edition. */
export const reportPaths = (hub: Hub): readonly string[] =>
  reportsOf(hub).length === 0
    ? []
    : [
        "reports/",
        ...districtsWithReports(hub).map(districtPath),
        ...reportsOf(hub).flatMap((report) => [reportPath(report), `${reportPath(report)}present/`]),
      ];

/** A report as another release has it. */
export interface ReportInRelease {
  readonly edition: Pick<Edition, "hub" | "root">;
  readonly report: Report;
}

/** The same district's reports in the releases that an edition knows of, its own first, each under the address of its release. */
export async function reportsOverReleases(edition: Edition, district: string): Promise<readonly ReportInRelease[]> {
  const { hubs } = await siteData();
  const found = edition.releases.map(async ({ version }) => {
    const own = hubs.get(version) ?? [];
    const hub = own.find(({ language }) => language === edition.language) ?? own[0];
    if (hub === undefined) return [];
    const root = await rootOf(edition, version);
    return reportsOf(hub)
      .filter((report) => report.district.code === district)
      .map((report) => ({ edition: { hub, ...root }, report }));
  });
  return (await Promise.all(found)).flat();
}

/** How many figures of a report another one of the same quarter has otherwise. */
export function differences(report: Report, other: Report): number {
  const figures = ({ figures: { counts, estimates } }: Report) =>
    new Map([...counts, ...estimates].map(({ now }) => [now.key, JSON.stringify({ ...now.observation, flags: [] })]));
  const [own, others] = [figures(report), figures(other)];
  return [...new Set([...own.keys(), ...others.keys()])].filter((key) => own.get(key) !== others.get(key)).length;
}
