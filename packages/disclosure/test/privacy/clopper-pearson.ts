/**
 * The exact interval of a probability that came up in some of many draws, by Clopper & Pearson (1934): an end is where seeing as many, or as few,
 * would be as unlikely as that.
 * @param unlikely The probability that an end is wrong.
 */
export function clopperPearson(seen: number, draws: number, unlikely: number): { readonly low: number; readonly high: number } {
  return {
    low: seen === 0 ? 0 : rootOf((p) => beta(p, seen, draws - seen + 1) >= unlikely),
    high: seen === draws ? 1 : rootOf((p) => beta(p, seen + 1, draws - seen) >= 1 - unlikely),
  };
}

/** Where a condition turns true, between 0 and 1. */
function rootOf(isTrue: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** The regularised incomplete beta function, by its continued fraction (NIST DLMF 8.17.22, evaluated by Lentz's way). */
function beta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - beta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1))];
  let fraction = d;
  for (let m = 1, factor = 0; m < 10_000 && Math.abs(factor - 1) > 1e-14; m++)
    for (const part of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + part * d);
      c = 1 + part / c;
      factor = c * d;
      fraction *= factor;
    }
  return front * fraction;
}

/** By Stirling's series, which is exact to a double from 10 on. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
