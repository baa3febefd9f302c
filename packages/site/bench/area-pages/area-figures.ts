import type { Area } from "../../src/data/hub.ts";
import type { Edition } from "../../src/edition.ts";
import { areaSections } from "../../src/figures/area-figures.ts";
import type { Figure } from "../../src/figures/figure.ts";

/** Every area of the finest level, with the first figure of its page. */
export const areaFigures = (edition: Edition): readonly { readonly area: Area; readonly figure: Figure }[] =>
  [...edition.hub.areas.values()]
    .filter(({ children }) => children.length === 0)
    .flatMap((area) => {
      const [figure] = areaSections(edition, area).flatMap(({ figures }) => figures);
      return figure === undefined ? [] : [{ area, figure }];
    });
