import { listText, numberText, pluralForm } from "./formats.ts";
import type { reportsEn } from "./reports-en.ts";

const number = (value: number) => numberText(value, "es");
const plural = (value: number, one: string, other: string) => `${number(value)} ${pluralForm(value, "es", { one, other })}`;

function lateOf(open: number, overdue: number): string {
  if (overdue === 0) return open === 1 ? "dentro de plazo" : "ninguno fuera de plazo";
  if (overdue < open) return `${number(overdue)} fuera de plazo`;
  return open === 1 ? "fuera de plazo" : "todos fuera de plazo";
}

export const reportsEs: typeof reportsEn = {
  nav: "Informes",
  title: "Informes de policía comunitaria",
  lede: "Qué hicieron juntos la policía y los residentes en cada distrito y trimestre, qué lo dificultó y qué viene después.",
  how: "Cada informe se hace según reglas con lo que publica esta edición. Nadie lo ha escrito a mano.",
  ofLevel: (plural) => `Un informe para cada uno de los ${plural} y cada uno de los últimos trimestres.`,
  eyebrow: "Informe de policía comunitaria",
  titleOf: (district, quarter) => `${district}: ${quarter}`,
  reportLede: (district, quarter) => `Qué hicieron juntos la policía y los residentes en ${district} en ${quarter}.`,
  districtLede: (district) => `Los informes de ${district}, el más reciente primero.`,
  reportsOf: (district) => `Informes de ${district}`,
  earlier: "Trimestres anteriores, como se publicaron entonces",
  inRelease: (version) => `edición ${version}`,
  present: "Mostrar en letra grande",
  backToReport: "Volver al informe completo",
  share: "Compartir este informe",
  shareMore: "Esta dirección lleva a una copia que nunca cambia, ni siquiera cuando se publican cifras nuevas:",
  onPaper: "El informe se imprime tal cual: dos páginas de resumen y después las listas.",

  covers: "Qué abarca",
  partly: "en parte",
  asWhole: "en su conjunto",
  elsewhere: "fuera de este distrito",
  rule: "Las zonas policiales y este distrito tienen límites distintos. Una zona está en parte dentro cuando lo está al menos 1 de cada 100 partes de su superficie, según los límites publicados. Lo que se dice de ella puede haber ocurrido al otro lado del límite.",
  byParts: "El distrito se describe a partir de sus propias zonas.",

  keyPoints: "Puntos clave",
  keyPointsRule:
    "La primera cifra de cada conjunto de datos que abarca todo el trimestre, y después lo que resulta de los registros. Solo se habla de cambio cuando es mayor de lo que el azar suele producir, teniendo en cuenta todas las cifras del informe que se comparan; la página de una zona toma cada una por separado.",
  pointMeetings: (all, held, cancelled) =>
    `En las zonas de las que trata este informe ${pluralForm(all, "es", { one: "consta", other: "constan" })} ${plural(all, "reunión pública", "reuniones públicas")}: ${listText(
      [plural(held, "celebrada", "celebradas"), ...(cancelled > 0 ? [plural(cancelled, "cancelada", "canceladas")] : [])],
      "es",
    )}.`,
  pointPromises: (open, overdue) =>
    open === 0
      ? "Al final del trimestre no había ningún compromiso abierto."
      : `Al final del trimestre había ${plural(open, "compromiso abierto", "compromisos abiertos")}, ${lateOf(open, overdue)}.`,
  pointProblems: (open, closed) =>
    `Al final del trimestre ${open === 0 ? "no se trabajaba en ningún problema" : `se trabajaba en ${plural(open, "problema", "problemas")}`}${closed > 0 ? `; durante el trimestre ${pluralForm(closed, "es", { one: "se cerró", other: "se cerraron" })} ${number(closed)}` : ""}.`,
  pointsNone: "No se muestra ninguna cifra de este trimestre para el distrito.",

  partnerships: "Colaboraciones",
  partnershipsMore: "Quienes colaboran en estas zonas, y quienes desde otro lugar hicieron algo aquí en el trimestre.",
  partnershipsNone: "No consta ninguna organización colaboradora aquí.",
  partner: "Organización",
  did: "Consta en este trimestre",
  didNothing: "No consta nada de este trimestre.",
  joined: (count) => `${plural(count, "actividad organizada o en la que participó", "actividades organizadas o en las que participó")}`,
  workedOn: (problems) => `trabajó en: ${problems}`,
  brought: (what) => `aportó: ${what}`,

  meetings: "Reuniones públicas",
  meetingsNone: "No consta ninguna reunión pública de este trimestre.",
  recordsFrom: (date) => `Esta edición tiene registros de reuniones y actividades desde el ${date} y no dice nada de los días anteriores.`,
  meeting: "Reunión",
  outcome: "Qué resultó",
  others: "Otras actividades",
  longer:
    "Son los registros de todas las zonas nombradas arriba, así que puede haber más de los que las cifras cuentan dentro del distrito.",

  problems: "Problemas y qué se hizo",
  problemsMore: "El estado de cada problema es el del día de esta edición.",
  problemsNone: "No consta aquí ningún problema de este trimestre.",
  byPolice: "Por la policía",
  together: "Por la policía con otros, o por otros",
  community: "Aportado por la comunidad",
  nothingOnRecord: "No consta nada de este trimestre.",
  priorities: "Prioridades acordadas",
  promises: "Compromisos",
  promisesNone: "No consta aquí ningún compromiso de este trimestre.",

  obstacles: "Qué lo dificultó",
  obstaclesRule:
    "Lo que dice la propia agencia va primero y así se señala. Lo demás se halla según reglas y no lo escribe nadie: compromisos fuera de plazo al terminar el trimestre, no cumplidos o cambiados en él; reuniones canceladas o de las que nadie informó; zonas donde no se celebró nada; prioridades sin respuesta; problemas cerrados sin medición; y lo que limita las evaluaciones.",
  obstaclesNone: "Según estas reglas no consta nada. Eso no significa que no hubiera nada.",
  stated: (statement) => `La agencia dice: «${statement}»`,
  recommended: (statement) => `La agencia recomienda: «${statement}»`,
  recommendedTo: (whom, statement) => `Recomendación de la agencia para ${whom}: «${statement}»`,
  overdue: (promise, due) => `Fuera de plazo desde el ${due}: «${promise}»`,
  settledSince: {
    KEPT: (on) => `Se cumplió el ${on}.`,
    KEPT_LATE: (on) => `Se cumplió el ${on}.`,
    NOT_KEPT: (on) => `El ${on} se registró como no cumplido.`,
    CHANGED: (on) => `Se cambió el ${on}.`,
  },
  notKept: (promise) => `No cumplido: «${promise}»`,
  changed: (promise) => `Cambiado: «${promise}»`,
  cancelled: (count, which) => `${plural(count, "actividad cancelada", "actividades canceladas")}: ${which}`,
  noReport: (count, which) => `De ${plural(count, "actividad prevista", "actividades previstas")} nadie informó si se celebró: ${which}`,
  notReached: (areas) => `No se celebró ninguna actividad en: ${areas}`,
  noAnswer: (priority, date) => `Acordada el ${date}, y no consta nada hecho: «${priority}»`,
  notMeasured: (problem) => `Cerrado sin comparar nada: «${problem}». No se sabe si sirvió.`,
  limitation: (problem, limit) => `Lo que limita la evaluación de «${problem}»: ${limit}`,
  wholeList: "La lista completa",
  see: "Leer más",
  more: (count) => `${number(count)} más en la lista completa.`,

  next: "Qué viene después",
  nextRule:
    "Lo que recomienda la agencia va primero y así se señala. Lo demás se halla según reglas: compromisos abiertos al terminar el trimestre y con plazo posterior, y los próximos pasos que acordaron las reuniones del trimestre. No consta si esos pasos se dieron después.",
  nextNone: "Según estas reglas no consta nada.",
  dueOn: (promise, due) => `Plazo ${due}: «${promise}»`,
  agreedThen: (step) => `Acordado en reuniones del trimestre: «${step}»`,
  pastDueNow: (date) => `Seguía abierto el ${date}, fuera de plazo.`,

  figures: "Las cifras",
  figuresMore: "Como se publican para este distrito y trimestre. Una cifra que no se muestra dice por qué.",
  estimates: "Estimaciones, no recuentos",
  estimatesMore:
    "Calculadas con cifras de sectores que el distrito divide. El intervalo contiene el recuento verdadero, estén donde estén los registros dentro de un sector dividido. No las sume a los recuentos ni las compare con ellos.",
  measure: "Cifra",
  thisQuarter: "Este trimestre",
  quarterBefore: "El trimestre anterior",
  yearAgo: "Un año antes",
  rangeMore: "Entre paréntesis: el intervalo en el que probablemente está el valor.",
  course: "Evolución",
  none: "–",
  noneMeans: "no publicado",
  notTold: "Qué no se dice aquí, y por qué",
  hiddenLine: (hidden) =>
    `${plural(hidden, "cifra de este trimestre no se muestra", "cifras de este trimestre no se muestran")}: la marca dice por qué.`,
  notQuarterly:
    "No se publica para este distrito por trimestre como una sola cifra. Una cifra anual no se divide entre cuatro: no dice nada de un trimestre.",
  seeYear: "Las cifras anuales y por tipo están en la página del distrito.",
  notAtLevel: (level) => `No se publica por ${level}, o no se cuenta por zona:`,

  history: "Este informe en cada edición",
  historyThis: "Es este.",
  historySame: "Las mismas cifras.",
  historyDiffers: (count) => `${plural(count, "cifra no es la de aquí", "cifras no son las de aquí")}.`,
  historyOne: "Ninguna otra edición conocida aquí tiene este informe.",

  handout: "Hoja para imprimir: una página",
  handoutOf: (place) => `${place} en una página`,
  handoutLede: (place) => `${place}: qué hacen aquí la policía y los residentes.`,
  handoutFigures: "En cifras",
  handoutSaid: "Qué dijeron los residentes y qué resultó",
  handoutMeetings: "Próximas reuniones y actividades",
  handoutContact: "A quién acudir",
  handoutMeetingsNone: (date) => `Al ${date}, no hay ninguna anunciada.`,
  handoutMore: "Todas las cifras, reuniones y compromisos:",
  youSaid: "Ustedes dijeron:",
  answer: "Qué resultó:",
  toPlace: "Volver a la página del lugar",
  toPrint: "Imprima esta página: cabe en una hoja.",

  paperFrom: (publisher, version, date) => `${publisher}. Edición ${version}, ${date}.`,
  paperAddress: "Esta página, como nunca cambiará:",
  paperLicence: (name, address) => `Licencia: ${name}, ${address}`,
};
