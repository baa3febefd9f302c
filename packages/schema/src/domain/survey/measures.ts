import type { Measure } from "../measure.ts";
import { surveyMeasures } from "./estimate.ts";

const percent = { kind: "PROPORTION", unit: { en: "%", es: "%", ar: "%" }, decimals: 0 } as const;
const ofThoseWhoAnswered = {
  en: "Weighted share of those who gave an answer; “don't know” and refusals are left out. Interval by Korn and Graubard at 95 %. Shown where the NCHS presentation standards for proportions hold; rounded.",
  es: "Proporción ponderada de quienes dieron una respuesta; se excluyen «no sabe» y las negativas. Intervalo de Korn y Graubard al 95 %. Se muestra donde se cumplen los estándares de presentación del NCHS; redondeado.",
} as const;

/** The measures of every survey, by what they are of. */
export const surveyMeasureCatalogue: readonly Measure[] = [
  {
    code: surveyMeasures.share,
    title: { en: "Share giving this answer", es: "Proporción que dio esta respuesta" },
    description: {
      en: "Of the people who answered the question, how many of a hundred gave this answer.",
      es: "De las personas que respondieron a la pregunta, cuántas de cada cien dieron esta respuesta.",
    },
    higherIs: "NEUTRAL",
    ...percent,
    method: ofThoseWhoAnswered,
  },
  {
    code: surveyMeasures.favourable,
    title: { en: "Favourable answers", es: "Respuestas favorables" },
    description: {
      en: "Of the people who answered the question, how many of a hundred gave a favourable answer: the top two of its scale, or yes.",
      es: "De las personas que respondieron a la pregunta, cuántas de cada cien dieron una respuesta favorable: las dos superiores de su escala, o sí.",
    },
    higherIs: "BETTER",
    ...percent,
    method: ofThoseWhoAnswered,
  },
  {
    code: surveyMeasures.unfavourable,
    title: { en: "All other answers", es: "Todas las demás respuestas" },
    description: {
      en: "Of the people who answered the question, how many of a hundred gave any answer that is not a favourable one.",
      es: "De las personas que respondieron a la pregunta, cuántas de cada cien dieron una respuesta que no es favorable.",
    },
    higherIs: "WORSE",
    ...percent,
    method: ofThoseWhoAnswered,
  },
  {
    code: surveyMeasures.index,
    title: { en: "Mean answer, on an index", es: "Respuesta media, en un índice" },
    description: {
      en: "The mean of all answers on an index from 0, the least favourable answer, to 100, the most favourable one. It is not a percentage: 62 does not mean that 62 of a hundred agree.",
      es: "La media de todas las respuestas en un índice de 0, la respuesta menos favorable, a 100, la más favorable. No es un porcentaje: 62 no significa que 62 de cada cien estén de acuerdo.",
    },
    kind: "INDEX",
    unit: { en: "index, 0 to 100, not a percentage", es: "índice, de 0 a 100, no es un porcentaje" },
    higherIs: "BETTER",
    decimals: 0,
    method: {
      en: "Weighted mean of the answers' places on the scale, from 0 to 100; reverse-coded questions are turned round. Of several questions: the mean of each person's, where at least half were answered. Interval by linearisation at 95 %. Shown with an effective size of 30 or more and an interval narrower than 30; rounded.",
      es: "Media ponderada de la posición de las respuestas en la escala, de 0 a 100; las preguntas invertidas se giran. De varias preguntas: la media de cada persona, si respondió al menos a la mitad. Intervalo por linealización al 95 %. Se muestra con un tamaño efectivo de 30 o más y un intervalo menor de 30; redondeado.",
    },
  },
  {
    code: surveyMeasures.nonAnswer,
    title: { en: "Don't know or refused", es: "No sabe o no contesta" },
    description: {
      en: "Of the people who were asked the question, how many of a hundred did not know or would not say.",
      es: "De las personas a quienes se hizo la pregunta, cuántas de cada cien no sabían o no quisieron contestar.",
    },
    higherIs: "NEUTRAL",
    ...percent,
    method: {
      en: "Weighted share of all who were asked. Interval by Korn and Graubard at 95 %; rounded.",
      es: "Proporción ponderada de todas las personas preguntadas. Intervalo de Korn y Graubard al 95 %; redondeado.",
    },
  },
];
