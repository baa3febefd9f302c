/** An answer of a codebook: "1=Very Dissatisfied". */
export interface BookedAnswer {
  readonly code: string;
  readonly label: string;
}

/** A row of a codebook. */
export interface BookedColumn {
  readonly column: string;
  readonly label: string;
  /** Empty where the codebook gives no codes that can be read. */
  readonly answers: readonly BookedAnswer[];
}

/** A question's answers, from the least to the most favourable. */
export interface GuessedScale {
  readonly kind: "likert4" | "likert5" | "likert7" | "yesno";
  readonly answers: readonly BookedAnswer[];
  readonly nonAnswers: readonly BookedAnswer[];
  readonly because: string;
}

/** Reads "1=Poor;2=Fair;9=Don't Know", in whatever order the book has them. */
export const readAnswers = (text: string): readonly BookedAnswer[] => {
  const parts = text.split(";").map((part) => /^\s*([A-Za-z0-9._-]+)\s*=\s*(.+?)\s*$/.exec(part));
  return parts.some((part) => part === null) ? [] : parts.map((part) => ({ code: part?.[1] ?? "", label: part?.[2] ?? "" }));
};

const none = /don.?t know|refus|no answer|not labelled|unlabelled|not applicable|^n\/?a$|prefer not|skip/i;
const least =
  /^(very |strongly |much |extremely |completely )?(poor|bad|dissatisfied|disagree|worse|unsafe|unlikely|never|not at all|no)\b/i;
const most =
  /^(very |strongly |much |extremely |completely )?(excellent|good|satisfied|agree|better|safe|likely|always|at least|a great deal|yes)\b/i;

const kinds = { 2: "yesno", 4: "likert4", 5: "likert5", 7: "likert7" } as const;

/** The scale of a question, where its ends say by their words which is the favourable one. */
export function guessScale(all: readonly BookedAnswer[]): GuessedScale | undefined {
  const nonAnswers = all.filter(({ label }) => none.test(label));
  const answers = all.filter(({ label }) => !none.test(label));
  const kind = kinds[answers.length as keyof typeof kinds];
  const sorted = [...answers].sort((a, b) => Number(a.code) - Number(b.code));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (kind === undefined || first === undefined || last === undefined || answers.some(({ code }) => !/^\d+$/.test(code))) return undefined;
  const rises = least.test(first.label) && most.test(last.label);
  const falls = most.test(first.label) && least.test(last.label);
  if (!rises && !falls) return undefined;
  return {
    ...{ kind, nonAnswers, answers: rises ? sorted : sorted.reverse() },
    because: `“${(rises ? first : last).label}” is the least favourable, “${(rises ? last : first).label}” the most.`,
  };
}

/** Words of a question out of a label such as q5_01_effectiveness_of_local_police_protection. */
export function wordsOf(label: string, column: string): string {
  const plain = label.startsWith(column) ? label.slice(column.length) : label.replace(/^q\d+(_\d+)?_/i, "");
  const text = plain.replaceAll("_", " ").trim();
  return text === "" ? column : text.replace(/^./, (letter) => letter.toUpperCase());
}

/** An age band, both ends in years; no upper end where it is open. */
export const ageBand = (label: string): { readonly from: number; readonly to: number | undefined } | undefined => {
  const closed = /^(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})/.exec(label);
  if (closed !== null) return { from: Number(closed[1]), to: Number(closed[2]) };
  const open = /^(\d{1,3})\s*(?:\+|and over|or older|years and over)/i.exec(label);
  return open === null ? undefined : { from: Number(open[1]), to: undefined };
};
