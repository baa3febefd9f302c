import type { MeasureDefinition } from "../measure.ts";
import type { LocalisedText } from "../text.ts";
import { count, ratePerThousand, ratioMethod, shareOfRecords } from "./shapes.ts";

/** A share of decided complaints: one way of deciding them, out of all four. */
const decided = (code: string, disposition: string, title: LocalisedText, description: LocalisedText): MeasureDefinition => ({
  code,
  dataset: "complaints",
  shareOf: { count: "OUT.05", category: "disposition", code: disposition, outOf: "decided" },
  title,
  description,
  higherIs: "NEUTRAL",
  method: {
    en: "Allegations decided so, divided by all that were sustained, not sustained, exonerated or unfounded. Open and withdrawn ones are left out. The range is Wilson's.",
    es: "Alegaciones así decididas, divididas entre todas las confirmadas, no confirmadas, exoneradas o infundadas. Las abiertas y las retiradas quedan fuera. El intervalo es el de Wilson.",
  },
  ...shareOfRecords,
});

/** What the police record and do: incidents, calls, force, complaints, stops. */
export const outcomes: readonly MeasureDefinition[] = [
  {
    code: "OUT.01",
    dataset: "incidents",
    title: { en: "Recorded incidents", es: "Incidentes registrados" },
    description: {
      en: "Incidents recorded by the police, by the agency's own classes of offence. What is not reported or not recorded is not counted.",
      es: "Incidentes registrados por la policía, según las clases de delito de la agencia. Lo que no se denuncia o no se registra no se cuenta.",
    },
    unit: { en: "incidents", es: "incidentes" },
    higherIs: "NEUTRAL",
    method: { en: "Number of records.", es: "Número de registros." },
    ...count,
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
    ...ratePerThousand,
  },
  {
    code: "OUT.02",
    dataset: "calls",
    title: { en: "Calls for service", es: "Llamadas de servicio" },
    description: {
      en: "Calls that an officer was sent to, and work that officers began by themselves. Several calls about one event count once.",
      es: "Llamadas a las que se envió un agente, y trabajo que los agentes iniciaron por sí mismos. Varias llamadas por un mismo hecho cuentan una vez.",
    },
    unit: { en: "calls", es: "llamadas" },
    higherIs: "NEUTRAL",
    method: { en: "Number of records.", es: "Número de registros." },
    ...count,
  },
  {
    code: "OUT.02.R",
    dataset: "calls",
    per1000Of: "OUT.02",
    title: { en: "Calls for service per 1,000 residents", es: "Llamadas de servicio por cada 1.000 residentes" },
    description: {
      en: "Calls for service for every 1,000 people who live in the area. Places with many visitors show high rates.",
      es: "Llamadas de servicio por cada 1.000 personas que viven en el área. Los lugares con muchos visitantes muestran tasas altas.",
    },
    higherIs: "NEUTRAL",
    ...ratePerThousand,
  },
  {
    code: "OUT.02.O",
    dataset: "calls",
    shareOf: { count: "OUT.02", category: "source", code: "officer" },
    title: { en: "Begun by officers", es: "Iniciadas por agentes" },
    description: {
      en: "The share of calls for service that nobody asked for: an officer began the work.",
      es: "La proporción de llamadas de servicio que nadie pidió: un agente inició el trabajo.",
    },
    higherIs: "NEUTRAL",
    method: {
      en: "Calls begun by officers, divided by all calls for service. The range is Wilson's.",
      es: "Llamadas iniciadas por agentes, divididas entre todas las llamadas de servicio. El intervalo es el de Wilson.",
    },
    ...shareOfRecords,
  },
  {
    code: "OUT.04",
    dataset: "force",
    title: { en: "Uses of force", es: "Usos de la fuerza" },
    description: {
      en: "People against whom officers used force, each counted once for each incident. What must be reported as force is the agency's own rule.",
      es: "Personas contra las que los agentes usaron la fuerza, contadas una vez por incidente. Qué debe declararse como fuerza lo decide la norma de la agencia.",
    },
    unit: { en: "uses of force", es: "usos de la fuerza" },
    higherIs: "NEUTRAL",
    method: { en: "Number of records: one for each person and incident.", es: "Número de registros: uno por persona e incidente." },
    ...count,
  },
  {
    code: "OUT.04.R",
    dataset: "force",
    per1000Of: "OUT.04",
    title: { en: "Uses of force per 1,000 residents", es: "Usos de la fuerza por cada 1.000 residentes" },
    description: {
      en: "Uses of force for every 1,000 people who live in the area. Not everyone against whom force was used lives there.",
      es: "Usos de la fuerza por cada 1.000 personas que viven en el área. No todas las personas afectadas viven allí.",
    },
    higherIs: "NEUTRAL",
    ...ratePerThousand,
  },
  {
    code: "OUT.04.C",
    dataset: "force",
    ratioOf: { count: "OUT.04", base: { dataset: "calls", measure: "OUT.02" }, per: 10_000 },
    title: { en: "Uses of force per 10,000 calls", es: "Usos de la fuerza por cada 10.000 llamadas" },
    description: {
      en: "Uses of force for every 10,000 calls for service in the same area: how often work that brings officers there ends in force.",
      es: "Usos de la fuerza por cada 10.000 llamadas de servicio en la misma área: con qué frecuencia el trabajo que lleva agentes allí termina en fuerza.",
    },
    kind: "RATE",
    unit: { en: "per 10,000 calls", es: "por cada 10.000 llamadas" },
    higherIs: "NEUTRAL",
    decimals: 1,
    method: ratioMethod,
  },
  {
    code: "OUT.04.S",
    dataset: "force",
    ratioOf: { count: "OUT.04", base: { dataset: "stops", measure: "OUT.06" }, per: 1000 },
    title: { en: "Uses of force per 1,000 stops", es: "Usos de la fuerza por cada 1.000 paradas" },
    description: {
      en: "Uses of force, of any origin, for every 1,000 people stopped in the same area. Force is not only used at stops.",
      es: "Usos de la fuerza, de cualquier origen, por cada 1.000 personas paradas en la misma área. La fuerza no se usa solo en paradas.",
    },
    kind: "RATE",
    unit: { en: "per 1,000 stops", es: "por cada 1.000 paradas" },
    higherIs: "NEUTRAL",
    decimals: 1,
    method: ratioMethod,
  },
  {
    code: "OUT.05",
    dataset: "complaints",
    title: { en: "Allegations in complaints", es: "Alegaciones en quejas" },
    description: {
      en: "Allegations against officers. A complaint of two things counts twice. More can mean more to complain of, or that people trust the complaint to be heard.",
      es: "Alegaciones contra agentes. Una queja por dos cosas cuenta dos veces. Más puede significar más motivos de queja, o que la gente confía en que se la escuche.",
    },
    unit: { en: "allegations", es: "alegaciones" },
    higherIs: "NEUTRAL",
    method: { en: "Number of allegations received.", es: "Número de alegaciones recibidas." },
    ...count,
  },
  {
    code: "OUT.05.R",
    dataset: "complaints",
    per1000Of: "OUT.05",
    title: { en: "Allegations per 1,000 residents", es: "Alegaciones por cada 1.000 residentes" },
    description: {
      en: "Allegations in complaints for every 1,000 people who live in the area.",
      es: "Alegaciones en quejas por cada 1.000 personas que viven en el área.",
    },
    higherIs: "NEUTRAL",
    ...ratePerThousand,
  },
  {
    code: "OUT.05.C",
    dataset: "complaints",
    ratioOf: { count: "OUT.05", base: { dataset: "calls", measure: "OUT.02" }, per: 10_000 },
    title: { en: "Allegations per 10,000 calls", es: "Alegaciones por cada 10.000 llamadas" },
    description: {
      en: "Allegations in complaints for every 10,000 calls for service in the same area.",
      es: "Alegaciones en quejas por cada 10.000 llamadas de servicio en la misma área.",
    },
    kind: "RATE",
    unit: { en: "per 10,000 calls", es: "por cada 10.000 llamadas" },
    higherIs: "NEUTRAL",
    decimals: 1,
    method: ratioMethod,
  },
  decided(
    "OUT.05.S",
    "sustained",
    { en: "Complaints sustained", es: "Quejas confirmadas" },
    {
      en: "The share of decided allegations of which it was found: it happened, and it was wrong.",
      es: "La proporción de alegaciones decididas de las que se concluyó: ocurrió, y estuvo mal.",
    },
  ),
  decided(
    "OUT.05.N",
    "not_sustained",
    { en: "Complaints not sustained", es: "Quejas no confirmadas" },
    {
      en: "The share of decided allegations of which the evidence does not say whether it happened.",
      es: "La proporción de alegaciones decididas de las que las pruebas no dicen si ocurrió.",
    },
  ),
  decided(
    "OUT.05.E",
    "exonerated",
    { en: "Complaints exonerated", es: "Quejas exoneradas" },
    {
      en: "The share of decided allegations of which it was found: it happened, and it was right.",
      es: "La proporción de alegaciones decididas de las que se concluyó: ocurrió, y fue correcto.",
    },
  ),
  decided(
    "OUT.05.U",
    "unfounded",
    { en: "Complaints unfounded", es: "Quejas infundadas" },
    {
      en: "The share of decided allegations of which it was found: it did not happen.",
      es: "La proporción de alegaciones decididas de las que se concluyó: no ocurrió.",
    },
  ),
  {
    code: "OUT.06",
    dataset: "stops",
    title: { en: "People stopped", es: "Personas paradas" },
    description: {
      en: "People whom officers stopped, on foot or in a vehicle. Somebody stopped twice is counted twice.",
      es: "Personas a las que los agentes pararon, a pie o en un vehículo. Quien fue parado dos veces se cuenta dos veces.",
    },
    unit: { en: "people stopped", es: "personas paradas" },
    higherIs: "NEUTRAL",
    method: { en: "Number of records: one for each person and stop.", es: "Número de registros: uno por persona y parada." },
    ...count,
  },
  {
    code: "OUT.06.R",
    dataset: "stops",
    per1000Of: "OUT.06",
    title: { en: "People stopped per 1,000 residents", es: "Personas paradas por cada 1.000 residentes" },
    description: {
      en: "People stopped for every 1,000 people who live in the area. Not everyone who is stopped there lives there.",
      es: "Personas paradas por cada 1.000 personas que viven en el área. No todas las personas paradas allí viven allí.",
    },
    higherIs: "NEUTRAL",
    ...ratePerThousand,
  },
];
