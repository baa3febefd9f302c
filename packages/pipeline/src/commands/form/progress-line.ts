/** How long a stage takes before it is told how long it will. */
const worthTelling = 1000;

const inWords = (milliseconds: number) => {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
};

/**
 * What a line of progress says of time: what is left of a stage that counts its steps ("reading, 3 of 12 files"), as the steps so far took; how
 * long one has lasted that does not. Nothing in a stage's first second.
 * @param now Milliseconds, of a clock that never goes back.
 */
export function timeOf(now: () => number): (what: string) => { readonly stage: string; readonly line: string } {
  let current = "";
  let began = 0;
  let first = 0;
  return (what) => {
    const counted = /^(.*?),? ?(\d+) of (\d+)\b/.exec(what);
    const stage = counted?.[1] ?? what;
    const done = Number(counted?.[2] ?? 0);
    if (stage !== current) {
      current = stage;
      began = now();
      first = done;
    }
    const lasted = now() - began;
    if (lasted < worthTelling) return { stage, line: what };
    if (counted === null || done <= first) return { stage, line: `${what} (${inWords(lasted)})` };
    const left = (lasted / (done - first)) * (Number(counted[3]) - done);
    return { stage, line: `${what} (about ${inWords(left)} left)` };
  };
}
