/** The figures of a path of SVG, each as the places that it goes through, in whole coordinates: read as the standard says, whatever wrote them. */
export function figuresOf(d: string): readonly (readonly (readonly [number, number])[])[] {
  const counts: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, q: 4, a: 7, z: 0 };
  const figures: [number, number][][] = [];
  let [x, y] = [0, 0];
  let start: [number, number] = [0, 0];
  for (const [, letter = "", rest = ""] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = [...rest.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(Number);
    const kind = letter.toLowerCase();
    const count = counts[kind];
    if (count === undefined || (count === 0 ? values.length > 0 : values.length === 0 || values.length % count !== 0))
      throw new Error(`No path: ${letter}${rest}`);
    const isRelative = letter === kind;
    const to = (ax: number, ay: number) => {
      [x, y] = isRelative ? [x + ax, y + ay] : [ax, ay];
    };
    if (kind === "z") {
      [x, y] = start;
      figures.at(-1)?.push([x, y]);
      figures.push([[x, y]]);
    }
    for (let at = 0; count > 0 && at < values.length; at += count) {
      const own = values.slice(at, at + count);
      const [last = 0, end = 0] = own.slice(-2);
      if (kind === "h") to(own[0] ?? 0, isRelative ? 0 : y);
      else if (kind === "v") to(isRelative ? 0 : x, own[0] ?? 0);
      else to(last, end);
      if (kind === "m" && at === 0) {
        start = [x, y];
        figures.push([[x, y]]);
      } else figures.at(-1)?.push([x, y]);
    }
  }
  // A figure that was closed is followed by another only where something follows.
  return figures.filter((figure) => figure.length > 1);
}
