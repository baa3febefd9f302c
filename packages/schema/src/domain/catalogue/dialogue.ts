import type { MeasureDefinition } from "../measure.ts";
import { ratePerThousand, shareOfRecords } from "./shapes.ts";

/** What residents raise with the police, and what becomes of it. */
export const dialogue: readonly MeasureDefinition[] = [
  {
    code: "DLG.01",
    dataset: "concerns",
    title: { en: "Concerns raised", es: "Preocupaciones planteadas" },
    description: {
      en: "Concerns that residents raised with the police, through any channel. More can mean more problems, or more trust in being heard.",
      es: "Preocupaciones que los residentes plantearon a la policía, por cualquier canal. Más puede significar más problemas, o más confianza en ser escuchados.",
    },
    kind: "COUNT",
    unit: { en: "concerns", es: "preocupaciones" },
    higherIs: "NEUTRAL",
    decimals: 0,
    method: { en: "Number of concerns received.", es: "Número de preocupaciones recibidas." },
  },
  {
    code: "DLG.01.R",
    dataset: "concerns",
    per1000Of: "DLG.01",
    title: { en: "Concerns raised per 1,000 residents", es: "Preocupaciones planteadas por cada 1.000 residentes" },
    description: {
      en: "Concerns raised for every 1,000 people who live in the area.",
      es: "Preocupaciones planteadas por cada 1.000 personas que viven en el área.",
    },
    higherIs: "NEUTRAL",
    ...ratePerThousand,
  },
  {
    code: "DLG.02",
    dataset: "concerns",
    shareOf: { count: "DLG.01", category: "response", code: "in_time" },
    title: { en: "Answered within the service standard", es: "Respondidas dentro del plazo de servicio" },
    description: {
      en: "The share of concerns that got a meaningful response, and not just a receipt, within the time that the agency promises. Those still waiting count as not answered in time.",
      es: "La proporción de preocupaciones que recibieron una respuesta real, y no solo un acuse de recibo, en el plazo que promete la agencia. Las que siguen esperando cuentan como no respondidas a tiempo.",
    },
    higherIs: "BETTER",
    method: {
      en: "Concerns answered in time, divided by all concerns raised. The range is Wilson's.",
      es: "Preocupaciones respondidas a tiempo, divididas entre todas las planteadas. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
  {
    code: "DLG.04",
    dataset: "concerns",
    shareOf: { count: "DLG.01", category: "closing", code: "outcome_stated", outOf: "closed" },
    title: { en: "Closed with a stated outcome", es: "Cerradas con un resultado declarado" },
    description: {
      en: "The share of closed concerns for which it was said what came of them.",
      es: "La proporción de preocupaciones cerradas de las que se dijo en qué quedaron.",
    },
    higherIs: "BETTER",
    method: {
      en: "Concerns closed with an outcome, divided by all that were closed, whatever it was. The range is Wilson's.",
      es: "Preocupaciones cerradas con un resultado, divididas entre todas las cerradas, sea cual sea. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
  {
    code: "DLG.05",
    dataset: "concerns",
    shareOf: { count: "DLG.01", category: "answer", code: "public" },
    title: { en: "Answered back in public", es: "Respondidas en público" },
    description: {
      en: "The share of concerns for which residents were told in public what came of them: you said, we did.",
      es: "La proporción de preocupaciones de las que se contó en público en qué quedaron: ustedes dijeron, nosotros hicimos.",
    },
    higherIs: "BETTER",
    method: {
      en: "Concerns answered in public, divided by all concerns raised. The range is Wilson's.",
      es: "Preocupaciones respondidas en público, divididas entre todas las planteadas. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
];
