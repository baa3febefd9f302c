import type { Area } from "../data/hub.ts";
import { type Edition, editions, slug } from "../edition.ts";
import { districtsWithReports, type Report, reportsOf } from "./report.ts";

const addressOf = ({ code }: Area): string => decodeURIComponent(slug(code));

/** The static paths of the page that lists all reports: of the editions that have any. */
export const listOfReports = async () =>
  (await editions())
    .filter(({ hub }) => reportsOf(hub).length > 0)
    .map((edition) => ({ params: { root: edition.root || undefined }, props: { edition } }));

/** The static paths of the page of each district that has reports. */
export const districtPages = async () =>
  (await editions()).flatMap((edition: Edition) =>
    districtsWithReports(edition.hub).map((district) => ({
      params: { root: edition.root || undefined, district: addressOf(district) },
      props: { edition, district },
    })),
  );

/** The static paths of each report. */
export const reportPages = async () =>
  (await editions()).flatMap((edition: Edition) =>
    reportsOf(edition.hub).map((report: Report) => ({
      params: { root: edition.root || undefined, district: addressOf(report.district), quarter: report.quarter.code },
      props: { edition, report },
    })),
  );
