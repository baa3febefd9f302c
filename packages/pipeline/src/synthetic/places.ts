import type { Point } from "./voronoi.ts";

/** Alderport's police districts. All names are invented. */
export interface District {
  readonly code: string;
  readonly name: string;
  readonly northOfRiver: boolean;
  readonly seed: Point;
}

export const districts: readonly District[] = [
  { code: "D1", name: "Old Port", northOfRiver: true, seed: [7.6, 7.2] },
  { code: "D2", name: "Northgate", northOfRiver: true, seed: [8.4, 10] },
  { code: "D3", name: "Millbrook", northOfRiver: true, seed: [3.2, 8.6] },
  { code: "D4", name: "Saltmarsh", northOfRiver: false, seed: [9, 3.6] },
  { code: "D5", name: "Kilnfield", northOfRiver: false, seed: [5.4, 4.6] },
  { code: "D6", name: "Southmoor", northOfRiver: false, seed: [2.4, 2.6] },
];

/** What a beat is like. The factors say how much happens there for each resident, where 1 is the city's average. */
export interface Beat {
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly seed: Point;
  /** How many of the district's residents live there, against its other beats. */
  readonly share: number;
  readonly incidents: number;
  readonly concerns: number;
  readonly engagement: number;
  /** Shares of the residents, in percent, by `ageBands`. */
  readonly ages: readonly [number, number, number, number];
  /** Shares of the residents, in percent, by `homeLanguages`. */
  readonly languages: readonly [number, number, number];
}

export const ageBands = ["age_0_17", "age_18_34", "age_35_64", "age_65_plus"] as const;
export const homeLanguages = ["home_english", "home_spanish", "home_other"] as const;

type Row = readonly [
  code: string,
  name: string,
  seed: Point,
  share: number,
  incidents: number,
  concerns: number,
  engagement: number,
  ages: Beat["ages"],
  languages: Beat["languages"],
];

const rows: readonly Row[] = [
  ["B101", "Ropewalk", [6, 7.3], 1.05, 1.55, 1.1, 1.3, [14, 42, 34, 10], [72, 16, 12]],
  ["B102", "Customs Quay", [7.4, 7], 0.95, 2.1, 1.25, 1.5, [10, 48, 33, 9], [78, 11, 11]],
  ["B103", "Lantern Hill", [7.4, 8.1], 1.15, 1.15, 0.95, 0.9, [19, 31, 38, 12], [80, 12, 8]],
  ["B104", "Breakwater", [9.6, 8.2], 0.85, 0.8, 0.9, 0.7, [20, 22, 40, 18], [86, 8, 6]],
  ["B201", "Market Gate", [5.9, 8.6], 1.1, 1.35, 1.2, 1.4, [23, 29, 36, 12], [58, 31, 11]],
  ["B202", "Lighthouse", [7.6, 9.3], 1.1, 1, 1, 0.9, [24, 25, 38, 13], [66, 24, 10]],
  ["B203", "Larkfield", [4.9, 10.4], 0.95, 0.65, 0.85, 0.6, [25, 19, 40, 16], [84, 9, 7]],
  ["B204", "Cannery Point", [8.8, 10.3], 0.85, 0.85, 0.8, 0.5, [22, 23, 39, 16], [74, 18, 8]],
  ["B301", "Weir Bank", [4.7, 7.6], 1.1, 1.2, 1.15, 1.2, [21, 30, 37, 12], [70, 19, 11]],
  ["B302", "Millpond", [4, 9.2], 1.05, 0.9, 1, 1, [24, 22, 40, 14], [80, 11, 9]],
  ["B303", "Fullers Green", [2.7, 7.9], 1, 0.7, 1.05, 1.1, [26, 18, 42, 14], [85, 8, 7]],
  ["B304", "Westgate", [1.9, 9.3], 0.85, 0.6, 0.7, 0.5, [25, 17, 41, 17], [88, 6, 6]],
  ["B401", "Shipyard", [7.4, 5], 1.15, 1.4, 1.1, 1, [22, 31, 36, 11], [52, 38, 10]],
  ["B402", "Reed Lane", [7.2, 3.3], 1.05, 0.95, 0.95, 0.9, [25, 24, 38, 13], [64, 28, 8]],
  ["B403", "Tidewater", [9, 4.2], 0.95, 0.75, 0.9, 0.8, [22, 19, 40, 19], [82, 11, 7]],
  ["B404", "Saltpan Beach", [8.6, 1.9], 0.85, 0.85, 0.8, 0.6, [18, 20, 39, 23], [86, 8, 6]],
  ["B501", "Brickyard", [3.2, 5.4], 0.95, 1.05, 1, 0.9, [27, 26, 36, 11], [54, 36, 10]],
  ["B502", "Kiln Square", [4.8, 5.8], 1.1, 1.6, 1.35, 1.4, [26, 32, 33, 9], [46, 42, 12]],
  ["B503", "Foundry", [6.1, 5.5], 1, 1.5, 1.15, 1.1, [24, 34, 33, 9], [49, 39, 12]],
  ["B504", "Claypit", [4.7, 4.5], 0.95, 1.2, 1.1, 0.8, [28, 28, 34, 10], [50, 40, 10]],
  ["B601", "Southmoor Park", [5.2, 3.2], 1.1, 0.75, 1, 1, [25, 20, 41, 14], [78, 14, 8]],
  ["B602", "Gorse Hill", [3, 3.5], 1.05, 0.6, 0.85, 0.7, [24, 18, 42, 16], [84, 9, 7]],
  ["B603", "Quarry Side", [1.6, 4.3], 0.9, 0.7, 0.7, 0.25, [23, 21, 40, 16], [76, 16, 8]],
  ["B604", "Long Acre", [3.2, 1.6], 0.95, 0.5, 0.75, 0.6, [24, 15, 42, 19], [89, 5, 6]],
];

export const beats: readonly Beat[] = rows.map(([code, name, seed, share, incidents, concerns, engagement, ages, languages]) => ({
  code,
  name,
  district: `D${code.slice(1, 2)}`,
  seed,
  share,
  incidents,
  concerns,
  engagement,
  ages,
  languages,
}));

/** The council's districts, drawn for an equal number of residents and not after the beats. */
export const councilDistricts: readonly { readonly code: string; readonly seed: Point }[] = [
  { code: "CD1", seed: [8.6, 7.6] },
  { code: "CD2", seed: [6, 10] },
  { code: "CD3", seed: [2.2, 6.6] },
  { code: "CD4", seed: [8, 3.4] },
  { code: "CD5", seed: [3.5, 2.5] },
];
/** The island off the harbour, where nobody lives, belongs to these. */
export const islandOf = { beat: "B104", councilDistrict: "CD1" } as const;

/** Residents on a square kilometre, before they are made to add up: most around the head of the harbour, fewest at the city's limits. */
export const density = ([x, y]: Point): number =>
  380 +
  3500 * bump(x, y, 6.9, 7.4, 1.7) +
  2600 * bump(x, y, 5.6, 5.2, 1.6) +
  1150 * bump(x, y, 3.2, 8.8, 1.8) +
  920 * bump(x, y, 8.4, 3.2, 1.7) +
  1000 * bump(x, y, 2.6, 2.9, 1.7) +
  690 * bump(x, y, 8.6, 10, 1.4);
const bump = (x: number, y: number, atX: number, atY: number, spread: number) =>
  Math.exp(-((x - atX) ** 2 + (y - atY) ** 2) / (2 * spread * spread));
