import { BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement } from "chart.js";
import { chartConfig } from "../chart/config.ts";
import type { ChartData } from "../chart/data.ts";
import { isAcross, type Look } from "../chart/look.ts";
import { readChart } from "./read-chart.ts";

Chart.register(BarController, BarElement, LineController, LineElement, PointElement, LinearScale, CategoryScale);

const wide = 560;
// Who holds a key down hears where they stop, not every value on the way. In milliseconds.
const pause = 250;

/** The colours as the style sheet has them now: a canvas does not know CSS variables. */
function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const hatch = colour("--hatch");
  return {
    ink: colour("--ink"),
    muted: colour("--muted"),
    rule: colour("--rule"),
    paper: colour("--paper"),
    series: ["--c1", "--c2", "--c3", "--c4"].map(colour),
    family: style.fontFamily,
    colour: (name) => colour(`--${name}`),
    hatch: (context) => hatchPattern(context, hatch),
  };
}

function hatchPattern(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 8;
  tile.height = 8;
  const pen = tile.getContext("2d");
  if (pen === null) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift - 1, 9);
    pen.lineTo(shift + 9, -1);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat") ?? colour;
}

/** Draws the interactive chart over the picture, at exactly its size, and lets keys and pointer read its values. */
export function upgrade(figure: HTMLElement): void {
  const stage = figure.querySelector<HTMLElement>(".stage");
  const picture = figure.querySelector<HTMLElement>(".picture");
  if (stage === null || picture === null) return;
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  // Stands empty from the beginning: a region that appears with its text in it is not read out.
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  stage.append(canvas, tip, spoken);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      spoken.textContent = text;
    }, pause);
  };
  let chart: Chart | undefined;
  let data: ChartData | undefined;
  let active = -1;

  const show = (index: number) => {
    if (chart === undefined || data === undefined) return;
    active = index;
    const elements = index < 0 ? [] : chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index }));
    chart.setActiveElements(
      elements.filter(
        ({ datasetIndex }) => data?.series[datasetIndex]?.points[index] && "value" in (data.series[datasetIndex]?.points[index] ?? {}),
      ),
    );
    chart.draw();
    tip.hidden = index < 0;
    if (index < 0) return say("");
    const label = data.labels[index] ?? "";
    const lines = data.series.map(({ label: name, points }) => {
      const point = points[index];
      const text =
        point === undefined
          ? ""
          : "value" in point
            ? [point.text, point.range && `(${point.range})`].filter(Boolean).join(" ")
            : point.mark;
      return (data?.series.length ?? 1) > 1 ? `${name}: ${text}` : text;
    });
    tip.replaceChildren(
      document.createTextNode(label),
      ...lines.map((line) => Object.assign(document.createElement("b"), { textContent: line })),
    );
    if (document.activeElement === picture) say([label, ...lines].join(", "));
    const bars = isAcross(data.kind);
    const axis = chart.scales[bars ? "y" : "x"];
    const place = axis?.getPixelForValue(index) ?? 0;
    const left = bars
      ? chart.width - tip.offsetWidth
      : place + 12 + tip.offsetWidth > chart.width
        ? place - 12 - tip.offsetWidth
        : place + 12;
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${bars ? Math.max(0, place - 20) : 0}px`;
  };

  const draw = () => {
    const width = picture.clientWidth;
    const height = picture.clientHeight;
    const look = lookOf(picture);
    data = readChart(figure, width < wide);
    const config = chartConfig(data, look);
    chart?.destroy();
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    chart = new Chart(canvas, {
      ...config,
      options: { ...config.options, onHover: (_, elements) => show(elements[0]?.index ?? -1) },
    });
    // Nothing of the picture goes away before the chart stands.
    for (const svg of picture.querySelectorAll("svg")) svg.style.visibility = "hidden";
  };
  draw();

  // No longer a picture: a group that takes keys, and says which.
  const help = document.createElement("p");
  help.id = `${figure.id}-keys`;
  help.className = "visually-hidden";
  help.textContent = figure.dataset.keys ?? "";
  stage.append(help);
  picture.tabIndex = 0;
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-describedby", `${picture.getAttribute("aria-describedby") ?? ""} ${help.id}`.trim());
  picture.addEventListener("keydown", (event) => {
    const last = (data?.labels.length ?? 0) - 1;
    const forward = getComputedStyle(picture).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const vertical = data !== undefined && isAcross(data.kind);
    const next =
      event.key === forward || (vertical && event.key === "ArrowDown")
        ? Math.min(last, active + 1)
        : event.key === back || (vertical && event.key === "ArrowUp")
          ? Math.max(0, active < 0 ? last : active - 1)
          : event.key === "Home"
            ? 0
            : event.key === "End"
              ? last
              : event.key === "Escape"
                ? -1
                : undefined;
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
  picture.addEventListener("blur", () => show(-1));
  stage.addEventListener("pointerleave", () => show(-1));
  let drawnAt = picture.clientWidth;
  new ResizeObserver(() => {
    if (picture.clientWidth === drawnAt) return;
    drawnAt = picture.clientWidth;
    draw();
  }).observe(picture);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
