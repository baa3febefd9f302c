import type { Period } from "@openbeat/database/client";
import type { PeriodGrain } from "../domain/index.ts";
import { printedPeriod } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { GranularityRef } from "./enums.ts";

/** A period's grain as the domain writes it. */
const grainOf = ({ grain }: Period): PeriodGrain => (grain === "MONTH" ? "month" : grain === "QUARTER" ? "quarter" : "year");

/** A period as it is printed. */
export const periodLabel = (period: Period, language: string): string =>
  printedPeriod({ code: period.code, grain: grainOf(period), start: period.start.toISOString().slice(0, 10) }, language);

export const TimePeriodRef = builder.objectRef<Period>("TimePeriod").implement({
  description: "A calendar period.",
  fields: (t) => ({
    code: t.expose("code", { type: "Period", description: "Its code: 2026, 2026-Q3 or 2026-09." }),
    grain: t.expose("grain", { type: GranularityRef, description: "How long it is." }),
    start: t.expose("start", { type: "Date", description: "Its first day." }),
    end: t.expose("end", { type: "Date", description: "Its last day." }),
  }),
});
