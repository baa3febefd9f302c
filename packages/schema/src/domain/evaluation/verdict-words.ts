import { inserted } from "../survey/inserted.ts";
import { inLanguage, type LocalisedText } from "../text.ts";
import type { EvaluationDesign } from "./designs.ts";
import type { AssessedChange, NotAssessableReason } from "./verdict.ts";

/** What a sentence about an assessment has to say. */
export type AssessmentSaid =
  | { readonly verdict: "not_assessable"; readonly reason: NotAssessableReason }
  | (Pick<AssessedChange, "verdict" | "unit" | "printed"> & { readonly unequal: boolean });

/** One plain sentence in each language. A change is told only where the printed interval leaves 0 out, whatever the verdict given says. */
export function assessmentSentence(design: EvaluationDesign, counted: LocalisedText, said: AssessmentSaid): LocalisedText {
  return { en: sentenceIn("en", design, counted, said), es: sentenceIn("es", design, counted, said) };
}

function sentenceIn(language: "en" | "es", design: EvaluationDesign, counted: LocalisedText, said: AssessmentSaid): string {
  const words = wordsOf[language];
  const subject = inserted(inLanguage(counted, language), language);
  const told = toldOf(words, language, design, said);
  return `${subject === "" ? told.charAt(0).toUpperCase() + told.slice(1) : `${subject}: ${told}`}.`;
}

function toldOf(words: Words, language: string, design: EvaluationDesign, said: AssessmentSaid): string {
  if (said.verdict === "not_assessable") return words.notAssessable(words.reasons[said.reason]);
  const { lower, upper } = said.printed;
  if (!Number.isFinite(lower) || !Number.isFinite(upper) || lower > upper) return words.notAssessable(words.reasons.NO_ESTIMATE);
  const print = (value: number) => {
    const unit = said.unit === "PERCENT" ? ({ style: "unit", unit: "percent" } as const) : {};
    return new Intl.NumberFormat(language, { ...unit, maximumFractionDigits: 0 }).format(Math.abs(value));
  };
  const basis = words.basis[design] + (said.unequal ? words.unequal : "");
  const side = (value: number) => (value === 0 ? words.same : `${print(value)} ${value < 0 ? words.fewer : words.more}`);
  if (said.verdict === "no_clear_change" || (lower <= 0 && upper >= 0)) return words.unclear(side(lower), side(upper), basis);
  const [least, most] = upper < 0 ? [upper, lower] : [lower, upper];
  const range = least === most ? print(least) : words.between(print(least), print(most));
  return `${words.clear[said.verdict]}, ${words.likely} ${range} ${upper < 0 ? words.fewer : words.more} ${basis}`;
}

interface Words {
  readonly clear: Readonly<Record<"improved" | "worsened", string>>;
  readonly likely: string;
  readonly between: (least: string, most: string) => string;
  readonly fewer: string;
  readonly more: string;
  readonly same: string;
  readonly unclear: (lower: string, upper: string, basis: string) => string;
  readonly unequal: string;
  readonly basis: Readonly<Record<EvaluationDesign, string>>;
  readonly notAssessable: (reason: string) => string;
  readonly reasons: Readonly<Record<NotAssessableReason, string>>;
}

const en: Words = {
  clear: { improved: "improved", worsened: "worsened" },
  likely: "likely",
  between: (least, most) => `between ${least} and ${most}`,
  fewer: "fewer",
  more: "more",
  same: "no difference",
  unclear: (lower, upper, basis) => `no clear change; anything from ${lower} to ${upper} ${basis}, fits these counts`,
  unequal: ", for a time as long as the period after",
  basis: {
    none: "than before",
    after_only: "than before",
    before_after: "than before the response, with no comparison to tell what else changed",
    comparison: "than the change in the comparison area leads to expect",
    comparison_buffer: "than the change in the comparison area leads to expect, the surrounding area included",
    time_series: "than the trend and season before lead to expect",
    randomised: "than the change in the areas drawn by lot to go without leads to expect",
  },
  notAssessable: (reason) => `cannot be assessed, because ${reason}`,
  reasons: {
    NO_DESIGN: "nothing was counted to compare",
    NO_COUNT_BEFORE: "nothing was counted before the response",
    HIDDEN: "a count that it needs is not shown",
    NOT_COVERED: "the published periods do not make up the times that it compares",
    AREAS_UNCLEAR: "its areas are not all stated, or lie in one another",
    TOO_FEW_EVENTS: "too few were counted",
    TOO_FEW_MONTHS: "too few months were counted",
    MONTHS_DEPEND: "each month depends too much on the one before",
    NO_ESTIMATE: "these counts give no estimate",
  },
};

const es: Words = {
  clear: { improved: "mejora", worsened: "empeoramiento" },
  likely: "probablemente",
  between: (least, most) => `entre ${least} y ${most}`,
  fewer: "menos",
  more: "más",
  same: "ninguna diferencia",
  unclear: (lower, upper, basis) =>
    `sin cambio claro; estos recuentos son compatibles con un resultado desde ${lower} hasta ${upper} ${basis}`,
  unequal: ", en un tiempo igual al periodo posterior",
  basis: {
    none: "que antes",
    after_only: "que antes",
    before_after: "que antes de la respuesta, sin una comparación que muestre qué más cambió",
    comparison: "de lo que cabía esperar por el cambio en la zona de comparación",
    comparison_buffer: "de lo que cabía esperar por el cambio en la zona de comparación, incluida la zona circundante",
    time_series: "de lo que cabía esperar por la tendencia y la estación anteriores",
    randomised: "de lo que cabía esperar por el cambio en las zonas que el sorteo dejó sin respuesta",
  },
  notAssessable: (reason) => `no se puede evaluar, porque ${reason}`,
  reasons: {
    NO_DESIGN: "no se contó nada con que comparar",
    NO_COUNT_BEFORE: "no se contó nada antes de la respuesta",
    HIDDEN: "un recuento necesario no se muestra",
    NOT_COVERED: "los períodos publicados no forman los tiempos que compara",
    AREAS_UNCLEAR: "sus zonas no están todas indicadas, o unas están dentro de otras",
    TOO_FEW_EVENTS: "se contaron muy pocos",
    TOO_FEW_MONTHS: "se contaron muy pocos meses",
    MONTHS_DEPEND: "cada mes depende demasiado del anterior",
    NO_ESTIMATE: "estos recuentos no permiten una estimación",
  },
};

const wordsOf = { en, es } as const;
