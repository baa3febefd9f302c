import type { LocalisedText } from "../text.ts";

/** What a design of an assessment is called, and what it cannot show. */
interface DesignWords {
  readonly name: LocalisedText;
  readonly cannotShow: LocalisedText;
}

/**
 * How an assessment was set up: a ladder, the weakest first. The badge beside every verdict.
 * @see Eck (2017), Assessing Responses to Problems, 2nd ed., POP Center Problem-Solving Tools 1, app. D.
 */
export const evaluationDesigns = {
  none: {
    name: { en: "Not assessed", es: "Sin evaluación" },
    cannotShow: {
      en: "Nothing was compared, so nothing can be said of an effect.",
      es: "No se comparó nada, así que no se puede decir nada de un efecto.",
    },
  },
  after_only: {
    name: { en: "After only", es: "Solo después" },
    cannotShow: {
      en: "Nothing was counted before, so it cannot show any change.",
      es: "No se contó nada antes, así que no puede mostrar ningún cambio.",
    },
  },
  before_after: {
    name: { en: "Before and after", es: "Antes y después" },
    cannotShow: {
      en: "It cannot tell the response from whatever else changed at the same time.",
      es: "No puede distinguir la respuesta de lo que cambió al mismo tiempo por otras causas.",
    },
  },
  comparison: {
    name: { en: "Comparison area", es: "Zona de comparación" },
    cannotShow: {
      en: "It cannot show what would differ between the two areas anyway, or whether the problem moved.",
      es: "No puede mostrar qué diferencias habría de todos modos entre las dos zonas, ni si el problema se desplazó.",
    },
  },
  comparison_buffer: {
    name: { en: "Comparison and surrounding area", es: "Zona de comparación y zona circundante" },
    cannotShow: {
      en: "It cannot show what would differ between the areas anyway, or a move to somewhere further away.",
      es: "No puede mostrar qué diferencias habría de todos modos entre las zonas, ni un desplazamiento a lugares más lejanos.",
    },
  },
  time_series: {
    name: { en: "Time series", es: "Serie temporal" },
    cannotShow: {
      en: "It cannot tell the response from something else that began in the same month.",
      es: "No puede distinguir la respuesta de otra cosa que empezara el mismo mes.",
    },
  },
  randomised: {
    name: { en: "Chosen by lot", es: "Elegido por sorteo" },
    cannotShow: {
      en: "It cannot show whether the same would happen elsewhere, or why it happened.",
      es: "No puede mostrar si ocurriría lo mismo en otro lugar, ni por qué ocurrió.",
    },
  },
} as const satisfies Readonly<Record<string, DesignWords>>;

export type EvaluationDesign = keyof typeof evaluationDesigns;
