import { certificateEs } from "./certificate-es.ts";
import { chartsEs } from "./charts-es.ts";
import { findingsEs } from "./findings-es.ts";
import { listText, numberText, pluralForm } from "./formats.ts";
import { headlinesEs } from "./headlines-es.ts";
import { nearEs } from "./near-es.ts";
import { permanenceEs } from "./permanence-es.ts";
import { recordsEs } from "./records-es.ts";
import { referenceEs } from "./reference-es.ts";
import { reportsEs } from "./reports-es.ts";
import { transparencyEs } from "./transparency-es.ts";
import { trustEs } from "./trust-es.ts";
import type { Words } from "./words.ts";

const number = (value: number) => numberText(value, "es");
const form = (value: number, one: string, other: string) => pluralForm(value, "es", { one, other });
const plural = (value: number, one: string, other: string) => `${number(value)} ${form(value, one, other)}`;

export const es: Words = {
  languageName: "Español",
  direction: "ltr",
  unreviewed: null,
  comma: ", ",
  semicolon: "; ",
  skipToContent: "Ir al contenido",
  notice: "Aviso",
  draft: "Borrador, sin publicar.",
  draftMore: "Es una vista previa para quien prepara los datos. Nada de esto es una edición: no lo cite ni lo difunda.",
  draftLine: (version) => `Borrador de una edición (${version}), sin publicar`,
  fictional: "Datos de muestra ficticios.",
  fictionalMore: "Ningún lugar, persona o hecho de este sitio es real.",
  mainNavigation: "Principal",
  breadcrumb: "Usted está aquí",
  home: "Inicio",
  places: "Lugares",
  themes: "Temas",
  data: "Datos",
  methods: "Métodos",
  releases: "Ediciones",
  about: "Acerca de",
  onThisPage: "En esta página",
  languages: "Idiomas",

  publishedBy: (publisher) => `Publicado por ${publisher}`,
  releaseTitle: (version) => `Edición ${version}`,
  feed: "Canal de ediciones (Atom)",
  releaseLine: (version, date) => `Edición ${version}, ${date}`,
  recordsThrough: (date) => `Registros hasta el ${date}`,
  nextRelease: (date) => `La próxima edición está prevista para el ${date}.`,
  licence: "Licencia",
  contact: "Contacto",
  correctionsLink: "Informar de un error",
  footerPromise: "Este sitio no usa cookies, no guarda nada en su dispositivo y no pide nada a otras empresas.",
  frozen: "Edición permanente",
  openFrozen: (version) => `Todo el sitio en la edición ${version}`,
  manifest: "Hashes de sus páginas y archivos",
  permanentCopy: "Copia permanente de esta página",
  frozenNotice: (version) => `Está leyendo la edición ${version} tal como se publicó. No cambiará nunca.`,
  frozenNewer: "Ver la edición más reciente",

  findYourArea: "Encuentre su zona",
  findYourAreaMore: "Elíjala en el mapa o en la lista. Cada zona tiene una página con sus cifras.",
  filterLabel: "Escriba un nombre o un número",
  showAll: (count, plural) => `Ver todo: ${number(count)} ${plural}`,
  filterNone: "No hay ninguna zona con ese nombre. Pruebe con una parte.",
  filterFound: "Zonas encontradas:",
  allPlaces: "Todos los lugares",
  mapOf: (name) => `Mapa de ${name}`,
  mapHere: (name) => `Dónde está ${name}`,
  mapShades:
    "Cuanto más intenso el color, más alto; de las zonas rayadas no se muestra el valor. El gráfico de abajo tiene los mismos valores.",
  mapTableHint: "Cada zona del mapa está también en la lista de esta página.",
  inFigures: "Las cifras más recientes",
  byTheme: "Por tema",
  whatWasPublished: "Qué se publicó",
  publishedSummary: (tables, cells, hidden) =>
    `${plural(tables, "tabla", "tablas")} con ${plural(cells, "fila", "filas")}. De ${number(hidden)} no se muestra la cifra, para proteger a las personas. Otras no la tienen: no corresponde, no se registró o respondieron muy pocas personas.`,
  publishedOfSurveys: (hidden) =>
    `De las que no se muestran, ${plural(hidden, "es una respuesta a una encuesta", "son respuestas a encuestas")}, de grupos pequeños.`,
  seeAllData: "Todas las tablas y descargas",
  seeReleases: "Todas las ediciones",
  forPrograms: "Cada cifra tiene un estado. Una cifra que no se muestra no debe leerse como cero. Cite la edición.",
  csvOfRows: (rows) => `CSV, ${plural(rows, "fila", "filas")}`,
  howToRead: "Cómo leer estas cifras",
  howToReadPoints: [
    "Los recuentos son de lo que se registró. Lo que nadie comunicó no está en ellos.",
    "Solo se habla de subida o de bajada cuando es mayor que la que el azar causaría a menudo.",
    "Un valor que podría señalar a una persona no se muestra. Aparece rayado en los gráficos y marcado [c] en las tablas. No debe leerse como cero.",
  ],

  place: "Lugar",
  level: "Nivel",
  residents: "Residentes",
  residentsLine: (residents, year, source) => `${plural(residents, "residente", "residentes")} en ${year} (${source})`,
  residentsUnknown: "No se publica el número de residentes.",
  partOf: "Parte de",
  neighbours: "Vecinos",
  noDataHere: (level) => `En esta edición no se publican cifras por ${level}.`,
  noDataHereMore: "Se publican cifras para estas zonas que la rodean:",
  placesLede: (count) => `Se publican cifras de ${plural(count, "zona", "zonas")}.`,
  notPublishedAtLevel: (datasets, level) => `No se publica por ${level}: ${datasets}.`,

  byGrain: { month: "por mes", quarter: "por trimestre", year: "por año", rolling_year: "por doce meses" },
  grain: { month: "Mes", quarter: "Trimestre", year: "Año", rolling_year: "Doce meses" },
  subtitleTime: (measure, area, grain, from, to) => `${measure}, ${area}, ${grain}, de ${from} a ${to}`,
  subtitleCategories: (measure, area, by, period) => `${measure}, ${area}, según ${by}, ${period}`,
  subtitleAreas: (measure, areas, period) => `${measure}, ${areas}, ${period}`,

  altLine: "Gráfico de líneas.",
  altColumns: "Gráfico de columnas.",
  altBars: "Gráfico de barras.",
  altSeries: (label, first, firstValue, last, lastValue) => `${label}: ${firstValue} en ${first}, ${lastValue} en ${last}.`,
  altRange: (low, lowAt, high, highAt) => `Mínimo ${low} (${lowAt}), máximo ${high} (${highAt}).`,
  altSame: (value) => `Siempre igual: ${value}.`,
  altPlaces: (count) => plural(count, "período", "períodos"),
  altValue: (label, value) => `${label}: ${value}.`,
  altHidden: (count) => `${plural(count, "valor no se muestra", "valores no se muestran")}.`,
  altTable: "La tabla de abajo tiene todos los valores.",

  hiddenNote: (hidden, all) =>
    `${number(hidden)} de ${plural(all, "valor", "valores")} no ${form(hidden, "se muestra", "se muestran")}: ${form(hidden, "rayado", "rayados")} en el gráfico, con marca en la tabla.`,
  softNote: "Un punto o una barra sin relleno indica algo de esto:",
  partialNote: "Los períodos que los registros cubren solo en parte no están en el gráfico. La tabla completa los tiene.",
  table: "Tabla",
  tableOf: (title) => `Tabla: ${title}`,
  downloadCsv: "Descargar CSV",
  howCounted: "Cómo se cuenta",
  linkToFigure: "Enlace permanente",
  embed: "Insertar",
  chartKeys: "Gráfico. Use las flechas izquierda y derecha para leer los valores.",

  marks: {
    SUPPRESSED: "No se muestra, para que nadie pueda ser identificado.",
    UNRELIABLE: "No se muestra: muy pocas respuestas para ser fiable.",
    NOT_REPORTED: "Sin datos comunicados para este período.",
    NOT_COLLECTED: "No se registró en este período.",
    NOT_APPLICABLE: "No aplicable.",
    NOT_YET_PUBLISHED: "Se publicará más adelante.",
    WITHDRAWN: "Se publicó y se ha retirado.",
  },
  advice: {
    UNRELIABLE:
      "Puede decir que respondieron muy pocas personas. No adivine el valor ni lo tome por cero. Un período más largo o una zona mayor pueden tener una cifra.",
    LOW_RELIABILITY:
      "Puede citar una cifra marcada [u] con su intervalo y su base. No la cite sola, no ordene por ella ni diga por ella que algo subió o bajó.",
  },
  widerFigure: (area) => `Lo mismo para todo ${area}`,
  flags: {
    PROVISIONAL: "Aún puede cambiar.",
    REVISED: "Cambió desde una edición anterior.",
    ESTIMATED: "Estimado, no contado.",
    IMPUTED: "Completado con un método declarado.",
    ROUNDED: "Redondeado para proteger a las personas.",
    PERTURBED: "Alterado ligeramente al azar para proteger a las personas.",
    LOW_RELIABILITY: "Basado en pocas respuestas o registros: úselo con cautela.",
    BREAK_IN_SERIES: "No comparable con períodos anteriores.",
    PARTIAL_COVERAGE: "Los registros cubren solo una parte de este período.",
    COMPLEMENT_UNRELIABLE: "Fiable por sí mismo; la proporción de todos los demás, calculada a partir de él, no lo es.",
    NOT_REACHED: "Aún no se conoce: queda más allá de lo que dicen las esperas conocidas hasta ahora. Demasiados casos siguen pendientes.",
    DEFINITION_DIFFERS: "Definido de otro modo que el resto de la serie.",
  },

  dataLede:
    "Todo lo que se publica, en tablas para leer aquí y en archivos para llevar. Los archivos tienen las mismas cifras que los gráficos.",
  dataset: "Conjunto de datos",
  publishedTable: "Tabla",
  rows: "Filas",
  notShown: "No se muestran",
  coverage: (from, to) => `Registros del ${from} al ${to}`,
  noRecords: "Calculado a partir de cifras y registros publicados: no tiene registros propios.",
  recordsUsed: (used, read) => {
    if (used === null) return "No se dice cuántos registros se usaron, para proteger a las personas.";
    if (read === null) return `${form(used, "Se usó", "Se usaron")} ${plural(used, "registro", "registros")}.`;
    return `${form(used, "Se usó", "Se usaron")} ${number(used)} de ${plural(read, "registro leído", "registros leídos")}.`;
  },
  leftOut: (records, reason) => `${records}: ${reason}`,
  leftOutTitle: "Registros excluidos",
  sourceStandards: "Lo que se promete",
  sourceNotes: "Notas de la fuente",
  magnitude: {
    none: "ninguno",
    "fewer than 10": "menos de 10",
    "fewer than 100": "menos de 100",
    hundreds: "cientos",
    thousands: "miles",
    "tens of thousands": "decenas de miles",
    "hundreds of thousands": "cientos de miles",
    millions: "millones",
  },
  problem: {
    AREA_UNKNOWN: "la zona no se conoce",
    DATE_UNREADABLE: "la fecha no se puede leer",
    DUPLICATE_ID: "el mismo registro dos veces",
    CODE_UNKNOWN: "la categoría no se conoce",
    VALUE_OUT_OF_RANGE: "un valor fuera de rango",
    VALUE_MISSING: "falta un valor",
  },
  dimensions: "Cómo se desglosa",
  dimension: "Dimensión",
  levelsHeading: "Se publica para",
  measuresHeading: "Qué se mide",
  measure: "Medida",
  unit: "Unidad",
  andMore: (list, more) => `${list}; y ${number(more)} más`,
  wholeTable: "La tabla completa",
  wholeTableMore: "Una fila por cifra, con su estado. Qué significan sus columnas y códigos:",
  downloadWhole: (size) => `Descargar CSV (${size})`,
  sha256: "SHA-256 de las filas publicadas",
  firstRows: (shown, all) => `${number(shown)} de sus ${plural(all, "fila", "filas")}`,
  protection: "Cómo se protege a las personas",
  thresholdLine: (threshold, zerosHidden) =>
    zerosHidden
      ? `La política de esta tabla: los recuentos menores que ${number(threshold)}, también los ceros, no se muestran, ni otros de los que se podrían deducir.`
      : threshold > 2
        ? `La política de esta tabla: los recuentos de 1 a ${number(threshold - 1)} no se muestran, ni otros de los que se podrían deducir. El cero se muestra.`
        : "La política de esta tabla: un recuento de 1 no se muestra, ni otros de los que se podría deducir. El cero se muestra.",
  widthLine: (width) =>
    `Antes de publicar, un programa intentó deducir cada cifra que no se muestra a partir de todas las que sí. El valor más bajo y el más alto que podría tener cada una quedan separados por al menos ${number(width)}.`,
  noThresholdLine: "En esta tabla no se oculta nada.",
  hiddenElsewhere: "Aquí no se oculta nada más. No se puede calcular lo que necesita una cifra oculta de otra tabla.",
  hiddenOfRows: (hidden, rows, share) =>
    `${number(hidden)} de ${plural(rows, "cifra", "cifras")} (${share}) no ${form(hidden, "se muestra", "se muestran")}.`,
  status: "Estado",
  value: "Valor",
  area: "Zona",
  period: "Período",
  tableChartTitle: "Un primer vistazo",
  groupings: "Combinaciones publicadas",

  methodsLede: "Qué significa cada número, cómo se hace y qué no puede decirle.",
  measuresTitle: "Las medidas",
  statusTitle: "Cuando no hay número",
  statusLede:
    "Un valor que falta siempre dice por qué. Cero es un cero verdadero, salvo que se diga que las cifras están redondeadas o alteradas.",
  flagsTitle: "Marcas de un número",
  mark: "Marca",
  meaning: "Significado",
  sdmx: "Código SDMX",
  disclosureTitle: "Cómo se protege a las personas",
  disclosureText: [
    "Algunos recuentos son tan pequeños que podrían señalar a una persona. No se muestran.",
    "Ocultar un número no basta cuando se puede deducir de un total. Por eso tampoco se muestran algunos otros. Desde el sitio no se puede saber cuál es cuál, y es a propósito.",
    "Antes de publicar una edición, un programa intenta deducir cada número oculto a partir de todo lo que se muestra. Si puede acercarse demasiado a uno, no se publica nada.",
    "Este sitio se hace solo con las cifras publicadas. Nunca ha tenido los números que no se muestran, ni registros sobre personas.",
  ],
  changeTitle: "Cuándo decimos que algo subió o bajó",
  changeText: [
    "Los números suben y bajan por azar. Una cifra se compara con el mismo período del año anterior, para que las estaciones no engañen.",
    "Decimos que subió o bajó solo donde el azar por sí solo causaría una diferencia tan grande menos de una vez de cada veinte. Si no, escribimos «sin cambio claro». Las sumas, como la asistencia, se dan sin veredicto.",
    "En la página de una zona cada cifra se juzga por separado: de veinte que no han cambiado, puede decirse aún de una que sube o baja. Un informe juzga juntas las cifras con las que empieza, de modo que lo que dice vale para todas. Donde una página dice que una cifra subió y un informe no ve un cambio claro, fíese del informe.",
  ],
  changeFormula:
    "En breve: si nada hubiera cambiado, ¿con qué frecuencia repartiría el azar los hechos de ambos períodos de forma tan desigual? Lo que tiene un intervalo propio, como una proporción o un tiempo, se compara por el intervalo de la diferencia.",
  changeFormulaSource:
    "Los métodos: Przyborowski y Wilenski (1940), dos recuentos; Newcombe (1998), el intervalo de una diferencia; Holm (1979), varias cifras juntas.",
  promisesTitle: "Qué prometemos y qué no",
  promises: [
    "Una edición no cambia nunca después de publicarse. Un error se enmienda en una edición nueva, con una corrección que dice qué estaba mal.",
    "El gráfico, la tabla y el archivo muestran las mismas cifras.",
    "Una cifra que falta dice por qué.",
  ],
  notPromised: [
    "Las cifras no miden toda la delincuencia, ni qué tan bien trabaja alguien.",
    "Las zonas se diferencian en cosas que estas cifras no muestran. El sitio no ordena a nadie de mejor a peor.",
    "Las cifras registradas dependen de lo que la gente comunica y de lo que se anota.",
  ],
  weDoNotPromise: "Por favor, no las lea como más de lo que son:",
  columns: {
    measure: "Código de lo que se mide.",
    value: "La cifra. Vacía donde el estado no es AVAILABLE.",
    status: "Si hay una cifra y, si no, por qué.",
    obs_status: "El estado como una letra de la lista de códigos SDMX OBS_STATUS.",
    flags: "Lo que hay que saber de la cifra, unido por punto y coma.",
    unit: "En qué se cuenta la cifra.",
    numerator: "De una tasa: lo que se dividió.",
    denominator: "De una tasa: entre qué se dividió.",
    n: "De una encuesta: en cuántas respuestas se basa la cifra, redondeado.",
    n_effective: "De una encuesta: cuántas respuestas de una muestra aleatoria simple vale la cifra, redondeado.",
    lower: "Extremo inferior del intervalo probable.",
    upper: "Extremo superior del intervalo probable.",
    release: "La edición en la que está la cifra.",
  },
  files: {
    jsonStatNote: "Un valor nulo no se muestra y su estado dice por qué. Una combinación que no tiene ni uno ni otro no se publicó.",
    everything: "Todo este conjunto de datos",
    downloadEverything: (what) => `Descargar todas las tablas (${what})`,
    everythingMore: "Todas sus tablas para hojas de cálculo, con lo que significa cada columna, la licencia y cómo citarlas.",
    otherFormats: "Otros formatos",
    formats: {
      PARQUET: "Las mismas filas, en un archivo pequeño y rápido de leer: para DuckDB, R y Python.",
      JSON_STAT: "Las cifras como cubos: para programas de estadística.",
      NDJSON: "Las mismas filas, un objeto JSON por línea, comprimidas: para programadores.",
    },
    archive: {
      columns: "Qué significan las columnas",
      codeAndName: (title) => `${title}: su código y su nombre.`,
      files: {
        "datapackage.json": "Qué contienen los archivos, para programas (Frictionless Data Package)",
        "LICENSE.txt": "En qué condiciones se pueden usar las cifras",
        "CITATION.cff, citation.bib": "Cómo citarlas, para programas",
      },
      licenceAt: (url) => `El texto completo está en ${url}`,
    },
  },
  columnsFile: "Qué significan las columnas, para programas (CSVW)",
  csvTitle: "Los archivos",
  csvText: "Cada archivo es texto UTF-8 con una fila por cifra. Un valor vacío tiene siempre un estado que dice por qué.",

  releasesLede: "Cada edición es completa y numerada. Nunca se cambia ni se borra.",
  version: "Versión",
  publishedOn: "Publicada",
  latest: "la más reciente",
  supersedes: (version) => `Sustituye a ${version}`,
  corrections: "Correcciones",
  noCorrections: "No ha hecho falta ninguna corrección.",
  correctionOf: (version) => `Corrección de la edición ${version}`,
  noticedOn: (date) => `Advertido el ${date}`,
  why: "Por qué",
  impact: "Qué cambia",
  identity: "SHA-256",
  cite: "Cómo citar",
  citeMore: "La dirección lleva a una copia que no cambia nunca.",
  certificateTitle: "El certificado de protección",
  certificateLink: "El certificado: qué se prometió y quién intentó romperlo",
  certificate: certificateEs,
  trust: trustEs,
  recordPages: recordsEs,
  findings: findingsEs,
  headlines: headlinesEs,
  reference: referenceEs,
  near: nearEs,
  permanence: permanenceEs,
  transparency: transparencyEs,
  reports: reportsEs,
  charts: chartsEs,
  changesTitle: (since) => `Qué cambió desde la edición ${since}`,
  changesSummary: (changed, added, removed, isComplete) =>
    `${isComplete ? "" : "Al menos: "}${listText(
      [
        changed === 0 ? "Ninguna cifra cambió" : plural(changed, "cifra cambió", "cifras cambiaron"),
        ...(added > 0 ? [plural(added, "es nueva", "son nuevas")] : []),
        ...(removed > 0 ? [plural(removed, "ya no está", "ya no están")] : []),
      ],
      "es",
    )}.`,
  changedFigures: "Cifras que cambiaron",
  versionsExplained:
    "Un primer número nuevo significa que se retiró algo; un segundo número nuevo, que se añadieron o cambiaron cifras; un tercer número nuevo, que solo cambiaron palabras.",

  aboutLede: (publisher) =>
    `${publisher} publica este sitio para que cualquiera pueda ver qué hace la policía en la comunidad, en cifras que se pueden comprobar.`,
  aboutPrivacy: "Privacidad",
  aboutPrivacyText:
    "El sitio no tiene cookies, rastreadores ni cuentas. No carga nada de otras empresas. Lo que escribe para encontrar una zona se queda en su navegador.",
  aboutAccess: "Accesibilidad",
  aboutAccessText:
    "Cada gráfico tiene una tabla con las mismas cifras. El sitio funciona sin JavaScript, con teclado, con un aumento del 400 %, en modo oscuro y en papel. Su objetivo es WCAG 2.2, nivel AA.",
  aboutReuse: "Usar las cifras",
  aboutReuseText:
    "Puede usar, copiar y compartir todo lo que hay aquí según la licencia del portal. Por favor, nombre la fuente: algunas licencias lo exigen.",
  aboutSoftware: "El software",
  aboutSoftwareText: "El sitio está hecho con Openbeat, software libre bajo la licencia Apache-2.0.",
  agencies: "Agencias",

  notFoundTitle: "Esta página no existe",
  notFoundText: "Puede que se haya movido o que la dirección tenga un error. Encuentre su zona aquí:",

  theme: {
    communication: "Comunicación",
    trust: "Confianza",
    "problem-solving": "Resolución de problemas",
    collaboration: "Trabajo conjunto",
    outcomes: "Resultados",
    coverage: "Calidad de las cifras",
  },
  themeQuestion: {
    communication: "¿Qué plantean los residentes y qué resulta de ello?",
    trust: "¿Dónde se encuentran la policía y los residentes, y hay confianza?",
    "problem-solving": "¿En qué problemas se trabaja, y ayuda?",
    collaboration: "¿Quién trabaja con la policía y qué aporta?",
    outcomes: "¿Qué registra la policía y qué resulta de ello?",
    coverage: "¿Qué parte de las cifras no se muestra?",
  },
  themeLede: "Primero las cifras del conjunto, después zona por zona.",
  noRanking: "El orden es el de la lista de zonas, no el de los valores.",
  tablesOfDataset: "Tablas y archivos",
};
