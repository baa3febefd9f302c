// Writes paths of SVG as short as they can be: places are relative to the one before, so that what repeats in a drawing reads the same everywhere.

/** Half a pixel of a drawing is less than anybody sees, and a drawing of a hundred places is lighter by a seventh for it. */
// Zero is added because −0 is none.
export const roundPlace = (value: number): number => Math.round(value * 2) / 2 + 0;

/** A step of a path, its places in pixels from the corner of the drawing, rounded. An arc is a part of a circle. */
type Step =
  | { readonly kind: "move"; readonly to: Place }
  | { readonly kind: "line"; readonly to: Place }
  | { readonly kind: "curve"; readonly by: readonly Place[]; readonly to: Place }
  | { readonly kind: "arc"; readonly radius: number; readonly isLarge: boolean; readonly sweep: 0 | 1; readonly to: Place }
  | { readonly kind: "close" };
type Place = readonly [x: number, y: number];

const isSame = ([ax, ay]: Place, [bx, by]: Place) => ax === bx && ay === by;

/** A number without the zero before its point. */
function number(value: number): string {
  const text = String(value);
  if (text.startsWith("0.")) return text.slice(1);
  return text.startsWith("-0.") ? `-${text.slice(2)}` : text;
}

/** Whether a number can be told from the one that a text ends with, though nothing stands between: by its sign, or by a second point. */
const joins = (text: string, next: string) => next.startsWith("-") || (next.startsWith(".") && /\.\d+$/.test(text.slice(-9)));

/** Numbers after each other, with a space only where one could not be told from the next. */
function numbers(values: readonly number[]): string {
  let text = "";
  for (const value of values) {
    const one = number(value);
    text += text === "" || joins(text, one) ? one : ` ${one}`;
  }
  return text;
}

const shorter = (one: string, other: string) => (other.length < one.length ? other : one);

/** A path while it is drawn, and several that are drawn alike. */
export class SvgPath {
  readonly #steps: Step[] = [];
  #at: Place | undefined;
  #start: Place | undefined;

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }
  /** Where the next step begins; nothing at the beginning. */
  get at(): Place | undefined {
    return this.#at;
  }
  move(to: Place): void {
    this.#steps.push({ kind: "move", to });
    this.#at = to;
    this.#start = to;
  }
  line(to: Place): void {
    if (this.#at === undefined) this.move(to);
    else if (!isSame(this.#at, to)) {
      this.#steps.push({ kind: "line", to });
      this.#at = to;
    }
  }
  curve(by: readonly Place[], to: Place): void {
    this.#steps.push({ kind: "curve", by, to });
    this.#at = to;
  }
  arc(radius: number, isLarge: boolean, sweep: 0 | 1, to: Place): void {
    this.#steps.push({ kind: "arc", radius, isLarge, sweep, to });
    this.#at = to;
  }
  close(): void {
    if (this.#steps.length === 0) return;
    // The last side of a closed figure is drawn by its closing.
    const last = this.#steps.at(-1);
    if (last?.kind === "line" && this.#start !== undefined && isSame(last.to, this.#start)) this.#steps.pop();
    this.#steps.push({ kind: "close" });
    this.#at = this.#start;
  }
  add(other: SvgPath): void {
    this.#steps.push(...other.#steps);
    this.#at = other.#at;
    this.#start = other.#start;
  }
  clone(): SvgPath {
    const own = new SvgPath();
    own.add(this);
    return own;
  }
  /** The least rectangle with all its places, as far as they are corners. */
  get box(): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } {
    const places = this.#steps.flatMap((step) => (step.kind === "close" ? [] : step.kind === "curve" ? [...step.by, step.to] : [step.to]));
    const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  }

  /** As the attribute `d` has it. */
  toString(): string {
    let text = "";
    let before = "";
    let at: Place = [0, 0];
    let start: Place = [0, 0];
    const write = (letter: string, values: readonly number[]) => {
      const told = numbers(values);
      text += before === letter ? `${joins(text, told) ? "" : " "}${told}` : `${letter}${told}`;
      before = letter;
    };
    for (const step of this.#steps) {
      if (step.kind === "close") {
        text += "z";
        before = "z";
        at = start;
        continue;
      }
      const [x, y] = step.to;
      const from = ([px, py]: Place): readonly [number, number] => [px - at[0], py - at[1]];
      const [dx, dy] = from(step.to);
      if (step.kind === "move") {
        const move = text === "" ? `M${numbers([x, y])}` : shorter(`m${numbers([dx, dy])}`, `M${numbers([x, y])}`);
        text += move;
        // What follows a relative move is a line without a letter of its own.
        before = move.startsWith("m") ? "l" : "M";
        start = step.to;
      } else if (step.kind === "line") {
        if (dy === 0) write("h", [dx]);
        else if (dx === 0) write("v", [dy]);
        else write("l", [dx, dy]);
      } else if (step.kind === "curve") write(step.by.length === 2 ? "c" : "q", [...step.by, step.to].flatMap(from));
      else write("a", [step.radius, step.radius, 0, step.isLarge ? 1 : 0, step.sweep, dx, dy]);
      at = step.to;
    }
    return text;
  }
}
