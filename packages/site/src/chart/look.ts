import type { ChartData, ChartKind, ChartPoint } from "./data.ts";

// What the configuration of a chart and the marks on it have in common.

/** The colours and letters of a chart: CSS variables at build time, computed colours in the browser. */
export interface Look {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly series: readonly string[];
  readonly family: string;
  /** Any other colour of the style sheet, by the name of its variable. */
  readonly colour: (name: string) => string;
  /** A fill of diagonal lines for what is not shown. */
  readonly hatch: (context: CanvasRenderingContext2D) => CanvasPattern | string;
}

export const fontSize = 12;
export const barThickness = 14;
export const answerThickness = 30;

/** Languages that are written from right to left: their charts are read that way too. */
export const isRightToLeft = (locale: string) => /^(ar|fa|he|ps|ur)\b/.test(locale);

/** Whether a chart lies: its values run along the lines of the text. */
export const isAcross = (kind: ChartKind): boolean => kind === "bars" || kind === "dots" || kind === "diverging";

/** The value of a place; nothing where none is shown. */
export const amountOf = (point: ChartPoint | undefined) => (point !== undefined && "value" in point ? point.value : null);
/** Whether a place is there and its value is not shown. */
export const isHidden = (point: ChartPoint | undefined) => point !== undefined && !("value" in point);

/** Whether a value is less certain than others. */
export const isSoftPoint = (point: ChartPoint | undefined) => point !== undefined && "value" in point && point.soft;

/** What all series have at a place. */
export const pointsAt = ({ series }: ChartData, index: number) => series.map(({ points }) => points[index]);
