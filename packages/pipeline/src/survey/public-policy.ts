import type { PublicPolicy } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";

/** What the public is told of how a survey's figures are protected. */
export const surveyPolicyOf = ({ smallestBase, smallestAnswer, width, roundPercentTo, roundBaseTo }: SurveyPolicy): PublicPolicy => ({
  method: "survey",
  explanation: {
    en: `Figures of fewer than ${smallestBase} people are not shown, nor those from which they could be worked out, nor answers that fewer than ${smallestAnswer} people gave, or all but fewer. Percentages are rounded to ${roundPercentTo}, numbers of people to ${roundBaseTo}. What is too imprecise by the NCHS presentation standards is not shown either.`,
    es: `No se muestran las cifras de menos de ${smallestBase} personas, ni aquellas con las que se podrían deducir, ni las respuestas que dieron menos de ${smallestAnswer} personas, o todas menos esas. Los porcentajes se redondean a ${roundPercentTo} y los números de personas a ${roundBaseTo}. Tampoco se muestra lo que es demasiado impreciso según los estándares de presentación del NCHS.`,
  },
  threshold: smallestBase,
  width,
  roundedTo: roundPercentTo,
});
