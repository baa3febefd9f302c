import { months } from "../calendar.ts";
import { beats, districts } from "../places.ts";
import { waves } from "../survey-waves.ts";
import type { Words } from "./activity-words.ts";

interface Gap {
  readonly kind: string;
  /** Everywhere where left out. */
  readonly areas?: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly reporting: "partial" | "not_reported" | "not_collected";
  readonly note: Words;
}

/** What was not, or not wholly, reported. */
const gaps: readonly Gap[] = [
  ...["force", "complaints"].map(
    (kind): Gap => ({
      kind,
      from: "2023-11",
      to: "2023-12",
      reporting: "not_collected",
      note: {
        en: "Written down in another form until the end of 2023, which cannot be compared.",
        es: "Hasta finales de 2023 se anotaba de otra forma, que no se puede comparar.",
      },
    }),
  ),
  {
    kind: "engagement",
    areas: ["B404"],
    from: "2024-02",
    to: "2024-02",
    reporting: "partial",
    note: { en: "The log of the first half of the month was lost.", es: "Se perdió el registro de la primera mitad del mes." },
  },
  {
    kind: "engagement",
    areas: ["B203", "B204"],
    from: "2024-09",
    to: "2024-09",
    reporting: "partial",
    note: {
      en: "Activities of one officer were written down too late and left out.",
      es: "Las actividades de un agente se anotaron demasiado tarde y se dejaron fuera.",
    },
  },
  {
    kind: "concerns",
    areas: ["D4"],
    from: "2024-06",
    to: "2024-06",
    reporting: "partial",
    note: { en: "The web form was out of order for nine days.", es: "El formulario web no funcionó durante nueve días." },
  },
  {
    kind: "concerns",
    areas: ["D1", "D2"],
    from: "2025-11",
    to: "2025-11",
    reporting: "partial",
    note: {
      en: "Letters to the council office were not passed on for a week.",
      es: "Las cartas a la oficina del concejo no se transmitieron durante una semana.",
    },
  },
  {
    kind: "calls",
    from: "2025-05",
    to: "2025-05",
    reporting: "partial",
    note: {
      en: "The dispatch centre moved: times of arrival are missing for two days.",
      es: "El centro de despacho se trasladó: faltan las horas de llegada de dos días.",
    },
  },
  {
    kind: "survey-responses",
    from: "2025-Q3",
    to: "2025-Q3",
    reporting: "partial",
    note: {
      en: "The letters failed, and an open call took their place: see the method of the wave.",
      es: "Fallaron las cartas y se sustituyeron por una convocatoria abierta: véase el método de la ola.",
    },
  },
];

const byMonth = months.map(({ code }) => code);
/** By which areas and periods each kind is reported. */
const reported: readonly { readonly kind: string; readonly areas: readonly string[]; readonly periods: readonly string[] }[] = [
  { kind: "engagement", areas: beats.map(({ code }) => code), periods: byMonth },
  { kind: "concerns", areas: districts.map(({ code }) => code), periods: byMonth },
  ...["incidents", "calls", "stops", "force", "complaints", "deployment", "attendee-groups"].map((kind) => ({
    kind,
    areas: ["ALD"],
    periods: byMonth,
  })),
  { kind: "survey-responses", areas: ["ALD"], periods: waves.map(({ code }) => code) },
];

export const coverageColumns = ["kind", "area", "period", "reporting", "note", "note_es"] as const;

/** Whether what should have been reported was, for each kind of record, area and period. */
export const coverageRecords = (): readonly Readonly<Record<(typeof coverageColumns)[number], string>>[] =>
  reported.flatMap(({ kind, areas, periods }) =>
    areas.flatMap((area) =>
      periods.map((period) => {
        const gap = gaps.find(
          (candidate) =>
            candidate.kind === kind && (candidate.areas?.includes(area) ?? true) && period >= candidate.from && period <= candidate.to,
        );
        return {
          kind,
          area,
          period,
          reporting: gap?.reporting ?? "reported",
          note: gap?.note.en ?? "",
          note_es: gap?.note.es ?? "",
        };
      }),
    ),
  );
