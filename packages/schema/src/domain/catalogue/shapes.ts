/** What measures of one shape have in common. */

/** A number of records. */
export const count = { kind: "COUNT", decimals: 0 } as const;

/** A sum over records. */
export const sum = { kind: "SUM", decimals: 0 } as const;

const perResidents = {
  kind: "RATE",
  unit: { en: "per 1,000 residents", es: "por cada 1.000 residentes" },
  decimals: 1,
} as const;

/** Events for every 1,000 residents. */
export const ratePerThousand = {
  ...perResidents,
  method: {
    en: "The count divided by the residents of the area, times 1,000. The count is for the period shown; it is not made yearly. The range says how far chance alone could move a count of this size (exact Poisson, 95 %): the count itself is full. Fewer than ten are marked: such a rate jumps from one period to the next.",
    es: "El recuento dividido por los residentes del área, por 1.000. El recuento es del período mostrado; no se anualiza. El intervalo dice cuánto podría mover el azar por sí solo un recuento de este tamaño (Poisson exacto, 95 %): el recuento en sí es completo. Menos de diez se señalan: una tasa así salta de un período a otro.",
  },
} as const;

/** An amount (people who came, hours) for every 1,000 residents: no count of independent events, and so without a range. */
export const amountPerThousand = {
  ...perResidents,
  method: {
    en: "The sum divided by the residents of the area, times 1,000. The sum is for the period shown; it is not made yearly. It has no range: people come together, and hours are planned, so chance does not move them as it moves single events.",
    es: "La suma dividida por los residentes del área, por 1.000. La suma es del período mostrado; no se anualiza. No tiene intervalo: las personas vienen juntas y las horas se planifican, así que el azar no las mueve como a hechos aislados.",
  },
} as const;

/** How a rate whose base is a published count is worked out, in words. */
export const ratioMethod = {
  en: "One published count divided by the other, both of the same area and the same days. Where either is not shown, or the base is zero, there is no rate. The range says how far chance alone could move a count of this size (exact Poisson, 95 %); the base is taken as it is. Fewer than ten are marked.",
  es: "Un recuento publicado dividido por el otro, ambos de la misma área y de los mismos días. Donde uno no se muestra, o la base es cero, no hay tasa. El intervalo dice cuánto podría mover el azar por sí solo un recuento de este tamaño (Poisson exacto, 95 %); la base se toma como está. Menos de diez se señalan.",
} as const;

/** A share of records, in percent. */
export const shareOfRecords = {
  kind: "PROPORTION",
  unit: { en: "%", es: "%" },
  decimals: 1,
} as const;

/** How a figure of waits is worked out, in words. */
export const waitMethod = {
  en: "From the published counts by bands of time, by Kaplan and Meier's method: what still waits counts for as long as it has waited. What ended in a band counts at its end, so the figure says: by then, at the latest. Not reached where too many still wait. The range is log-log, 95 %.",
  es: "A partir de los recuentos publicados por tramos de tiempo, con el método de Kaplan y Meier: lo que sigue en espera cuenta por el tiempo que lleva. Lo que terminó en un tramo cuenta a su final, así que la cifra dice: a más tardar entonces. No se alcanza donde demasiados siguen esperando. El intervalo es log-log, 95 %.",
} as const;

/** A time of so many days. */
export const days = { unit: { en: "days", es: "días" }, decimals: 0 } as const;
