import type { Period } from "@openbeat/database/client";
import { type Period as DomainPeriod, printedPeriod, spokenPeriod } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { GranularityRef } from "./enums.ts";

const iso = (day: Date) => day.toISOString().slice(0, 10);

/** A stored period as the domain writes it. */
const domainPeriod = ({ code, grain, start, end }: Period): DomainPeriod => ({
  code,
  grain: grain.toLowerCase() as DomainPeriod["grain"],
  start: iso(start),
  end: iso(end),
});

/** A period as data label it: Q2 2026. */
export const periodLabel = (period: Period, language: string): string => printedPeriod(domainPeriod(period), language);

/** A period as sentences say it, and the pages of the site: Apr – Jun 2026. */
export const periodWords = (period: Period, language: string): string => spokenPeriod(domainPeriod(period), language);

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
