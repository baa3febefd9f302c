import { createHash } from "node:crypto";
import type { Hub } from "../data/hub.ts";
import { type Figure, figureRows } from "./figure.ts";

/** A chart where it stands. */
export interface PlacedFigure {
  /** The address of the page within its edition, with a slash at its end. */
  readonly page: string;
  readonly figure: Figure;
}

/** A chart of the site, which may stand on several pages. */
export interface Chart {
  /** The only one of its name in the edition, and the same in every language. Also its name in an address. */
  readonly id: string;
  readonly figure: Figure;
  /** The pages it stands on, the first of which names it. */
  readonly pages: readonly string[];
}

/** Whether a chart has a picture in pixels, which is dear to draw: those of the pages of themes. */
export const hasImage = ({ pages }: Chart): boolean => pages.some((page) => page.startsWith("themes/"));

/** The charts of an edition, each once. */
export interface Charts {
  readonly all: readonly Chart[];
  /** @throws {Error} Where no such figure stands on the page: a bug. */
  at(page: string, figure: Figure): Chart;
}

/** What makes two figures the same chart: the same rows in the same form. Words are left out, so that every language has the same charts. */
const contentOf = (figure: Figure): string =>
  createHash("sha256")
    .update(JSON.stringify([figure.spec.id, figure.spec.kind, figureRows(figure).map(({ key, observation }) => [key, observation])]))
    .digest("base64url");

const partsOf = (page: string): readonly string[] => decodeURIComponent(page).split("/").filter(Boolean);

/**
 * Gives each chart one name: that of its figure, and of the first page it stands on without the section that page is in.
 * @throws {Error} Where two charts would have one name.
 */
export function distinctCharts(placed: Iterable<PlacedFigure>): Charts {
  const byContent = new Map<string, { id: string; figure: Figure; pages: string[] }>();
  const byPlace = new Map<string, Chart>();
  const taken = new Set<string>();
  for (const { page, figure } of placed) {
    const content = contentOf(figure);
    const known = byContent.get(content);
    if (known !== undefined) known.pages.push(page);
    else {
      const parts = partsOf(page);
      const name = (of: readonly string[]) => `${figure.spec.id}--${of.join("-")}`;
      const short = name(parts.length > 1 ? parts.slice(1) : parts);
      const id = taken.has(short.toLowerCase()) ? name(parts) : short;
      if (taken.has(id.toLowerCase())) throw new Error(`Two charts would have the address ${id}.`);
      taken.add(id.toLowerCase());
      byContent.set(content, { id, figure, pages: [page] });
    }
    const chart = byContent.get(content);
    if (chart !== undefined) byPlace.set(`${page}#${figure.spec.id}`, chart);
  }
  return {
    all: [...byContent.values()],
    at(page, { spec }) {
      const chart = byPlace.get(`${page}#${spec.id}`);
      if (chart === undefined) throw new Error(`The page ${page} has no chart ${spec.id} among those of its edition.`);
      return chart;
    },
  };
}

const known = new WeakMap<Hub, Charts>();

/** The distinct charts of a hub, found once. */
export function chartsOfHub(hub: Hub, placed: () => Iterable<PlacedFigure>): Charts {
  const charts = known.get(hub) ?? distinctCharts(placed());
  known.set(hub, charts);
  return charts;
}
