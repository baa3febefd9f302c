import { type PublicPolicy, roundingSteps } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";

/** What the public is told of how a survey's figures are protected. */
export function surveyPolicyOf({ smallestBase, smallestAnswer, width, roundPercentTo, roundBaseTo }: SurveyPolicy): PublicPolicy {
  const steps = (language: string) =>
    new Intl.ListFormat(language, { type: "disjunction" }).format(roundingSteps.filter((step) => step >= roundPercentTo).map(String));
  return {
    method: "survey",
    explanation: {
      en: `Figures of fewer than ${smallestBase} people are not shown, nor answers that fewer than ${smallestAnswer} people gave, or all but fewer. Percentages and indices are rounded to steps of ${steps("en")} points, the finest that is worth at least ${width} people, numbers of people to ${roundBaseTo}. What is too imprecise by the NCHS presentation standards is not shown either.`,
      es: `No se muestran las cifras de menos de ${smallestBase} personas, ni las respuestas que dieron menos de ${smallestAnswer} personas, o todas salvo tan pocas. Los porcentajes y los índices se redondean en pasos de ${steps("es")} puntos, el más fino que valga al menos ${width} personas, y los números de personas a ${roundBaseTo}. Tampoco se muestra lo que es demasiado impreciso según los estándares de presentación del NCHS.`,
    },
    threshold: smallestBase,
    width,
    roundedTo: roundPercentTo,
  };
}
