import { drawPicture, type Picture } from "../chart/picture.ts";
import type { ChartSpec } from "../chart/spec.ts";
import { chartData } from "./chart-data.ts";

interface Pictures {
  readonly wide: Picture;
  readonly narrow: Picture;
}
const drawn = new WeakMap<ChartSpec, Pictures>();

/** The two drawings of a chart: for a wide column and for a telephone. The live page and its frozen twin share them. */
export function picturesOf(spec: ChartSpec, language: string): Pictures {
  const pictures = drawn.get(spec) ?? {
    wide: drawPicture(chartData(spec, language, false), `${spec.id}-w`, 720),
    narrow: drawPicture(chartData(spec, language, true), `${spec.id}-n`, 350),
  };
  drawn.set(spec, pictures);
  return pictures;
}
