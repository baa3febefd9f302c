import type { Period } from "@openbeat/database/client";
import { type PeriodGrain, printedPeriod } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { GranularityRef } from "./enums.ts";

/** A period's grain as the domain writes it. */
const grainOf = ({ grain }: Period): PeriodGrain => grain.toLowerCase() as PeriodGrain;
const iso = (day: Date) => day.toISOString().slice(0, 10);

/** A period as it is printed. */
export const periodLabel = (period: Period, language: string): string =>
  printedPeriod({ code: period.code, grain: grainOf(period), start: iso(period.start), end: iso(period.end) }, language);

export const TimePeriodRef = builder.objectRef<Period>("TimePeriod").implement({
  description: "A period: of the calendar, or the twelve months up to the end of one.",
  fields: (t) => ({
    code: t.expose("code", {
      type: "Period",
      description: "Its code: 2026, 2026-Q3, 2026-09; or 2026-Q3-12M, the twelve months up to the end of 2026-Q3.",
    }),
    grain: t.expose("grain", { type: GranularityRef, description: "How long it is." }),
    start: t.expose("start", { type: "Date", description: "Its first day." }),
    end: t.expose("end", { type: "Date", description: "Its last day." }),
  }),
});
