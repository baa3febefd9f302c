import { markupText } from "../markup-text.ts";
import { roundPlace, SvgPath } from "./svg-path.ts";
import { textWidth } from "./text-width.ts";

// Chart.js draws on whatever has the methods of a 2D context. This one writes down what is drawn as SVG, so that the picture a page
// carries is drawn by the same code as the interactive chart. Text stays text; colours stay CSS variables.

type Matrix = readonly [number, number, number, number, number, number];
const identity: Matrix = [1, 0, 0, 1, 0, 0];
const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];
const round = (value: number) => Math.round(value * 10) / 10;

/** A fill that stands for a pattern in the picture's `<defs>`. */
export interface RecordedPattern {
  readonly pattern: string;
}
type Paint = string | RecordedPattern;

interface State {
  matrix: Matrix;
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  direction: string;
  globalAlpha: number;
  lineCap: string;
  lineJoin: string;
  dash: readonly number[];
  clip: Clip | undefined;
}

/** A part of the picture outside of which nothing is drawn, and the id of its shape. */
interface Clip {
  readonly id: string;
  readonly path: SvgPath;
}

/** What is drawn at once, and how: shapes after each other that are drawn alike become one. */
interface Shape {
  readonly path: SvgPath;
  readonly fill: string;
  /** The attributes of its line; none where it has none. */
  readonly stroke: string;
  readonly opacity: string;
  readonly clip: string | undefined;
}
interface Letters {
  readonly place: string;
  readonly look: string;
  readonly text: string;
}

const anchors: Readonly<Record<string, string>> = { center: "middle", right: "end", end: "end" };
// How far below the given y the baseline lies, in font sizes.
const baselines: Readonly<Record<string, number>> = { middle: 0.36, top: 0.8, hanging: 0.8, bottom: -0.2 };

