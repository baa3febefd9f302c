import { editionDoors, fileAt } from "@openbeat/schema/domain";
import { chartPicture } from "../downloads/chart-files.ts";
import { chartsOnce } from "../downloads/files.ts";
import type { Edition } from "../edition.ts";
import { hasImage } from "../figures/distinct-charts.ts";
import type { ImageFile } from "./cards.ts";
import { cachedPng } from "./draw-png.ts";

/** Pictures in pixels of the charts that have one, in a frozen edition; live pages lead to the same. */
export async function* chartImages(edition: Edition): AsyncGenerator<ImageFile> {
  for (const chart of chartsOnce(edition).all)
    if (hasImage(chart))
      yield {
        path: `${edition.root}/${fileAt(editionDoors.chartImage, { chart: chart.id })}`,
        png: await cachedPng(chartPicture(edition, chart)),
      };
}
