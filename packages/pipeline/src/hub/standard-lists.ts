import type { LocalisedText } from "@openbeat/schema/domain";

/** A code of a list that comes with Openbeat. */
export interface StandardCode {
  readonly code: string;
  readonly level: string;
  readonly parent?: string;
  readonly label: LocalisedText;
  readonly upTo?: number;
  readonly ended?: boolean;
}

/** A code list that a dataset may name instead of writing it out: its codes are what the macros of the same name give. */
export interface StandardList {
  readonly levels: readonly string[];
  readonly codes: readonly StandardCode[];
}

const all: StandardCode = { code: "all", level: "all", label: { en: "All", es: "Todas" } };

interface Unit {
  readonly en: readonly [one: string, many: string];
  readonly es: readonly [one: string, many: string];
}
const days: Unit = { en: ["day", "days"], es: ["día", "días"] };
const minutes: Unit = { en: ["minute", "minutes"], es: ["minuto", "minutos"] };

const amount = (end: number, { en, es }: Unit) => ({ en: `${end} ${en[end === 1 ? 0 : 1]}`, es: `${end} ${es[end === 1 ? 0 : 1]}` });

/** The bands of what ended: up to each end, and beyond the last. */
function endedBands(
  ends: readonly number[],
  unit: Unit,
  words: { readonly en: string; readonly es: string },
  parent: string,
): readonly StandardCode[] {
  const last = ends.at(-1) ?? 0;
  const beyond = amount(last, unit);
  return [
    ...ends.map((end, place): StandardCode => {
      const [to, from] = [amount(end, unit), ends[place - 1]];
      const label =
        from === undefined
          ? { en: `${words.en} within ${to.en}`, es: `${words.es} en ${to.es}` }
          : { en: `${words.en} after more than ${from}, within ${to.en}`, es: `${words.es} después de más de ${from}, en ${to.es}` };
      return { code: `within_${end}`, level: "band", parent, label, upTo: end, ended: true };
    }),
    {
      code: `over_${last}`,
      level: "band",
      parent,
      label: { en: `${words.en} after more than ${beyond.en}`, es: `${words.es} después de más de ${beyond.es}` },
      ended: true,
    },
  ];
}

/** The bands of what goes on: how long it was watched so far. */
function openBands(
  ends: readonly number[],
  unit: Unit,
  words: { readonly en: string; readonly es: string },
  parent: string,
): readonly StandardCode[] {
  const last = ends.at(-1) ?? 0;
  const beyond = amount(last, unit);
  return [
    ...ends.map((end): StandardCode => {
      const to = amount(end, unit);
      return {
        code: `open_${end}`,
        level: "band",
        parent,
        label: { en: `${words.en}, so far for up to ${to.en}`, es: `${words.es}, hasta ahora por ${to.es} como máximo` },
        upTo: end,
        ended: false,
      };
    }),
    {
      code: `open_over_${last}`,
      level: "band",
      parent,
      label: { en: `${words.en}, for more than ${beyond.en}`, es: `${words.es}, desde hace más de ${beyond.es}` },
      ended: false,
    },
  ];
}

/** Ends of the bands of each list that is of time. */
export const bandEnds = {
  wait_days: [1, 3, 7, 14, 30, 90],
  closing_days: [30, 60, 90, 180, 365],
  arrival_minutes: [5, 10, 15, 20, 30, 60],
  notice_days: [0, 3, 7, 14, 30],
} as const;

