/** What is told of the answers to a question, where the answers themselves are hidden. */
export interface AnswersBehindMean {
  /** How many gave each answer. */
  readonly x: readonly number[];
  /** What each counts in the mean. */
  readonly scores: readonly number[];
  /** Which of them the share of favourable answers counts; none where no such share is told. */
  readonly isFavourable: readonly boolean[];
}

/**
 * How widely the number of people who gave each answer may vary for whoever knows how many gave a favourable one, and the mean of all, both exactly.
 * @returns Largest less smallest number of people of each answer, over all (also fractional) numbers that agree with the two.
 */
export function openWidths({ x, scores, isFavourable }: AnswersBehindMean): readonly number[] {
  const sides = [true, false]
    .map((side) => [...x.keys()].filter((answer) => isFavourable[answer] === side))
    .filter((side) => side.length > 0);
  const totals = sides.map((side) => side.reduce((sum, answer) => sum + (x[answer] ?? 0), 0));
  const score = (answer: number) => scores[answer] ?? 0;
  const mean = x.reduce((sum, count, answer) => sum + count * score(answer), 0);
  const least = x.map(() => Number.POSITIVE_INFINITY);
  const most = x.map(() => Number.NEGATIVE_INFINITY);
  // The extremes of a linear programme lie in its corners: two answers share one side, and one has all of the other.
  for (const [place, side] of sides.entries()) {
    const total = totals[place] ?? 0;
    const [others = []] = sides.filter((_, other) => other !== place);
    const rest = totals.reduce((sum, own) => sum + own, 0) - total;
    for (const other of others.length === 0 ? [-1] : others) {
      for (const a of side) {
        for (const b of side) {
          const wanted = mean - (other === -1 ? 0 : rest * score(other));
          if (a === b ? Math.abs(wanted - total * score(a)) > slack : score(a) === score(b)) continue;
          const ofB = a === b ? 0 : (wanted - total * score(a)) / (score(b) - score(a));
          if (ofB < -slack || ofB > total + slack) continue;
          const corner = x.map((_, answer) => (answer === other ? rest : 0) + (answer === b ? ofB : 0) + (answer === a ? total - ofB : 0));
          corner.forEach((count, answer) => {
            least[answer] = Math.min(least[answer] ?? count, count);
            most[answer] = Math.max(most[answer] ?? count, count);
          });
        }
      }
    }
  }
  return x.map((_, answer) => Math.max(0, (most[answer] ?? 0) - (least[answer] ?? 0)));
}

const slack = 1e-6;
