import type { MeasureDefinition } from "../measure.ts";
import { count, shareOfRecords } from "./shapes.ts";

/** How complete the records are. */
export const quality: readonly MeasureDefinition[] = [
  {
    code: "DQ.01.N",
    dataset: "coverage",
    title: { en: "Reports expected", es: "Informes esperados" },
    description: {
      en: "Areas and periods whose records should have been reported, one for each area, period and kind of record.",
      es: "Áreas y períodos cuyos registros debían comunicarse, uno por área, período y tipo de registro.",
    },
    unit: { en: "reports", es: "informes" },
    higherIs: "NEUTRAL",
    method: { en: "Number of rows of the list of what was expected.", es: "Número de filas de la lista de lo esperado." },
    ...count,
  },
  {
    code: "DQ.01",
    dataset: "coverage",
    shareOf: { count: "DQ.01.N", category: "reporting", code: "reported", isFixed: true },
    title: { en: "Coverage of the records", es: "Cobertura de los registros" },
    shortTitle: { en: "Records covered", es: "Registros cubiertos" },
    description: {
      en: "The share of areas and periods whose records were reported in full. What is missing is never counted as zero.",
      es: "La proporción de áreas y períodos cuyos registros se comunicaron por completo. Lo que falta nunca cuenta como cero.",
    },
    higherIs: "BETTER",
    method: {
      en: "Areas and periods reported in full, divided by all that were expected. Those reported in part are not in full.",
      es: "Áreas y períodos comunicados por completo, divididos entre todos los esperados. Los comunicados en parte no son completos.",
    },
    ...shareOfRecords,
  },
];
