/** Told about a build while it goes on, in words. */
export type Tell = (what: string) => void;

const seconds = (milliseconds: number) => {
  const whole = Math.ceil(milliseconds / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/**
 * Makes words of what Astro prints, line by line: how many pages are done, and how long the others take at the pace so far.
 * @param now Milliseconds. At most one word a second is told of the pages.
 */
export function buildProgress(tell: Tell, now: () => number = performance.now.bind(performance)): (line: string) => void {
  let total = 0;
  let done = 0;
  let began = 0;
  let told = Number.NEGATIVE_INFINITY;
  return (line) => {
    const awaited = /(\d+) pages to write\./.exec(line)?.[1];
    if (awaited !== undefined) {
      total = Number(awaited);
      tell(`The hub is read: ${awaited} pages to render.`);
    } else if (/\.html \(\+/.test(line)) {
      if (done === 0) began = now();
      done += 1;
      const spent = now() - began;
      if (now() - told < 1000 || done > total) return;
      told = now();
      const left = done < 10 ? "" : `, about ${seconds((spent / done) * (total - done))} left`;
      tell(`${done} of ${total} pages${left}`);
    } else if (/files written/.test(line)) tell(line.replace(/^.*?(\d+ files written)/, "$1"));
  };
}
