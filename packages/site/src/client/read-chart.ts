import type { ChartData, ChartPoint, SurveyNote } from "../chart/data.ts";

/** What the page says of a chart besides its values. */
export interface ChartNote {
  readonly kind: ChartData["kind"];
  readonly locale: string;
  readonly decimals: number;
  readonly ticks: ChartData["ticks"];
  readonly narrowTicks: ChartData["ticks"];
  readonly reference?: number;
  readonly survey?: SurveyNote;
}

const numberOrNull = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

function readPoint(cell: Element): ChartPoint {
  const data = cell.querySelector("data");
  if (data === null) return { mark: cell.textContent.trim() };
  return {
    value: Number(data.value),
    text: data.textContent.trim(),
    soft: data.dataset.soft !== undefined,
    ...(data.dataset.broken === undefined ? {} : { broken: true }),
    lower: numberOrNull(data.dataset.lower),
    upper: numberOrNull(data.dataset.upper),
    ...(data.dataset.range === undefined ? {} : { range: data.dataset.range }),
  };
}

/** What the note of a chart says of its drawing: all but what the table says. */
export const fromNote = ({ kind, locale, decimals, ticks, narrowTicks, reference, survey }: ChartNote, narrow: boolean) => ({
  kind,
  locale,
  decimals,
  ticks: narrow ? narrowTicks : ticks,
  ...(reference === undefined ? {} : { reference }),
  ...(survey === undefined ? {} : { survey }),
});

/** Reads a chart from the table under it: what is drawn is what the table says. */
export function readChart(figure: HTMLElement, narrow: boolean): ChartData {
  const note = JSON.parse(figure.dataset.chart ?? "{}") as ChartNote;
  const table = figure.querySelector("table");
  if (table === null) throw new Error("A chart without its table.");
  const rows = [...table.querySelectorAll("tbody tr")];
  const heads = [...table.querySelectorAll("thead th")].slice(1);
  return {
    ...fromNote(note, narrow),
    labels: rows.map((row) => row.querySelector("th")?.textContent.trim() ?? ""),
    series: heads.map((head, at) => ({
      label: head.textContent.trim(),
      points: rows.flatMap((row) => {
        const cell = row.querySelectorAll("td")[at];
        return cell === undefined ? [] : [readPoint(cell)];
      }),
    })),
  };
}
