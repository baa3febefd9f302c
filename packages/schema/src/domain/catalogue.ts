import type { MeasureDefinition } from "./measure.ts";

const perThousand = {
  kind: "RATE",
  unit: { en: "per 1,000 residents", es: "por cada 1.000 residentes" },
  decimals: 1,
  method: {
    en: "The count divided by the residents of the area, times 1,000. The count is for the period shown; it is not made yearly.",
    es: "El recuento dividido por los residentes del área, por 1.000. El recuento es del período mostrado; no se anualiza.",
  },
} as const;

const shareOfRecords = {
  kind: "PROPORTION",
  unit: { en: "%", es: "%" },
  decimals: 1,
} as const;

/** The measures a hub knows, by code. @see domain.md 4.4, in docs/glossary.md as published. */
export const measureCatalogue: readonly MeasureDefinition[] = [
  {
    code: "OUT.01",
    dataset: "incidents",
    title: { en: "Recorded incidents", es: "Incidentes registrados" },
    description: {
      en: "Incidents recorded by the police, by the agency's own classes of offence. What is not reported or not recorded is not counted.",
      es: "Incidentes registrados por la policía, según las clases de delito de la agencia. Lo que no se denuncia o no se registra no se cuenta.",
    },
    kind: "COUNT",
    unit: { en: "incidents", es: "incidentes" },
    higherIs: "NEUTRAL",
    decimals: 0,
    method: { en: "Number of records.", es: "Número de registros." },
  },
  {
    code: "OUT.01.R",
    dataset: "incidents",
    per1000Of: "OUT.01",
    title: { en: "Recorded incidents per 1,000 residents", es: "Incidentes registrados por cada 1.000 residentes" },
    description: {
      en: "Recorded incidents for every 1,000 people who live in the area. Places with many visitors show high rates.",
      es: "Incidentes registrados por cada 1.000 personas que viven en el área. Los lugares con muchos visitantes muestran tasas altas.",
    },
    higherIs: "NEUTRAL",
    ...perThousand,
  },
  {
    code: "OUT.05",
    dataset: "complaints",
    title: { en: "Complaints about the police", es: "Quejas sobre la policía" },
    description: {
      en: "Complaints that were received about the police. More can mean more wrongs, or more trust that a complaint is heard.",
      es: "Quejas recibidas sobre la policía. Más puede significar más faltas, o más confianza en que una queja será escuchada.",
    },
    kind: "COUNT",
    unit: { en: "complaints", es: "quejas" },
    higherIs: "NEUTRAL",
    decimals: 0,
    method: { en: "Number of records.", es: "Número de registros." },
  },
  {
    code: "ENG.01",
    dataset: "engagement",
    title: { en: "Activities held", es: "Actividades realizadas" },
    description: {
      en: "Community activities that the police held or took part in and that are not enforcement: meetings, events, outreach, classes.",
      es: "Actividades comunitarias que la policía realizó o en las que participó y que no son de vigilancia: reuniones, eventos, visitas, clases.",
    },
    kind: "COUNT",
    unit: { en: "activities", es: "actividades" },
    higherIs: "BETTER",
    decimals: 0,
    method: { en: "Number of activities that took place.", es: "Número de actividades que tuvieron lugar." },
  },
  {
    code: "ENG.02",
    dataset: "engagement",
    sum: "attendance",
    title: { en: "Attendance", es: "Asistencia" },
    description: {
      en: "People who came to the activities. Somebody who came twice is counted twice.",
      es: "Personas que asistieron a las actividades. Quien asistió dos veces se cuenta dos veces.",
    },
    kind: "SUM",
    unit: { en: "attendances", es: "asistencias" },
    higherIs: "BETTER",
    decimals: 0,
    method: { en: "Sum of the attendance of each activity.", es: "Suma de la asistencia de cada actividad." },
  },
  {
    code: "ENG.04",
    dataset: "engagement",
    sum: "officer_hours",
    fractional: true,
    title: { en: "Officer contact hours", es: "Horas de contacto de agentes" },
    description: {
      en: "Hours that officers spent at the activities: two officers for three hours are six.",
      es: "Horas que los agentes dedicaron a las actividades: dos agentes durante tres horas son seis.",
    },
    kind: "SUM",
    unit: { en: "hours", es: "horas" },
    higherIs: "BETTER",
    decimals: 0,
    method: { en: "Sum of officers times hours of each activity.", es: "Suma de agentes por horas de cada actividad." },
  },
  {
    code: "DLG.01",
    dataset: "concerns",
    title: { en: "Concerns raised", es: "Preocupaciones planteadas" },
    description: {
      en: "Concerns that residents raised with the police, through any channel. More can mean more problems, or more trust in being heard.",
      es: "Preocupaciones que los residentes plantearon a la policía, por cualquier canal. Más puede significar más problemas, o más confianza en ser escuchados.",
    },
    kind: "COUNT",
    unit: { en: "concerns", es: "preocupaciones" },
    higherIs: "NEUTRAL",
    decimals: 0,
    method: { en: "Number of concerns received.", es: "Número de preocupaciones recibidas." },
  },
  {
    code: "DLG.01.R",
    dataset: "concerns",
    per1000Of: "DLG.01",
    title: { en: "Concerns raised per 1,000 residents", es: "Preocupaciones planteadas por cada 1.000 residentes" },
    description: {
      en: "Concerns raised for every 1,000 people who live in the area.",
      es: "Preocupaciones planteadas por cada 1.000 personas que viven en el área.",
    },
    higherIs: "NEUTRAL",
    ...perThousand,
  },
  {
    code: "DLG.02",
    dataset: "concerns",
    shareOf: { count: "DLG.01", category: "response", code: "in_time" },
    title: { en: "Answered within the service standard", es: "Respondidas dentro del plazo de servicio" },
    description: {
      en: "The share of concerns that got a meaningful response, and not just a receipt, within the time that the agency promises. Those still waiting count as not answered in time.",
      es: "La proporción de preocupaciones que recibieron una respuesta real, y no solo un acuse de recibo, en el plazo que promete la agencia. Las que siguen esperando cuentan como no respondidas a tiempo.",
    },
    higherIs: "BETTER",
    method: {
      en: "Concerns answered in time, divided by all concerns raised. The range is Wilson's.",
      es: "Preocupaciones respondidas a tiempo, divididas entre todas las planteadas. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
  {
    code: "DLG.04",
    dataset: "concerns",
    shareOf: { count: "DLG.01", category: "closing", code: "outcome_stated", outOf: "closed" },
    title: { en: "Closed with a stated outcome", es: "Cerradas con un resultado declarado" },
    description: {
      en: "The share of closed concerns for which it was said what came of them.",
      es: "La proporción de preocupaciones cerradas de las que se dijo en qué quedaron.",
    },
    higherIs: "BETTER",
    method: {
      en: "Concerns closed with an outcome, divided by all that were closed, whatever it was. The range is Wilson's.",
      es: "Preocupaciones cerradas con un resultado, divididas entre todas las cerradas, sea cual sea. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
  {
    code: "DLG.05",
    dataset: "concerns",
    shareOf: { count: "DLG.01", category: "answer", code: "public" },
    title: { en: "Answered back in public", es: "Respondidas en público" },
    description: {
      en: "The share of concerns for which residents were told in public what came of them: you said, we did.",
      es: "La proporción de preocupaciones de las que se contó en público en qué quedaron: ustedes dijeron, nosotros hicimos.",
    },
    higherIs: "BETTER",
    method: {
      en: "Concerns answered in public, divided by all concerns raised. The range is Wilson's.",
      es: "Preocupaciones respondidas en público, divididas entre todas las planteadas. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
];

/** The definition of a measure, or `undefined` where the catalogue has none of that code. */
export const measureByCode = (code: string): MeasureDefinition | undefined => measureCatalogue.find((measure) => measure.code === code);