/** The 2D context: as much of it as charts of lines, bars and points use. */
export class RecordingContext {
  readonly canvas: RecordingCanvas;
  #state: State = {
    matrix: identity,
    fillStyle: "#000",
    strokeStyle: "#000",
    lineWidth: 1,
    font: "10px sans-serif",
    textAlign: "start",
    textBaseline: "alphabetic",
    direction: "inherit",
    globalAlpha: 1,
    lineCap: "butt",
    lineJoin: "miter",
    dash: [],
    clip: undefined,
  };
  #saved: State[] = [];
  #path = new SvgPath();
  /** Whether what was drawn last is the path as it stands, filled: if it is stroked too, it is one shape. */
  #isFilled = false;
  readonly #shapes: Shape[] = [];
  readonly #letters: Letters[] = [];
  readonly #patterns = new Set<string>();
  readonly #clips = new Map<string, Clip>();

  constructor(canvas: RecordingCanvas) {
    this.canvas = canvas;
  }

  get fillStyle(): Paint {
    return this.#state.fillStyle;
  }
  set fillStyle(paint: Paint) {
    this.#state.fillStyle = paint;
  }
  get strokeStyle(): Paint {
    return this.#state.strokeStyle;
  }
  set strokeStyle(paint: Paint) {
    this.#state.strokeStyle = paint;
  }
  get lineWidth(): number {
    return this.#state.lineWidth;
  }
  set lineWidth(width: number) {
    this.#state.lineWidth = width;
  }
  get font(): string {
    return this.#state.font;
  }
  set font(font: string) {
    this.#state.font = font;
  }
  get textAlign(): string {
    return this.#state.textAlign;
  }
  set textAlign(align: string) {
    this.#state.textAlign = align;
  }
  get textBaseline(): string {
    return this.#state.textBaseline;
  }
  set textBaseline(baseline: string) {
    this.#state.textBaseline = baseline;
  }
  get direction(): string {
    return this.#state.direction;
  }
  set direction(direction: string) {
    this.#state.direction = direction;
  }
  get globalAlpha(): number {
    return this.#state.globalAlpha;
  }
  set globalAlpha(alpha: number) {
    this.#state.globalAlpha = alpha;
  }
  get lineCap(): string {
    return this.#state.lineCap;
  }
  set lineCap(cap: string) {
    this.#state.lineCap = cap;
  }
  get lineJoin(): string {
    return this.#state.lineJoin;
  }
  set lineJoin(join: string) {
    this.#state.lineJoin = join;
  }
  lineDashOffset = 0;
  setLineDash(dash: readonly number[]): void {
    this.#state.dash = dash;
  }
  getLineDash(): readonly number[] {
    return this.#state.dash;
  }

  save(): void {
    this.#saved.push({ ...this.#state });
  }
  restore(): void {
    this.#isFilled = false;
    this.#state = this.#saved.pop() ?? this.#state;
  }
  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }
  rotate(angle: number): void {
    this.transform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0);
  }
  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }
  transform(...matrix: [number, number, number, number, number, number]): void {
    this.#state.matrix = times(this.#state.matrix, matrix);
  }
  setTransform(...matrix: [number, number, number, number, number, number]): void {
    this.#state.matrix = matrix;
  }
  resetTransform(): void {
    this.#state.matrix = identity;
  }

  beginPath(): void {
    this.#path = new SvgPath();
    this.#isFilled = false;
  }
  closePath(): void {
    this.#path.close();
    this.#isFilled = false;
  }
  moveTo(x: number, y: number): void {
    this.#path.move(this.#place(x, y));
    this.#isFilled = false;
  }
  lineTo(x: number, y: number): void {
    this.#path.line(this.#place(x, y));
    this.#isFilled = false;
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#path.curve([this.#place(ax, ay), this.#place(bx, by)], this.#place(x, y));
    this.#isFilled = false;
  }
  quadraticCurveTo(ax: number, ay: number, x: number, y: number): void {
    this.#path.curve([this.#place(ax, ay)], this.#place(x, y));
    this.#isFilled = false;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }
  /** A part of a circle. Charts do not skew, so a circle stays one. */
  arc(x: number, y: number, radius: number, from: number, to: number, counterclockwise = false): void {
    const at = (angle: number) => this.#place(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const [a, b] = this.#state.matrix;
    const r = round(radius * Math.hypot(a, b));
    const sweep = counterclockwise ? 0 : 1;
    const full = 2 * Math.PI;
    this.#isFilled = false;
    this.#path.line(at(from));
    // The corner of a box that is not round.
    if (r === 0) return;
    if (Math.abs(to - from) >= full - 1e-6) {
      // Its two ends are as far apart as it is wide: rounded by themselves, one circle would be wider than the next.
      const [left, top] = this.#path.at ?? at(from);
      const across: readonly [number, number] = [roundPlace(left - 2 * r * Math.cos(from)), roundPlace(top - 2 * r * Math.sin(from))];
      this.#path.arc(r, true, sweep, across);
      this.#path.arc(r, true, sweep, [left, top]);
      return;
    }
    const turn = (((counterclockwise ? from - to : to - from) % full) + full) % full;
    this.#path.arc(r, turn > Math.PI, sweep, at(to));
  }

  clip(): void {
    const shape = String(this.#path);
    const clip = this.#clips.get(shape) ?? { id: `${this.canvas.id}-clip${this.#clips.size}`, path: this.#path.clone() };
    this.#clips.set(shape, clip);
    this.#state.clip = clip;
    this.#isFilled = false;
  }
  fill(): void {
    if (this.#path.isEmpty || this.#isInvisible(this.#state.fillStyle)) return;
    this.#draw({ fill: this.#paint(this.#state.fillStyle), stroke: "" }, 0);
    this.#isFilled = this.#opacity() === "";
  }
  stroke(): void {
    const { lineWidth, lineCap, lineJoin, dash, strokeStyle } = this.#state;
    if (this.#path.isEmpty || lineWidth <= 0 || this.#isInvisible(strokeStyle)) return;
    const width = lineWidth === 1 ? "" : ` stroke-width="${round(lineWidth)}"`;
    const cap = lineCap === "butt" ? "" : ` stroke-linecap="${lineCap}"`;
    const join = lineJoin === "miter" ? "" : ` stroke-linejoin="${lineJoin}"`;
    const dashes = dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`;
    const fill = this.#isFilled && this.#opacity() === "" ? this.#shapes.pop()?.fill : undefined;
    this.#draw({ fill: fill ?? "none", stroke: ` stroke="${this.#paint(strokeStyle)}"${width}${cap}${join}${dashes}` }, lineWidth / 2);
    this.#isFilled = false;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#aside(() => {
      this.rect(x, y, width, height);
      this.fill();
    });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#aside(() => {
      this.rect(x, y, width, height);
      this.stroke();
    });
  }
  clearRect(): void {}

  measureText(text: string) {
    const { size, bold } = this.#font();
    const width = textWidth(text, size, bold);
    return {
      width,
      actualBoundingBoxLeft: 0,
      actualBoundingBoxRight: width,
      actualBoundingBoxAscent: 0.72 * size,
      actualBoundingBoxDescent: 0.2 * size,
      fontBoundingBoxAscent: 0.9 * size,
      fontBoundingBoxDescent: 0.22 * size,
    };
  }
  fillText(text: string, x: number, y: number): void {
    const { size, bold } = this.#font();
    const { matrix, textAlign, textBaseline, fillStyle } = this.#state;
    const [a, b, c, d] = matrix;
    const baseline = y + (baselines[textBaseline] ?? 0) * size;
    const upright = a === 1 && b === 0 && c === 0 && d === 1;
    const place = upright
      ? `x="${Math.round(x + matrix[4])}" y="${Math.round(baseline + matrix[5])}"`
      : `transform="matrix(${matrix.map((part) => Math.round(part * 1e4) / 1e4).join(" ")})" x="${round(x)}" y="${round(baseline)}"`;
    const anchor = anchors[textAlign];
    // Letters are wider or narrower in the reader's own font than they were measured here: they are never cut.
    this.#letters.push({
      place,
      look: `${anchor === undefined ? "" : ` text-anchor="${anchor}"`} font-size="${size}"${bold ? ' font-weight="600"' : ""} fill="${this.#paint(fillStyle)}"${this.#opacity()}`,
      text: markupText(text),
    });
  }
  strokeText(): void {}
  drawImage(): void {}
  isPointInPath(): boolean {
    return false;
  }

  /** A fill of diagonal lines, as a pattern of the picture. */
  hatch(colour: string): RecordedPattern {
    const pattern = `${this.canvas.id}-hatch`;
    this.#patterns.add(
      `<pattern id="${pattern}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="${markupText(colour)}" stroke-width="2.5"/></pattern>`,
    );
    return { pattern };
  }

  /** What was drawn: the inside of an `<svg>`, the letters over the shapes. */
  drawing(): string {
    const clips = [...this.#clips.values()].filter(({ id }) => this.#shapes.some(({ clip }) => clip === id));
    const definitions = [...clips.map(({ id, path }) => `<clipPath id="${id}"><path d="${String(path)}"/></clipPath>`), ...this.#patterns];
    return `${definitions.length === 0 ? "" : `<defs>${definitions.join("")}</defs>`}${joinedShapes(this.#shapes)}${joinedLetters(this.#letters)}`;
  }

  #place(x: number, y: number): readonly [number, number] {
    const [a, b, c, d, e, f] = this.#state.matrix;
    return [roundPlace(a * x + c * y + e), roundPlace(b * x + d * y + f)];
  }
  #font() {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(this.#state.font)?.[1] ?? 10);
    return { size, bold: /\b(bold|[6-9]00)\b/.test(this.#state.font) };
  }
  #isInvisible(paint: Paint): boolean {
    return paint === "transparent" || paint === "rgba(0,0,0,0)";
  }
  #paint(paint: Paint): string {
    return typeof paint === "string" ? markupText(paint) : `url(#${paint.pattern})`;
  }
  #opacity(): string {
    return this.#state.globalAlpha === 1 ? "" : ` opacity="${this.#state.globalAlpha}"`;
  }
  #draw(look: Pick<Shape, "fill" | "stroke">, edge: number): void {
    const path = this.#path.clone();
    const { clip } = this.#state;
    this.#shapes.push({
      path,
      ...look,
      opacity: this.#opacity(),
      clip: clip === undefined || isWithin(path, edge, clip) ? undefined : clip.id,
    });
  }
  #aside(draw: () => void): void {
    const path = this.#path;
    this.#path = new SvgPath();
    draw();
    this.#path = path;
    this.#isFilled = false;
  }
}

