import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installApart } from "../../../scripts/install-apart.ts";
import { chromium, chromiumFlags } from "./browser.ts";
import { digits, type Finding, percentile } from "./finding.ts";
import { address } from "./site-folder.ts";

const folder = fileURLToPath(new URL("./lighthouse/", import.meta.url));
const maximalBuffer = 100_000_000;
/** How long Lighthouse may take for a page, in milliseconds. */
const mostTime = 120_000;

/** What Lighthouse measured of a page: shares from 0 to 1, times in milliseconds. */
export interface Measurement {
  readonly url: string;
  readonly error?: string;
  readonly scores: Readonly<Record<"performance" | "accessibility" | "best-practices" | "seo", number | null>>;
  readonly largestPaint: number;
  readonly shift: number;
  readonly blocked: number;
  /** The checks that the page did not pass. */
  readonly failed: readonly string[];
}

/** Measures pages with Lighthouse as on a phone. @throws {Error} Where it ends without a measurement of each. */
export async function measureWithLighthouse(urls: readonly string[]): Promise<readonly Measurement[]> {
  installApart(folder, "Lighthouse");
  // The pages are served by this process, which must go on answering meanwhile.
  const { stdout: printed } = await promisify(execFile)(
    process.execPath,
    [`${folder}measure.mjs`, chromium, JSON.stringify(chromiumFlags), ...urls],
    { cwd: folder, encoding: "utf8", maxBuffer: maximalBuffer, timeout: urls.length * mostTime },
  );
  const measurements = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Measurement);
  if (measurements.length !== urls.length) throw new Error("Lighthouse has not measured every page. See what it printed above.");
  return measurements;
}

const limits: readonly {
  readonly id: string;
  readonly target: string;
  readonly unit: string;
  readonly after: number;
  readonly of: (measurement: Measurement) => number;
  readonly isMet: (value: number) => boolean;
  readonly worse: "low" | "high";
}[] = [
  {
    id: "performance",
    target: "performance ≥ 95",
    unit: "",
    after: 0,
    of: ({ scores }) => 100 * (scores.performance ?? 0),
    isMet: (value) => value >= 94.5,
    worse: "low",
  },
  {
    id: "accessibility",
    target: "accessibility = 100",
    unit: "",
    after: 0,
    of: ({ scores }) => 100 * (scores.accessibility ?? 0),
    isMet: (value) => value === 100,
    worse: "low",
  },
  {
    id: "best-practices",
    target: "best practices = 100",
    unit: "",
    after: 0,
    of: ({ scores }) => 100 * (scores["best-practices"] ?? 0),
    isMet: (value) => value === 100,
    worse: "low",
  },
  {
    id: "seo",
    target: "search engines = 100",
    unit: "",
    after: 0,
    of: ({ scores }) => 100 * (scores.seo ?? 0),
    isMet: (value) => value === 100,
    worse: "low",
  },
  {
    id: "largest-paint",
    target: "largest contentful paint ≤ 1.5 s",
    unit: " s",
    after: 2,
    of: ({ largestPaint }) => largestPaint / 1000,
    isMet: (value) => value <= 1.5,
    worse: "high",
  },
  {
    id: "shift",
    target: "cumulative layout shift ≤ 0.02",
    unit: "",
    after: 3,
    of: ({ shift }) => shift,
    isMet: (value) => value <= 0.02,
    worse: "high",
  },
  {
    id: "blocked",
    target: "total blocking time ≤ 200 ms",
    unit: " ms",
    after: 0,
    of: ({ blocked }) => blocked,
    isMet: (value) => value <= 200,
    worse: "high",
  },
];

const isNumber = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

/**
 * Whether pages keep what is promised of phones, from what Lighthouse measured. Of several measurements of a page the one in the middle counts.
 */
export function fastPages(measurements: readonly Measurement[]): readonly Finding[] {
  const pages = [...Map.groupBy(measurements, ({ url }) => url)];
  const broken = pages.flatMap(([url, runs]) =>
    runs.flatMap(({ error }) => (error === undefined ? [] : [`${new URL(url).pathname}: ${error}`])),
  );
  return limits.map(({ id, target, unit, after, of, isMet, worse }) => {
    const values = pages.map(([url, runs]) => ({
      path: new URL(url).pathname,
      value: percentile(runs.map(of).filter(isNumber), 0.5),
      failed: [...new Set(runs.flatMap(({ failed }) => failed))],
    }));
    const worst = values.toSorted((a, b) => (worse === "low" ? a.value - b.value : b.value - a.value))[0];
    const missed = values.filter(({ value }) => !isMet(value));
    return {
      id: `lighthouse-${id}`,
      subject: "Lighthouse, phone",
      target,
      measured:
        worst === undefined
          ? "nothing"
          : `${worse === "low" ? "at least" : "at most"} ${digits(worst.value, after)}${unit} (${worst.path}), ${pages.length} pages`,
      looked: pages.length,
      faults: [
        ...broken,
        ...missed.map(
          ({ path, value, failed }) =>
            `${path}: ${digits(value, after)}${unit}${worse === "low" && failed.length > 0 ? ` (${failed.join(", ")})` : ""}`,
        ),
      ],
    };
  });
}

/** The addresses of pages, each so many times, in rounds: what slows one round down slows all pages. */
export const rounds = (url: string, pages: readonly string[], times: number): readonly string[] =>
  Array.from({ length: times }, () => pages.map((page) => `${url}${address(page)}`)).flat();
