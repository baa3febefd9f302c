import { numberText, pluralForm } from "./formats.ts";
import type { nearEn } from "./near-en.ts";

const number = (value: number) => numberText(value, "es");
const plural = (value: number, one: string, other: string) => `${number(value)} ${pluralForm(value, "es", { one, other })}`;

export const nearEs: typeof nearEn = {
  button: "Zonas cerca de mí",
  promise: "Su navegador averigua dónde está usted y lo compara aquí mismo. Su ubicación no se envía a nadie ni se guarda.",
  working: "Buscando su zona …",
  found: "Usted está en:",
  unsure: "Su dispositivo no conoce bien su posición. Compruébelo en el mapa.",
  outside: "Usted está fuera de todas las zonas de este sitio.",
  refused: "Su navegador no dio su ubicación. Elija su zona en la lista.",
  failed: "No se encontró su ubicación. Elija su zona en la lista.",

  headlinesRule: (area) =>
    `Para todo ${area}: la primera cifra de cada tema. Solo se habla de subida o bajada cuando es mayor de lo que suele dar el azar.`,
  likely: (range) => `Intervalo probable: ${range}`,
  sinceLast: (version) => `Qué cambió desde la edición ${version}`,
  sinceNone: "Qué cambió",
  firstRelease: "Esta es la primera edición: todavía no hay con qué compararla.",
  largest: "Los cambios más grandes, medidos por la cifra anterior:",
  changedFrom: (before, after) => `${before}, ahora ${after}`,
  allChanges: "Todos los cambios",
  youSaid: "Lo que dijeron los residentes y lo que se hizo",
  youSaidMore: "Los tres últimos compromisos resueltos, cumplidos o no.",
  takePart: "Cómo participar",
  takePartMore: "Las próximas tres reuniones y actividades.",
  takePartNone: "No hay ninguna anunciada. El calendario recibirá las próximas.",

  raisedTitle: "Qué se planteó y en qué quedó",
  raisedAsOf: (date) => `El tiempo se cuenta hasta el ${date}, cuando salió esta edición.`,
  raisedCounts: (all) =>
    `${plural(all, "asunto de los registros públicos trata", "asuntos de los registros públicos tratan")} de esta zona, de zonas que están en ella por entero o en parte, o de las zonas que la incluyen.`,
  raisedOverdue: (count) => `${number(count)} con el plazo vencido.`,
  raisedUnanswered: (count) => `${number(count)} sin respuesta.`,
  kinds: { priority: "Prioridad acordada con los residentes", commitment: "Compromiso", meeting: "Acordado en una reunión" },
  when: { priority: "Se acordó", commitment: "Se prometió", meeting: "Reunión" },
  response: "Respuesta",
  outcome: "Resultado",
  noResponse: "Sin respuesta todavía",
  noResponseMore: "Los registros todavía no tienen respuesta.",
  noOutcome: "Los registros todavía no tienen resultado.",
  age: (date, age) => `${date}, hace ${age}`,
  pastDue: (age) => `Plazo vencido hace ${age}`,
  matters: "Asunto por asunto",
  raisedMore: (count) => `${plural(count, "más se explica", "más se explican")} por completo aquí:`,
  concernsTitle: (area) => `Preocupaciones planteadas en ${area}, en cifras`,
  concernsAbove: (own, area) => `Estas no se publican solo de ${own}, sino de ${area}.`,
  concernsHidden: "Que una cifra no se muestre no significa que no hubiera ninguna.",
  concernsSingly: "Las preocupaciones no se publican una por una. Se cuentan.",

  unit: (unit) => `Unidad: ${unit}`,
  partOf: (part, whole) => `${part} de ${whole}`,
  rateOf: (part, whole) => `Contados: ${part}; en relación con: ${whole}`,
  more: "Más cifras",
  scale: (area) => `Cada gráfico pequeño empieza en cero. La línea continua es ${area}.`,
  scaleWith: (area, whole) =>
    `Cada gráfico pequeño empieza en cero. La línea continua es ${area} y la discontinua ${whole}: ambas en una misma escala. Los recuentos no tienen línea discontinua.`,
  gaps: (count) => `${plural(count, "valor no se muestra", "valores no se muestran")}.`,
  allOf: (theme, area) => `${theme}: todas las cifras de ${area}`,
  allOfLede: (area) => `Todos los gráficos y tablas sobre este tema de ${area}.`,
  againstWhole: (whole, verdict) => `Frente a ${whole}: ${verdict}.`,
  trustAbove: (own, area) => `No se publica ninguna cifra de encuesta solo de ${own}. De ${area}:`,
  trustNotCompared: (whole) => `No se sabe cómo se compara con ${whole}.`,

  similar: "Zonas de tamaño parecido",
  similarRule:
    "Las tres zonas del mismo tipo con un número de residentes más cercano. No es una clasificación, y pueden diferir en otras cosas.",
  residents: (value) => plural(value, "residente", "residentes"),
  takeAlong: "Para llevar",
};
