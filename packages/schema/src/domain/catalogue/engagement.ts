import type { MeasureDefinition } from "../measure.ts";
import { amountPerThousand, days, sum } from "./shapes.ts";

/** What police and residents do together that is not enforcement. */
export const engagement: readonly MeasureDefinition[] = [
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
    code: "ENG.03",
    dataset: "engagement",
    per1000Of: "ENG.02",
    title: { en: "Attendance per 1,000 residents", es: "Asistencia por cada 1.000 residentes" },
    description: {
      en: "How often people came to activities in the area, for every 1,000 who live there. Who comes need not live there.",
      es: "Cuántas veces la gente asistió a actividades en el área, por cada 1.000 que viven allí. Quien asiste no tiene por qué vivir allí.",
    },
    higherIs: "BETTER",
    ...amountPerThousand,
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
    code: "ENG.05",
    dataset: "engagement",
    per1000Of: "ENG.04",
    title: { en: "Contact hours per 1,000 residents", es: "Horas de contacto por cada 1.000 residentes" },
    description: {
      en: "Hours that officers spent at activities in the area, for every 1,000 people who live there: whether every area gets its part.",
      es: "Horas que los agentes dedicaron a actividades en el área, por cada 1.000 personas que viven allí: si cada área recibe su parte.",
    },
    higherIs: "BETTER",
    ...amountPerThousand,
  },
  {
    code: "ENG.06",
    dataset: "engagement",
    sum: "contacts",
    title: { en: "Contacts that are not enforcement", es: "Contactos que no son de vigilancia" },
    description: {
      en: "Talks of officers with people that are about no offence: on foot patrol, at the door, at a stand. Somebody met twice is counted twice.",
      es: "Conversaciones de agentes con personas que no tratan de ningún delito: en patrulla a pie, en la puerta, en un puesto. Quien fue encontrado dos veces se cuenta dos veces.",
    },
    unit: { en: "contacts", es: "contactos" },
    higherIs: "BETTER",
    method: { en: "Sum of the contacts of each activity.", es: "Suma de los contactos de cada actividad." },
    ...sum,
  },
  {
    code: "ENG.06.R",
    dataset: "engagement",
    per1000Of: "ENG.06",
    title: {
      en: "Contacts that are not enforcement per 1,000 residents",
      es: "Contactos que no son de vigilancia por cada 1.000 residentes",
    },
    description: {
      en: "Talks of officers with people that are about no offence, for every 1,000 who live in the area.",
      es: "Conversaciones de agentes con personas que no tratan de ningún delito, por cada 1.000 que viven en el área.",
    },
    higherIs: "BETTER",
    ...amountPerThousand,
  },
  {
    code: "ENG.11",
    dataset: "engagement",
    waitOf: { count: "ENG.01", category: "notice", outOf: "announced", tell: { quantile: 0.5, by: "beginning" } },
    title: { en: "Notice of activities", es: "Antelación de los anuncios" },
    description: {
      en: "Half of the announced activities were announced more than so many days before they were held.",
      es: "La mitad de las actividades anunciadas se anunció más de tantos días antes de celebrarse.",
    },
    kind: "MEDIAN",
    higherIs: "BETTER",
    method: {
      en: "From the published counts by bands of days. The median lies in a band; the figure is where the band begins, so notice is not made longer than it was. Activities without a recorded announcement are left out.",
      es: "A partir de los recuentos publicados por tramos de días. La mediana cae en un tramo; la cifra es donde el tramo empieza, para no alargar la antelación. Las actividades sin anuncio registrado quedan fuera.",
    },
    ...days,
  },
];
