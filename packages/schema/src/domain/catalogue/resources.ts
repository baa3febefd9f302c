import type { MeasureDefinition } from "../measure.ts";
import { sum } from "./shapes.ts";

/** Where the police put their time. */
export const resources: readonly MeasureDefinition[] = [
  {
    code: "RES.03",
    dataset: "deployment",
    sum: "hours",
    fractional: true,
    title: { en: "Officer hours", es: "Horas de agentes" },
    description: {
      en: "Hours that officers spent in the area, by what they did: two officers for three hours are six.",
      es: "Horas que los agentes dedicaron al área, por lo que hicieron: dos agentes durante tres horas son seis.",
    },
    unit: { en: "hours", es: "horas" },
    higherIs: "NEUTRAL",
    method: { en: "Sum of the hours of all officers.", es: "Suma de las horas de todos los agentes." },
    ...sum,
  },
];