/** Whether a shape lies in a clip, which then cuts nothing from it. The bulge of an arc counts for nothing: dots on an edge stay whole. */
function isWithin(path: SvgPath, edge: number, { path: clip }: Clip): boolean {
  const [own, around] = [path.box, clip.box];
  return (
    own.left - edge >= around.left && own.right + edge <= around.right && own.top - edge >= around.top && own.bottom + edge <= around.bottom
  );
}

/** Shapes in their order, those after each other that are drawn alike as one. */
function joinedShapes(shapes: readonly Shape[]): string {
  let text = "";
  for (let from = 0; from < shapes.length; ) {
    const first = shapes[from] as Shape;
    const path = first.path.clone();
    let to = from + 1;
    // What one can look through is darker where it lies over another.
    for (let next = shapes[to]; next !== undefined && first.opacity === "" && isAlike(next, first); next = shapes[to]) {
      path.add(next.path);
      to += 1;
    }
    const shape = `<path d="${String(path)}" fill="${first.fill}"${first.stroke}${first.opacity}/>`;
    text += first.clip === undefined ? shape : `<g clip-path="url(#${first.clip})">${shape}</g>`;
    from = to;
  }
  return text;
}
const isAlike = (a: Shape, b: Shape) => a.fill === b.fill && a.stroke === b.stroke && a.opacity === b.opacity && a.clip === b.clip;

/** Letters, those of one look in a group that says it once. */
const joinedLetters = (letters: readonly Letters[]): string =>
  [...Map.groupBy(letters, ({ look }) => look)]
    .map(([look, own]) => {
      const [only] = own;
      if (only !== undefined && own.length === 1) return `<text ${only.place}${look}>${only.text}</text>`;
      return `<g${look}>${own.map(({ place, text }) => `<text ${place}>${text}</text>`).join("")}</g>`;
    })
    .join("");

/** A canvas without a browser. @param id Begins the ids inside its drawing: give each picture of a page its own. */
export class RecordingCanvas {
  readonly id: string;
  width: number;
  height: number;
  readonly style = {};
  readonly #context: RecordingContext;
  constructor(id: string, width: number, height: number) {
    this.id = id;
    this.width = width;
    this.height = height;
    this.#context = new RecordingContext(this);
  }
  getContext(): RecordingContext {
    return this.#context;
  }
}