/** The code lists that come with Openbeat, by name. */
export const standardLists: Readonly<Record<string, StandardList>> = {
  wait_days: {
    levels: ["band", "all"],
    codes: [
      all,
      ...endedBands(bandEnds.wait_days, days, { en: "Answered", es: "Respondidas" }, "all"),
      ...openBands(bandEnds.wait_days, days, { en: "Waiting for an answer", es: "En espera de respuesta" }, "all"),
    ],
  },
  closing_days: {
    levels: ["band", "all"],
    codes: [
      all,
      ...endedBands(bandEnds.closing_days, days, { en: "Closed", es: "Cerradas" }, "all"),
      ...openBands(bandEnds.closing_days, days, { en: "Open", es: "Abiertas" }, "all"),
    ],
  },
  arrival_minutes: {
    levels: ["band", "arrival", "all"],
    codes: [
      all,
      { code: "arrived", level: "arrival", parent: "all", label: { en: "An officer arrived", es: "Llegó un agente" } },
      { code: "none_arrived", level: "arrival", parent: "all", label: { en: "No officer arrived", es: "No llegó ningún agente" } },
      ...endedBands(bandEnds.arrival_minutes, minutes, { en: "Arrival", es: "Llegada" }, "arrived"),
      {
        code: "not_arrived",
        level: "band",
        parent: "none_arrived",
        label: { en: "No arrival is recorded", es: "No consta ninguna llegada" },
      },
    ],
  },
  notice_days: {
    levels: ["band", "notice", "all"],
    codes: [
      all,
      { code: "announced", level: "notice", parent: "all", label: { en: "Announced", es: "Anunciadas" } },
      { code: "unannounced", level: "notice", parent: "all", label: { en: "Not announced", es: "No anunciadas" } },
      {
        code: "within_0",
        level: "band",
        parent: "announced",
        label: { en: "Announced on the day", es: "Anunciadas el mismo día" },
        upTo: 0,
        ended: true,
      },
      ...bandEnds.notice_days.slice(1).map((end, place): StandardCode => {
        const from = (bandEnds.notice_days[place] ?? 0) + 1;
        const to = amount(end, days);
        return {
          code: `within_${end}`,
          level: "band",
          parent: "announced",
          label: { en: `Announced ${from} to ${to.en} before`, es: `Anunciadas de ${from} a ${to.es} antes` },
          upTo: end,
          ended: true,
        };
      }),
      {
        code: "over_30",
        level: "band",
        parent: "announced",
        label: { en: "Announced more than 30 days before", es: "Anunciadas más de 30 días antes" },
        ended: true,
      },
      {
        code: "not_announced",
        level: "band",
        parent: "unannounced",
        label: { en: "No announcement is recorded", es: "No consta ningún anuncio" },
      },
    ],
  },
  service_standard: {
    levels: ["response", "due", "all"],
    codes: [
      all,
      { code: "due", level: "due", parent: "all", label: { en: "The time was up", es: "El plazo había vencido" } },
      {
        code: "not_due",
        level: "due",
        parent: "all",
        label: { en: "The time was not up, or not promised yet", es: "El plazo no había vencido, o aún no se había prometido" },
      },
      { code: "in_time", level: "response", parent: "due", label: { en: "In time", es: "A tiempo" } },
      { code: "late", level: "response", parent: "due", label: { en: "Late", es: "Con retraso" } },
      { code: "none", level: "response", parent: "due", label: { en: "Not at all so far", es: "Aún no" } },
      {
        code: "too_recent",
        level: "response",
        parent: "not_due",
        label: { en: "Too recent to say", es: "Demasiado reciente para saberlo" },
      },
      { code: "before_standard", level: "response", parent: "not_due", label: { en: "Before the promise", es: "Antes de la promesa" } },
    ],
  },
  closing: {
    levels: ["closing", "state", "all"],
    codes: [
      all,
      { code: "closed", level: "state", parent: "all", label: { en: "Closed", es: "Cerradas" } },
      { code: "open", level: "state", parent: "all", label: { en: "Open", es: "Abiertas" } },
      {
        code: "outcome_stated",
        level: "closing",
        parent: "closed",
        label: { en: "Closed with a stated outcome", es: "Cerradas con un resultado declarado" },
      },
      {
        code: "no_outcome",
        level: "closing",
        parent: "closed",
        label: { en: "Closed without one", es: "Cerradas sin resultado declarado" },
      },
      {
        code: "open_to_90",
        level: "closing",
        parent: "open",
        label: { en: "Open for up to 90 days", es: "Abiertas desde hace 90 días o menos" },
      },
      {
        code: "open_over_90",
        level: "closing",
        parent: "open",
        label: { en: "Open for more than 90 days", es: "Abiertas desde hace más de 90 días" },
      },
    ],
  },
};

/** The names of the lists. */
export const standardListNames = ["wait_days", "closing_days", "arrival_minutes", "notice_days", "service_standard", "closing"] as const;
