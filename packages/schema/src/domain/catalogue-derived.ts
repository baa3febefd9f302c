import type { MeasureDefinition } from "./measure.ts";

const share = { kind: "PROPORTION", unit: { en: "%", es: "%" }, decimals: 1 } as const;
const count = { kind: "COUNT", decimals: 0 } as const;
const problems = { en: "problems", es: "problemas" };

const ofTrust = { dataset: "derived-trust" } as const;
const ofCommunication = { dataset: "derived-communication" } as const;
const ofProblems = { dataset: "derived-problem-solving" } as const;
const ofCollaboration = { dataset: "derived-collaboration" } as const;

/** Measures that a hub works out from figures and records that are published already. No dataset of an agency can list them. */
export const derivedMeasureCatalogue: readonly MeasureDefinition[] = [
  {
    ...ofTrust,
    code: "ENG.07",
    title: { en: "Areas with at least one activity", es: "Áreas con al menos una actividad" },
    shortTitle: { en: "Areas with an activity", es: "Áreas con actividades" },
    description: {
      en: "The share of the smallest areas with figures in which at least one community activity was held.",
      es: "La proporción de las áreas más pequeñas con cifras en las que se realizó al menos una actividad comunitaria.",
    },
    higherIs: "BETTER",
    method: {
      en: "Areas with one activity or more, divided by all areas. Not told where the figure of one of them is not shown.",
      es: "Áreas con una actividad o más, divididas entre todas las áreas. No se indica si la cifra de alguna de ellas no se muestra.",
    },
    ...share,
  },
  {
    ...ofTrust,
    code: "ENG.10",
    title: { en: "Concentration of contact hours", es: "Concentración de las horas de contacto" },
    shortTitle: { en: "Spread of contact hours", es: "Reparto de las horas" },
    description: {
      en: "How unevenly officers' contact hours are spread over residents: 0 where every resident's area has the same hours for each of them, near 1 where one area has all.",
      es: "Cuán desigual es el reparto de las horas de contacto entre los residentes: 0 si todas las áreas tienen las mismas horas por residente, cerca de 1 si una sola las tiene todas.",
    },
    kind: "INDEX",
    unit: { en: "from 0 to 1", es: "de 0 a 1" },
    higherIs: "NEUTRAL",
    decimals: 2,
    method: {
      en: "The Gini coefficient of contact hours over the smallest areas with figures, each weighted by its residents. Areas without residents are left out.",
      es: "El coeficiente de Gini de las horas de contacto en las áreas más pequeñas con cifras, cada una ponderada por sus residentes. Las áreas sin residentes no entran.",
    },
  },
  {
    ...ofCommunication,
    code: "DLG.07",
    title: { en: "Priorities reviewed within three months", es: "Prioridades revisadas en tres meses" },
    shortTitle: { en: "Priorities reviewed in time", es: "Prioridades revisadas a tiempo" },
    description: {
      en: "The share of areas with a priority that was agreed or looked at again in the three months before the end of the period.",
      es: "La proporción de áreas con una prioridad acordada o revisada en los tres meses anteriores al final del período.",
    },
    higherIs: "BETTER",
    method: {
      en: "Areas with a priority in force that was agreed or reviewed in those three months, divided by all areas of the level that priorities are agreed for. Not told of a time whose reviews are no longer recorded.",
      es: "Áreas con una prioridad vigente acordada o revisada en esos tres meses, divididas entre todas las áreas del nivel para el que se acuerdan prioridades. No se indica para un tiempo cuyas revisiones ya no constan.",
    },
    ...share,
  },
  {
    ...ofCommunication,
    code: "DLG.08",
    title: { en: "Areas with a named contact", es: "Áreas con un contacto con nombre" },
    shortTitle: { en: "Areas with a contact", es: "Áreas con contacto" },
    description: {
      en: "The share of areas whose page names whom residents can turn to.",
      es: "La proporción de áreas cuya página nombra a quién pueden dirigirse los residentes.",
    },
    higherIs: "BETTER",
    method: {
      en: "Areas that had, or lay in one that had, a named contact on the last day of the period, divided by all areas of the level that contacts are given for.",
      es: "Áreas que tenían, o estaban dentro de una que tenía, un contacto con nombre el último día del período, divididas entre todas las áreas del nivel para el que se dan contactos.",
    },
    ...share,
  },
  {
    ...ofCommunication,
    code: "DLG.09",
    title: { en: "Commitments kept on time", es: "Compromisos cumplidos a tiempo" },
    shortTitle: { en: "Promises kept on time", es: "Compromisos cumplidos a tiempo" },
    description: {
      en: "The share of the commitments due in the period that were kept by the day they were due.",
      es: "La proporción de los compromisos que vencían en el período y se cumplieron a más tardar el día previsto.",
    },
    higherIs: "BETTER",
    method: {
      en: "Commitments kept by their day, divided by all that were due in the period, changed ones included. The range is Wilson's.",
      es: "Compromisos cumplidos en su plazo, divididos entre todos los que vencían en el período, incluidos los modificados. El intervalo es el de Wilson.",
    },
    ...share,
  },
  {
    ...ofProblems,
    code: "POP.01",
    title: { en: "Problems being worked on", es: "Problemas en curso" },
    description: {
      en: "Recurring problems that were open on the last day of the period.",
      es: "Problemas recurrentes abiertos el último día del período.",
    },
    unit: problems,
    higherIs: "NEUTRAL",
    method: {
      en: "Problems opened by then and not closed by then. A problem of several areas counts in each, and once in the whole.",
      es: "Problemas abiertos hasta entonces y no cerrados. Un problema de varias áreas cuenta en cada una, y una sola vez en el conjunto.",
    },
    ...count,
  },
  {
    ...ofProblems,
    code: "POP.01.O",
    title: { en: "Problems opened", es: "Problemas abiertos" },
    description: {
      en: "Recurring problems whose work began in the period.",
      es: "Problemas recurrentes cuyo trabajo empezó en el período.",
    },
    unit: problems,
    higherIs: "NEUTRAL",
    method: { en: "Problems opened in the period.", es: "Problemas abiertos en el período." },
    ...count,
  },
  {
    ...ofProblems,
    code: "POP.01.C",
    title: { en: "Problems closed", es: "Problemas cerrados" },
    description: {
      en: "Recurring problems whose work ended in the period.",
      es: "Problemas recurrentes cuyo trabajo terminó en el período.",
    },
    unit: problems,
    higherIs: "NEUTRAL",
    method: { en: "Problems closed in the period.", es: "Problemas cerrados en el período." },
    ...count,
  },
  {
    ...ofProblems,
    code: "POP.02",
    title: { en: "Closed with an assessment", es: "Cerrados con una evaluación" },
    description: {
      en: "The share of closed problems of which something was counted to learn whether the response worked.",
      es: "La proporción de problemas cerrados en los que se contó algo para saber si la respuesta funcionó.",
    },
    higherIs: "BETTER",
    method: {
      en: "Problems closed in the period that have an assessment of any design but none, divided by all closed in it. The range is Wilson's.",
      es: "Problemas cerrados en el período con una evaluación de cualquier diseño salvo ninguno, divididos entre todos los cerrados en él. El intervalo es el de Wilson.",
    },
    ...share,
  },
  {
    ...ofProblems,
    code: "POP.03",
    title: { en: "Assessments with a comparison group", es: "Evaluaciones con un grupo de comparación" },
    shortTitle: { en: "Assessments with a comparison", es: "Evaluaciones con comparación" },
    description: {
      en: "The share of assessments that compare with areas without the response.",
      es: "La proporción de evaluaciones que comparan con zonas sin la respuesta.",
    },
    higherIs: "BETTER",
    method: {
      en: "Assessments with a comparison area or drawn by lot, divided by all whose time after ended in the period. The range is Wilson's.",
      es: "Evaluaciones con zona de comparación o por sorteo, divididas entre todas aquellas cuyo tiempo posterior terminó en el período. El intervalo es el de Wilson.",
    },
    ...share,
  },
  {
    ...ofProblems,
    code: "POP.04",
    title: { en: "Assessments by what they found", es: "Evaluaciones por lo que encontraron" },
    shortTitle: { en: "What assessments found", es: "Qué hallaron las evaluaciones" },
    description: {
      en: "How many assessments found that a problem improved, worsened or did not clearly change, and how many cannot tell, by when the time that they compare ended.",
      es: "Cuántas evaluaciones encontraron que un problema mejoró, empeoró o no cambió claramente, y cuántas no pueden decirlo, según cuándo terminó el tiempo que comparan.",
    },
    unit: { en: "assessments", es: "evaluaciones" },
    higherIs: "NEUTRAL",
    method: {
      en: "Assessments whose time after ended in the period, by the verdict that the published counts give.",
      es: "Evaluaciones cuyo tiempo posterior terminó en el período, por el veredicto que dan los recuentos publicados.",
    },
    ...count,
  },
  {
    ...ofProblems,
    code: "POP.05",
    title: { en: "Problems that residents brought up", es: "Problemas que plantearon los residentes" },
    shortTitle: { en: "Problems raised by residents", es: "Problemas planteados por residentes" },
    description: {
      en: "The share of problems opened that came from residents.",
      es: "La proporción de problemas abiertos que plantearon los residentes.",
    },
    higherIs: "NEUTRAL",
    method: {
      en: "Problems from residents, divided by all opened in the period. The range is Wilson's.",
      es: "Problemas planteados por residentes, divididos entre todos los abiertos en el período. El intervalo es el de Wilson.",
    },
    ...share,
  },
  {
    ...ofProblems,
    code: "RES.01",
    title: { en: "Contact hours against concerns", es: "Horas de contacto frente a preocupaciones" },
    shortTitle: { en: "Contact hours against concerns", es: "Horas frente a preocupaciones" },
    description: {
      en: "An area's share of officers' contact hours, divided by its share of the concerns that residents raised: below 1, it raised a larger part of the concerns than it got of the hours.",
      es: "La proporción de las horas de contacto que recibió un área, dividida entre su proporción de las preocupaciones planteadas: por debajo de 1, planteó una parte mayor de las preocupaciones que la que recibió de las horas.",
    },
    kind: "RATIO",
    unit: { en: "times", es: "veces" },
    higherIs: "NEUTRAL",
    decimals: 2,
    method: {
      en: "Hours of the area over those of the whole, divided by concerns of the area over those of the whole.",
      es: "Horas del área entre las del conjunto, divididas entre preocupaciones del área entre las del conjunto.",
    },
  },
  {
    ...ofProblems,
    code: "RES.02",
    title: { en: "Hot spots with a response", es: "Puntos calientes con una respuesta" },
    shortTitle: { en: "Hot spots with a response", es: "Puntos calientes con respuesta" },
    description: {
      en: "The share of hot spots of the year in which a response to a problem was under way in the same year.",
      es: "La proporción de los puntos calientes del año en los que hubo una respuesta a un problema en ese mismo año.",
    },
    higherIs: "BETTER",
    method: {
      en: "Areas that Gi* finds hot, for any count of incidents, calls or concerns, and that a problem with a response of that year names, divided by all that it finds hot.",
      es: "Áreas que Gi* encuentra calientes, en cualquier recuento de incidentes, llamadas o preocupaciones, y que nombra un problema con una respuesta de ese año, divididas entre todas las que encuentra calientes.",
    },
    ...share,
  },
  {
    ...ofCollaboration,
    code: "COL.01",
    title: { en: "Active partnerships", es: "Colaboraciones activas" },
    description: {
      en: "Organisations that worked with the police on the last day of the period, by kind of organisation.",
      es: "Organizaciones que trabajaban con la policía el último día del período, por tipo de organización.",
    },
    unit: { en: "partners", es: "colaboradores" },
    higherIs: "NEUTRAL",
    method: {
      en: "Partners that had begun by then and not ended. One that works everywhere, or in several areas, counts in each of them.",
      es: "Colaboradores que habían empezado para entonces y no habían terminado. El que trabaja en todas partes, o en varias áreas, cuenta en cada una.",
    },
    ...count,
  },
  {
    ...ofCollaboration,
    code: "COL.02",
    title: { en: "Hours of partners", es: "Horas de los colaboradores" },
    description: {
      en: "Hours of work that partners brought to activities and problems.",
      es: "Horas de trabajo que los colaboradores aportaron a actividades y problemas.",
    },
    kind: "SUM",
    unit: { en: "hours", es: "horas" },
    higherIs: "BETTER",
    decimals: 0,
    method: { en: "Sum of the hours contributed in the period.", es: "Suma de las horas aportadas en el período." },
  },
  {
    ...ofCollaboration,
    code: "COL.02.N",
    title: { en: "Contributions of partners", es: "Aportaciones de los colaboradores" },
    description: {
      en: "How often partners brought something: hours, money, space, goods, data, training.",
      es: "Cuántas veces los colaboradores aportaron algo: horas, dinero, espacio, bienes, datos, formación.",
    },
    unit: { en: "contributions", es: "aportaciones" },
    higherIs: "BETTER",
    method: { en: "Number of contributions of the period.", es: "Número de aportaciones del período." },
    ...count,
  },
  {
    ...ofCollaboration,
    code: "COL.03",
    title: { en: "Problems with a partner's action", es: "Problemas con una acción de colaboradores" },
    shortTitle: { en: "Problems with partner action", es: "Problemas con acción conjunta" },
    description: {
      en: "The share of problems worked on in the period to which a partner has responded or contributed.",
      es: "La proporción de los problemas en curso en el período a los que un colaborador ha respondido o aportado.",
    },
    higherIs: "BETTER",
    method: {
      en: "Problems open on some day of the period with a response or contribution of a partner by its end, divided by all of them. The range is Wilson's.",
      es: "Problemas abiertos algún día del período con una respuesta o aportación de un colaborador hasta su final, divididos entre todos ellos. El intervalo es el de Wilson.",
    },
    ...share,
  },
  {
    dataset: "derived-coverage",
    code: "DQ.03",
    title: { en: "Counts and sums not shown", es: "Recuentos y sumas que no se muestran" },
    description: {
      en: "The share of counts and sums that are not shown, so that nobody can be identified. Answers to surveys and rates are not among them.",
      es: "La proporción de recuentos y sumas que no se muestran para que nadie pueda ser identificado. No incluye respuestas a encuestas ni tasas.",
    },
    higherIs: "NEUTRAL",
    method: {
      en: "Hidden counts and sums of all tables about the area and its parts, for the period and the periods within it, divided by hidden and shown ones. Never told by rule.",
      es: "Recuentos y sumas ocultos de todas las tablas sobre el área y sus partes, del período y los períodos dentro de él, divididos entre ocultos y mostrados. Nunca se indica por regla.",
    },
    ...share,
  },
];
