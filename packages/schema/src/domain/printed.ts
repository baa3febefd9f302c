import { type ObservationStatus, observationStatuses } from "./observation.ts";
import type { Period } from "./period.ts";
import { forLanguage } from "./text.ts";

/** The tag, if Intl knows it; else the hub's own. What somebody asked for must not become an error of ours. */
function localeOf(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

const kept = <Value>(make: (language: string, variant: number) => Value) => {
  const values = new Map<string, Value>();
  return (language: string, variant: number): Value => {
    const key = `${language} ${variant}`;
    const found = values.get(key);
    if (found !== undefined) return found;
    const made = make(language, variant);
    if (values.size < 1000) values.set(key, made);
    return made;
  };
};
const numberFormat = kept((language, decimals) => {
  const format = new Intl.NumberFormat(localeOf(language), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (value: number) => format.format(value);
});
const monthFormat = kept((language) => {
  const format = new Intl.DateTimeFormat(localeOf(language), { month: "long", year: "numeric", timeZone: "UTC" });
  return (day: Date) => format.format(day);
});

/** What is said in the place of a value, in plain words. Never by which rule a cell was hidden. */
const wordsInstead: Readonly<Record<string, Readonly<Record<Exclude<ObservationStatus, "AVAILABLE">, string>>>> = {
  en: {
    SUPPRESSED: "not shown, to protect people's identity",
    UNRELIABLE: "not shown, too few answers to be reliable",
    NOT_REPORTED: "not reported by the agency",
    NOT_COLLECTED: "not collected by the agency",
    NOT_APPLICABLE: "not applicable",
    NOT_YET_PUBLISHED: "not yet published",
    WITHDRAWN: "withdrawn",
  },
  es: {
    SUPPRESSED: "no se muestra, para proteger la identidad de las personas",
    UNRELIABLE: "no se muestra, muy pocas respuestas para ser fiable",
    NOT_REPORTED: "no comunicado por la agencia",
    NOT_COLLECTED: "la agencia no lo recoge",
    NOT_APPLICABLE: "no aplicable",
    NOT_YET_PUBLISHED: "aún no publicado",
    WITHDRAWN: "retirado",
  },
};

const wordsIn = (language: string) => forLanguage(wordsInstead, language) ?? wordsInstead.en;

/** What is said in the place of a value, in plain words of a language, as a sentence begins. */
export function insteadOfValue(status: Exclude<ObservationStatus, "AVAILABLE">, language: string): string {
  const said = wordsIn(language)?.[status] ?? "";
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}`;
}

/** A value as it is printed in a language, or the mark and the plain words that stand in its place. */
export function printedValue(value: number | null, status: ObservationStatus, decimals: number, language: string): string {
  if (status === "AVAILABLE" && value !== null) return numberFormat(language, decimals)(value);
  if (status === "AVAILABLE") return "";
  return `${observationStatuses[status].mark} ${wordsIn(language)?.[status] ?? ""}`.trim();
}

const shortMonthFormat = kept((language) => {
  const format = new Intl.DateTimeFormat(localeOf(language), { month: "short", year: "numeric", timeZone: "UTC" });
  return (from: Date, to: Date) => format.formatRange(from, to);
});

const yearFormat = kept((language) => {
  const format = new Intl.DateTimeFormat(localeOf(language), { year: "numeric", timeZone: "UTC" });
  return (day: Date) => format.format(day);
});

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

const saidPeriods = new Map<string, string>();

/** A period as sentences and headings say it in a language: "March 2025", "Jan – Mar 2025", "2025", "Apr 2024 – Mar 2025". */
export function spokenPeriod({ code, grain, start, end }: Period, language: string): string {
  // A range of dates is dear to format, and pages and answers say the same few periods again and again.
  const key = `${language} ${code}`;
  const known = saidPeriods.get(key);
  if (known !== undefined) return known;
  const said =
    grain === "year"
      ? yearFormat(language, 0)(day(start))
      : grain === "month"
        ? monthFormat(language, 0)(day(start))
        : shortMonthFormat(language, 0)(day(start), day(end));
  if (saidPeriods.size < 10_000) saidPeriods.set(key, said);
  return said;
}

/** A period as data label it in a language: "March 2025", "Q1 2025", "2025", "Apr 2024 – Mar 2025". */
export function printedPeriod(period: Period, language: string): string {
  if (period.grain === "rolling_year") return spokenPeriod(period, language);
  if (period.grain === "month") return monthFormat(language, 0)(day(period.start));
  if (period.grain === "quarter") {
    const letter = language.split("-")[0] === "es" ? "T" : "Q";
    return `${letter}${period.code.slice(-1)} ${period.code.slice(0, 4)}`;
  }
  return period.code;
}
