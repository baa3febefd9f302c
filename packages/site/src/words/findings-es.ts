import type { findingsEn } from "./findings-en.ts";

export const findingsEs: typeof findingsEn = {
  findings: "Lo que dicen las cifras",
  findingsMore:
    "Calculado solo a partir de cifras publicadas, con métodos declarados. Muestran dónde y cuándo, nunca por qué: un aumento puede deberse a que se comunica más; un punto caliente, más gente de día.",
  trends: "Al alza o a la baja a lo largo de los meses",
  trendsNone: "Sin tendencia clara en las otras series que se pudieron examinar:",
  trendsUnknown: "No se pudieron examinar:",
  hotspots: "Zonas vecinas con más o menos de lo que explica el azar",
  hotspotsNone: "Ningún grupo de zonas vecinas destaca donde se pudo calcular. Los gráficos de abajo comparan cada zona con el conjunto.",
  hotspotsUnknown: "No se pudo calcular para ningún recuento de este tema:",
  hotspotsUnknownOthers: "No se calculó para estos, y por qué:",
  notReached: "Si hubo actividad en cada zona",
  linksTitle: "Trabaja junto con",
  linkLine: (problems, activities) =>
    [
      ...(problems === 0 ? [] : [`${problems} ${problems === 1 ? "problema" : "problemas"}`]),
      ...(activities === 0 ? [] : [`${activities} ${activities === 1 ? "actividad" : "actividades"}`]),
    ].join(", "),
};
