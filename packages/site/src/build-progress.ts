/** Told about a build while it goes on, in words. */
export type Tell = (what: string) => void;

const seconds = (milliseconds: number) => {
  const whole = Math.ceil(milliseconds / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

// What the program says that writes a site, a line each.
export const pagesToWrite = (pages: number) => `${pages} pages to write.`;
export const pagesWritten = (pages: number) => `${pages} pages written.`;
export const filesWritten = (files: number, ended: number) => `${files} files written; ${ended} addresses that ended lead on.`;

/**
 * Makes words of what the program prints, line by line: how many pages are done, and how long the others take at the pace so far.
 * @param now Milliseconds. At most one word a second is told of the pages.
 */
export function buildProgress(tell: Tell, now: () => number = performance.now.bind(performance)): (line: string) => void {
  let total = 0;
  let began = 0;
  let told = Number.NEGATIVE_INFINITY;
  return (line) => {
    const [, count = "", what = ""] = /^(\d+) (pages to write|pages written|files written)/.exec(line) ?? [];
    if (what === "files written") tell(line);
    else if (what === "pages to write") {
      total = Number(count);
      began = now();
      tell(`The hub is read: ${count} pages to render.`);
    } else if (what === "pages written" && now() - told >= 1000) {
      told = now();
      const done = Number(count);
      const left = done < 10 ? "" : `, about ${seconds(((told - began) / done) * (total - done))} left`;
      tell(`${done} of ${total} pages${left}`);
    }
  };
}
