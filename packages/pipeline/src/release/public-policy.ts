import type { PublicPolicy } from "@openbeat/schema/domain";
import type { PolicySpec } from "../hub/policy-schema.ts";

/** What the public is told of a table's protection: what was done and what it promises, never which rule hid which cell. */
export function publicPolicyOf(policy: PolicySpec): PublicPolicy {
  switch (policy.method) {
    case "none":
      return { method: "none", explanation: policy.reason, threshold: null, width: null };
    case "suppress": {
      const isHidden = policy.zeros === "sensitive";
      const isListed = policy.emptyCombinations === "public";
      return {
        method: "suppress",
        explanation: {
          en: `Counts that could identify someone are not shown, nor those from which they could be worked out. For whoever knows every figure of this release and of those before it, each hidden count may still be one of two numbers at least ${policy.width} apart.${isHidden ? " Zeros are hidden like small counts, so a hidden count may be zero." : ""}${isListed ? " This holds even for whoever knows of every combination whether anything was counted there at all." : ""}`,
          es: `No se muestran los recuentos que podrían identificar a alguien, ni aquellos con los que se podrían deducir. Para quien conozca todas las cifras de esta publicación y de las anteriores, cada recuento oculto puede ser aún uno de dos números separados al menos por ${policy.width}.${isHidden ? " Los ceros se ocultan como los recuentos pequeños, de modo que un recuento oculto puede ser cero." : ""}${isListed ? " Esto vale incluso para quien sepa de cada combinación si en ella se contó algo." : ""}`,
        },
        threshold: policy.threshold,
        width: policy.width,
        ...(isHidden ? { zeros: policy.zeros } : {}),
        ...(isListed ? { emptyCombinations: policy.emptyCombinations } : {}),
      };
    }
    case "smallCountRounding":
      return {
        method: "smallCountRounding",
        explanation: {
          en: `Small counts are rounded to 0 or ${policy.base}, and what they add up to with them, so that tables still add up. A zero may stand for up to ${policy.base - 1}. Large counts are off by little, and most not at all. A period is rounded once, when it is over.`,
          es: `Los recuentos pequeños se redondean a 0 o a ${policy.base}, y con ellos sus sumas, de modo que las tablas siguen sumando. Un cero puede representar hasta ${policy.base - 1}. Los recuentos grandes se desvían poco, y la mayoría nada. Un período se redondea una sola vez, cuando ha terminado.`,
        },
        threshold: policy.base,
        width: null,
      };
    case "controlledRounding":
      return {
        method: "controlledRounding",
        explanation: {
          en: `Every figure is rounded to a multiple of ${policy.base} near it, so that tables still add up. A period is rounded once, when it is over.`,
          es: `Cada cifra se redondea a un múltiplo cercano de ${policy.base}, de modo que las tablas siguen sumando. Un período se redondea una sola vez, cuando ha terminado.`,
        },
        threshold: policy.base,
        width: null,
      };
    case "cellKey":
      return {
        method: "cellKey",
        explanation: {
          en: `Every count may differ from the true one by up to ${policy.most}, at random; zero stays zero. The same records always give the same change. Figures need not add up, since each is changed by itself.`,
          es: `Cada recuento puede diferir del verdadero hasta en ${policy.most}, al azar; el cero sigue siendo cero. Los mismos registros dan siempre el mismo cambio. Las cifras no tienen por qué sumar, ya que cada una se cambia por separado.`,
        },
        threshold: null,
        width: null,
      };
    case "differentialPrivacy":
      return {
        method: "differentialPrivacy",
        explanation: {
          en: "Every figure carries random noise of known size, zeros too, so that no one's reports change the chance of any result by much. A period is drawn once, when it is over; its areas and categories add up, months need not add up to quarters.",
          es: "Cada cifra lleva un ruido aleatorio de tamaño conocido, también los ceros, de modo que los registros de nadie cambian mucho la probabilidad de ningún resultado. Un período se sortea una sola vez, cuando ha terminado; sus áreas y categorías suman, los meses no tienen por qué sumar los trimestres.",
        },
        threshold: null,
        width: null,
      };
  }
}
