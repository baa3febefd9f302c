import type { PublicPolicy } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";

/** What the public is told of how a survey's figures are protected. */
export const surveyPolicyOf = ({ smallestBase, smallestAnswer, width, roundPercentTo, roundBaseTo }: SurveyPolicy): PublicPolicy => ({
  method: "survey",
  explanation: {
    en: `Every figure is rounded to a step of 1, 2, 5 or 10 points: the finest, from ${roundPercentTo} on, that is worth at least ${width} of the people it rests on, as the weights count them. Numbers of people are rounded to ${roundBaseTo}. Figures of fewer than ${smallestBase} people are not shown, nor answers that fewer than ${smallestAnswer} people gave, or all but fewer, nor figures of nearly the same people as others; nor what is too imprecise by the NCHS presentation standards.`,
    es: `Cada cifra se redondea a un paso de 1, 2, 5 o 10 puntos: el más fino, a partir de ${roundPercentTo}, que equivale al menos a ${width} de las personas en que se basa, según las cuentan los pesos. Los números de personas se redondean a ${roundBaseTo}. No se muestran las cifras de menos de ${smallestBase} personas, ni las respuestas que dieron menos de ${smallestAnswer} personas, o todas menos esas, ni cifras de casi las mismas personas que otras, ni lo que es demasiado impreciso según los estándares de presentación del NCHS.`,
  },
  threshold: smallestBase,
  width,
  roundedTo: roundPercentTo,
});
