import { drawPicture, type Picture } from "../chart/picture.ts";
import type { ChartSpec } from "../chart/spec.ts";
import { drawnOnce } from "../picture-store.ts";
import { chartData } from "./chart-data.ts";

interface Pictures {
  readonly wide: Picture;
  readonly narrow: Picture;
}
const drawn = new WeakMap<ChartSpec, Pictures>();

function draw(spec: ChartSpec, language: string): Pictures {
  const [wide, narrow] = [chartData(spec, language, false), chartData(spec, language, true)];
  return drawnOnce(process.env.OPENBEAT_SITE_PICTURES, [spec.id, wide, narrow], () => ({
    wide: drawPicture(wide, `${spec.id}-w`, 720),
    narrow: drawPicture(narrow, `${spec.id}-n`, 350),
  }));
}

/** The two drawings of a chart: for a wide column and for a telephone. The live page and its frozen twin share them. */
export function picturesOf(spec: ChartSpec, language: string): Pictures {
  const pictures = drawn.get(spec) ?? draw(spec, language);
  drawn.set(spec, pictures);
  return pictures;
}
