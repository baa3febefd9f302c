import type { chartsEn } from "./charts-en.ts";
import { numberText, pluralForm } from "./formats.ts";

export const chartsEs: typeof chartsEn = {
  title: "Gráficos",
  lede: (count) =>
    `${numberText(count, "es")} ${pluralForm(count, "es", { one: "gráfico", other: "gráficos" })}, cada uno con su página, sus archivos y el código para ponerlo en otra página.`,
  link: "Enlace a este gráfico",
  cite: "Citar",
  revised: "Revisado",
  revisedMore: "Algunas de estas cifras han cambiado desde una edición anterior.",
  revisedLink: "Ver las correcciones",
  range: {
    estimated:
      "La línea fina alrededor de un valor no es un intervalo de azar. Va de lo menos a lo más que cabe en los recuentos publicados de las zonas de las que se estimó.",
    rate: "La banda o línea fina alrededor de un valor es su intervalo probable: lo que el azar por sí solo permitiría, 95 veces de cada 100, con tantos hechos.",
    share:
      "La banda o línea fina alrededor de un valor es su intervalo probable: lo que el azar por sí solo permitiría, 95 veces de cada 100, con tantos casos.",
    other: "La banda o línea fina alrededor de un valor es su intervalo probable.",
  },
  about: "Sobre estas cifras",
  measure: "Qué se cuenta",
  unit: "Unidad",
  period: "Tiempo",
  through: (first, last) => (first === last ? first : `de ${first} a ${last}`),
  areas: "Zonas",
  shown: "Valores mostrados",
  shownOf: (shown, all) => `${numberText(shown, "es")} de ${numberText(all, "es")}`,
  denominator: "Cada valor es sobre un total de",
  people: "Personas que respondieron, por valor",
  standsOn: "Dónde está este gráfico",
  files: "Archivos de este gráfico",
  filesMore: "Las mismas cifras en todos. Un valor que no se muestra está vacío, y su estado dice por qué.",
  fileOf: {
    csv: "una fila por valor",
    json: "las filas, con título, licencia y cómo citar",
    "metadata.json": "qué son las cifras, sin las filas",
    md: "título, tabla y fuente como texto",
    svg: "la imagen",
    png: "la imagen en píxeles, de esta edición",
  },
  embed: "Poner este gráfico en otra página",
  embedMore: "Copie uno de estos. No necesitan scripts ni ponen cookies.",
  embedLive: "Muestra la edición más reciente",
  embedFrozen: (version) => `Muestra siempre la edición ${version}`,
  embedPicture: (version) => `Solo la imagen, de la edición ${version}`,
  source: (publisher, release, licence) => `Fuente: ${publisher}. ${release}. Licencia: ${licence}.`,
};
