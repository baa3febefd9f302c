import type { Highs } from "highs";
import { outOfTime, type Programme } from "../audit/solver.ts";
import { createSite, type SiteTerms } from "./detour-site.ts";
import type { Pattern } from "./pattern.ts";
import type { Alternative } from "./product-move.ts";

/** How many atoms to look at: first these, then those. */
export const near = 1_500;
export const wide = 8_000;

export interface DetourSearch {
  /**
   * The cheapest alternative tables between which a cell moves by the width.
   * @returns One table that moves it by the width, or one that lowers it and one that raises it; null when none was found.
   */
  find(cell: number, terms: SiteTerms): readonly Alternative[] | null;
  /** How many programmes were solved so far. */
  solved(): number;
}

/**
 * Looks for alternative tables by programmes over the atoms near a cell: what each gains and what it loses, so that nothing moves that must not.
 * Slower than product moves, and it finds what they do not.
 * @param seconds How much time is left.
 */
export function createDetourSearch(highs: Highs, pattern: Pattern, seconds: () => number): DetourSearch {
  const { space, widths, least } = pattern;
  let solved = 0;

  function find(cell: number, terms: SiteTerms): readonly Alternative[] | null {
    const width = widths[cell] as number;
    const site = createSite(pattern, cell, terms);
    if (!site) return null;
    const models: Programme[] = [];
    /** The cheapest table that moves the cell by so much or more: by a linear programme where its answer is whole, else in whole numbers. */
    const moved = (change: number): Alternative | null => {
      for (const isWhole of [false, true]) {
        const model = models[Number(isWhole)] ?? site.open(highs, isWhole);
        models[Number(isWhole)] = model;
        site.ask(model, change);
        const outcome = model.solve("minimize", seconds());
        solved++;
        if (outcome.status === "undecided") throw outOfTime();
        if (outcome.status !== "optimal") return null;
        const table = site.read(outcome.values, change);
        if (table) return table;
      }
      return null;
    };
    try {
      const whole = moved(width) ?? moved(-width);
      if (whole) return [whole];
      const most = Math.min(width - 1, (space.counts[cell] as number) - least);
      for (const down of spread(most)) {
        const lower = moved(-down);
        const higher = lower && moved(width - down);
        if (lower && higher) return [lower, higher];
      }
      return null;
    } finally {
      for (const model of models) model?.dispose();
    }
  }

  return { find, solved: () => solved };
}

const mostTries = 8;

/** Whole numbers from the largest down to 1: all of them, or a few that are evenly spread. */
function spread(largest: number): number[] {
  if (largest < 1) return [];
  const tries = Math.min(largest, mostTries);
  return [...new Set(Array.from({ length: tries }, (_, i) => Math.round(largest - (i * (largest - 1)) / Math.max(1, tries - 1))))];
}
