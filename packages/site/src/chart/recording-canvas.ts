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
/** Half a pixel of a drawing is less than anybody sees, and a drawing of a hundred places is lighter by a seventh for it. */
const roundPlace = (value: number) => Math.round(value * 2) / 2;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

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
  clip: string | undefined;
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
  #path = "";
  /** Where the last line of the path ends, as text. */
  #lineEnd: string | undefined;
  /** The path that was filled last, and what was drawn of it: one that is stroked too is drawn as one shape. */
  #filled: { readonly path: string; readonly shape: string; readonly clip: string | undefined } | undefined;
  readonly #shapes: string[] = [];
  readonly #definitions: string[] = [];
  readonly #clips = new Map<string, string>();

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
    this.#path = "";
    this.#lineEnd = undefined;
  }
  closePath(): void {
    this.#lineEnd = undefined;
    this.#path += "Z";
  }
  moveTo(x: number, y: number): void {
    this.#lineEnd = undefined;
    this.#path += `M${this.#point(x, y)}`;
  }
  lineTo(x: number, y: number): void {
    const end = this.#point(x, y);
    if (end === this.#lineEnd) return;
    this.#path += `${this.#path === "" ? "M" : "L"}${end}`;
    this.#lineEnd = end;
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#lineEnd = undefined;
    this.#path += `C${this.#point(ax, ay)} ${this.#point(bx, by)} ${this.#point(x, y)}`;
  }
  quadraticCurveTo(ax: number, ay: number, x: number, y: number): void {
    this.#lineEnd = undefined;
    this.#path += `Q${this.#point(ax, ay)} ${this.#point(x, y)}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    const corners = [this.#point(x, y), this.#point(x + width, y), this.#point(x + width, y + height), this.#point(x, y + height)];
    this.#lineEnd = undefined;
    this.#path += `M${corners.join("L")}Z`;
  }
  /** A part of a circle. Charts do not skew, so a circle stays one. */
  arc(x: number, y: number, radius: number, from: number, to: number, counterclockwise = false): void {
    const at = (angle: number) => this.#point(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const [a, b] = this.#state.matrix;
    const r = round(radius * Math.hypot(a, b));
    const sweep = counterclockwise ? 0 : 1;
    const full = 2 * Math.PI;
    if (this.#path === "" || this.#path.endsWith("Z")) this.#path += `M${at(from)}`;
    else if (at(from) !== this.#lineEnd) this.#path += `L${at(from)}`;
    // The corner of a box that is not round.
    this.#lineEnd = r === 0 ? at(from) : undefined;
    if (r === 0) return;
    if (Math.abs(to - from) >= full - 1e-6) {
      this.#path += `A${r} ${r} 0 1 ${sweep} ${at(from + Math.PI)}A${r} ${r} 0 1 ${sweep} ${at(from)}`;
      return;
    }
    const turn = (((counterclockwise ? from - to : to - from) % full) + full) % full;
    this.#path += `A${r} ${r} 0 ${turn > Math.PI ? 1 : 0} ${sweep} ${at(to)}`;
  }

  clip(): void {
    const id = this.#clips.get(this.#path) ?? `${this.canvas.id}-clip${this.#clips.size}`;
    if (!this.#clips.has(this.#path)) {
      this.#clips.set(this.#path, id);
      this.#definitions.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    }
    this.#state.clip = id;
  }
  fill(): void {
    if (this.#path === "" || this.#isInvisible(this.#state.fillStyle)) return;
    const shape = `<path d="${this.#path}" fill="${this.#paint(this.#state.fillStyle)}"${this.#opacity()}/>`;
    this.#draw(shape);
    this.#filled = this.#opacity() === "" ? { path: this.#path, shape, clip: this.#state.clip } : undefined;
  }
  stroke(): void {
    const { lineWidth, lineCap, lineJoin, dash, strokeStyle } = this.#state;
    if (this.#path === "" || lineWidth <= 0 || this.#isInvisible(strokeStyle)) return;
    const width = lineWidth === 1 ? "" : ` stroke-width="${round(lineWidth)}"`;
    const cap = lineCap === "butt" ? "" : ` stroke-linecap="${lineCap}"`;
    const join = lineJoin === "miter" ? "" : ` stroke-linejoin="${lineJoin}"`;
    const dashes = dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`;
    const line = ` stroke="${this.#paint(strokeStyle)}"${width}${cap}${join}${dashes}${this.#opacity()}/>`;
    if (this.#opacity() === "" && this.#filled?.path === this.#path && this.#filled.clip === this.#state.clip)
      this.#replaceLast(this.#filled.shape, `${this.#filled.shape.slice(0, -"/>".length)}${line}`);
    else this.#draw(`<path d="${this.#path}" fill="none"${line}`);
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
      ? `x="${roundPlace(x + matrix[4])}" y="${roundPlace(baseline + matrix[5])}"`
      : `transform="matrix(${matrix.map((part) => Math.round(part * 1e4) / 1e4).join(" ")})" x="${round(x)}" y="${round(baseline)}"`;
    const anchor = anchors[textAlign];
    this.#draw(
      `<text ${place}${anchor === undefined ? "" : ` text-anchor="${anchor}"`} font-size="${size}"${bold ? ' font-weight="600"' : ""} fill="${this.#paint(fillStyle)}"${this.#opacity()}>${escaped(text)}</text>`,
    );
  }
  strokeText(): void {}
  drawImage(): void {}
  isPointInPath(): boolean {
    return false;
  }

  /** A fill of diagonal lines, as a pattern of the picture. */
  hatch(colour: string): RecordedPattern {
    const pattern = `${this.canvas.id}-hatch`;
    const definition = `<pattern id="${pattern}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="${escaped(colour)}" stroke-width="2.5"/></pattern>`;
    if (!this.#definitions.includes(definition)) this.#definitions.push(definition);
    return { pattern };
  }

  /** What was drawn: the inside of an `<svg>`. */
  drawing(): string {
    const definitions = this.#definitions.length === 0 ? "" : `<defs>${this.#definitions.join("")}</defs>`;
    return definitions + this.#shapes.join("");
  }

  #point(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.#state.matrix;
    return `${roundPlace(a * x + c * y + e)} ${roundPlace(b * x + d * y + f)}`;
  }
  #font() {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(this.#state.font)?.[1] ?? 10);
    return { size, bold: /\b(bold|[6-9]00)\b/.test(this.#state.font) };
  }
  #isInvisible(paint: Paint): boolean {
    return paint === "transparent" || paint === "rgba(0,0,0,0)";
  }
  #paint(paint: Paint): string {
    return typeof paint === "string" ? escaped(paint) : `url(#${paint.pattern})`;
  }
  #opacity(): string {
    return this.#state.globalAlpha === 1 ? "" : ` opacity="${this.#state.globalAlpha}"`;
  }
  // A clip on a transformed <text> is read in the text's own coordinates, so the clip goes on a group around the shape.
  #draw(shape: string): void {
    this.#filled = undefined;
    const { clip } = this.#state;
    const opening = clip === undefined ? undefined : `<g clip-path="url(#${clip})">`;
    const last = this.#shapes.at(-1);
    if (opening === undefined) this.#shapes.push(shape);
    else if (last?.startsWith(opening)) this.#shapes[this.#shapes.length - 1] = `${last.slice(0, -"</g>".length)}${shape}</g>`;
    else this.#shapes.push(`${opening}${shape}</g>`);
  }
  #replaceLast(shape: string, other: string): void {
    this.#filled = undefined;
    const last = this.#shapes.pop() ?? "";
    const at = last.lastIndexOf(shape);
    this.#shapes.push(`${last.slice(0, at)}${other}${last.slice(at + shape.length)}`);
  }
  #aside(draw: () => void): void {
    const [path, end] = [this.#path, this.#lineEnd];
    this.#path = "";
    draw();
    [this.#path, this.#lineEnd] = [path, end];
  }
}

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
