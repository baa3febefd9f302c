import type { ToldFinding, TransparencyWords } from "./wording.ts";

const unseen = (what: string) => () => `${what} Ningún programa puede saberlo a partir de un catálogo, así que no se puntúa.`;
const bySoftware = "El programa lo hace en todos los portales.";

const subject = (title: string, records: string) => ({
  title,
  asks: `Se publican cifras de ${records}, se pueden descargar y están desglosadas.`,
  how: ({ result, count }: ToldFinding) =>
    result === "NO"
      ? `Ninguna tabla tiene una medida de ${records}.`
      : `Tablas con una medida de ${records}: ${count}. ${result === "YES" ? "Bajan de la zona completa y distinguen por una categoría." : "No bajan de la zona completa y distinguen por una categoría a la vez."}`,
  toEarn: `Publicar cifras de ${records} por área y por al menos una categoría.`,
});

/** The words of the score in Spanish. */
export const transparencyEs: TransparencyWords = {
  results: { YES: "Sí", IN_PART: "En parte", NO: "No", CANNOT_BE_TOLD: "No se puede saber" },
  total: ({ met, told, inPart, notMet, cannotBeTold }) =>
    `Cumplidos: ${met} de los ${told} que se pueden saber. Cumplidos en parte: ${inPart}. No cumplidos: ${notMet}. No se pueden saber por lo publicado, y no se puntúan: ${cannotBeTold}.`,
  source: (name, test) => (test === null ? name : `${name}, prueba ${test} de 6`),
  criteria: {
    "open-licence": {
      title: "Uso libre",
      asks: "Cualquiera puede usar las cifras, gratis y para cualquier fin.",
      how: ({ result, name }) =>
        `La publicación nombra esta licencia: ${name}. ${result === "YES" ? "Es una de las que se sabe que son abiertas." : result === "IN_PART" ? "Permite leer y compartir, pero no usar las cifras para todo." : "No es una que el programa conozca, así que no se puntúa si es abierta."}`,
      toEarn: "Publicar con una licencia abierta, como CC0 o CC BY.",
    },
    findable: {
      title: "Fácil de encontrar",
      asks: "Los datos están en una dirección propia, donde las personas y los catálogos los encuentran.",
      how: ({ result }) =>
        result === "YES"
          ? "El portal nombra la dirección de su sitio. Por eso hay allí un catálogo para portales de datos y un mapa del sitio para buscadores. No se ve si el sitio de la agencia enlaza con él."
          : "El portal no nombra la dirección de su sitio. Por eso no hay catálogo para portales de datos ni mapa para buscadores.",
      toEarn: "Nombrar la dirección del sitio en la descripción del portal.",
    },
    "plain-language": {
      title: "Sin jerga",
      asks: "Un residente entiende las palabras sin conocer la policía por dentro.",
      how: unseen("Para saber si las palabras son claras hacen falta personas que las lean."),
      toEarn: "Pedir a residentes que lean las páginas y publicar lo que dijeron.",
    },
    "machine-readable": {
      title: "Hecho para programas",
      asks: "Las cifras se pueden descargar en archivos que leen los programas, no en PDF ni en imágenes.",
      how: ({ count, of }) =>
        `Tablas publicadas que están en CSV, Parquet, JSON-stat y NDJSON y en la API: ${count} de ${of}. ${bySoftware}`,
      toEarn: "Publicar al menos una tabla.",
    },
    "page-for-everyone": {
      title: "Primero, una página para las personas",
      asks: "Quien no trabaja con datos encuentra una página con gráficos y palabras antes que los archivos.",
      how: ({ count, of }) => `Tablas publicadas con una página de gráficos y palabras: ${count} de ${of}. ${bySoftware}`,
      toEarn: "Publicar al menos una tabla.",
    },
    denominators: {
      title: "Recuentos con su base",
      asks: "Junto a los recuentos está aquello con lo que hay que compararlos, como residentes, llamadas o paradas.",
      how: ({ result, count, of }) =>
        result === "CANNOT_BE_TOLD"
          ? "Ningún conjunto de datos cuenta hechos, así que no hay nada que comparar."
          : `Conjuntos de datos que cuentan hechos y tienen además una tasa: ${count} de ${of}.`,
      toEarn: "Publicar una tasa en cada conjunto de datos que cuente hechos: por 1.000 residentes, o por llamada o parada.",
    },
    definitions: {
      title: "Cada término explicado",
      asks: "Cada medida dice qué cuenta y cómo; cada código tiene palabras.",
      how: ({ count, of }) =>
        `Medidas con descripción y método, y códigos con nombre: ${count} de ${of}. No se ve si las palabras son correctas.`,
      toEarn: "Describir cada medida y poner nombre a cada código.",
    },
    "policy-context": {
      title: "Las normas y la palabra de la jefatura",
      asks: "Junto a las cifras están las normas de las que tratan y una introducción de la jefatura.",
      how: unseen("Un catálogo no tiene lugar para normas ni introducciones."),
      toEarn: "Publicar las normas y enlazarlas desde la descripción del portal.",
    },
    bulk: {
      title: "Todo de una vez",
      asks: "Todo lo de un conjunto de datos se puede descargar de una vez.",
      how: ({ count, of }) => `Conjuntos de datos con un archivo de todas sus tablas: ${count} de ${of}. ${bySoftware}`,
      toEarn: "Publicar una tabla de cada conjunto de datos.",
    },
    "next-date": {
      title: "Se nombra la próxima fecha",
      asks: "La publicación dice cuándo vendrá la siguiente.",
      how: ({ result, day }) =>
        result === "YES" ? `La próxima está prevista para el ${day}.` : "La publicación no nombra un día para la siguiente.",
      toEarn: "Nombrar el día de la próxima publicación.",
    },
    "on-time": {
      title: "Se cumplió la fecha",
      asks: "La publicación llegó a más tardar el día que había nombrado la anterior.",
      how: ({ result, day, planned, days }) =>
        result === "CANNOT_BE_TOLD"
          ? "Ninguna publicación anterior nombró un día para esta, así que no hay ninguno que cumplir."
          : `Prevista para el ${planned}, publicada el ${day}.${result === "YES" ? "" : ` Días de retraso: ${days}.`}`,
      toEarn: "Publicar a más tardar el día que se nombra. Hasta siete días de retraso cuentan en parte.",
    },
    "in-the-pipe": {
      title: "Lo que se prepara",
      asks: "La agencia dice qué datos publicará más adelante.",
      how: unseen("Una publicación contiene lo publicado, no lo que vendrá."),
      toEarn: "Decir en el sitio de la agencia qué datos vienen después.",
    },
    "incidents-and-summaries": {
      title: "Incidentes uno a uno además de resúmenes",
      asks: "Se publican tanto los registros de cada incidente como sus resúmenes.",
      how: ({ result, count }) =>
        result === "NO"
          ? "No hay ninguna tabla."
          : `Tablas de resúmenes: ${count}. Registros de incidentes uno a uno: ninguno. El programa no los publica, porque pueden decir quién estuvo implicado.`,
      toEarn:
        "Este portal no puede cumplirlo del todo. Los registros uno a uno necesitan un camino propio, con un examen de lo que dicen de las personas.",
    },
    fresh: {
      title: "Al día",
      asks: "Los registros llegan hasta 122 días antes de la publicación: un trimestre y 30 días para prepararla.",
      how: ({ count, of }) => `Conjuntos de datos cuyos registros llegan hasta ahí: ${count} de ${of}.`,
      toEarn: "Publicar cada conjunto de datos en los 122 días siguientes al último día que abarca.",
    },
    granular: {
      title: "Cerca en lugar y tiempo",
      asks: "Las cifras bajan de la zona completa, por mes o por trimestre.",
      how: ({ count, of }) => `Conjuntos de datos con una tabla que lo hace: ${count} de ${of}.`,
      toEarn: "Publicar cada conjunto de datos por partes de la zona y por mes o trimestre, hasta donde las personas queden protegidas.",
    },
    history: {
      title: "Años para mirar atrás",
      asks: "Los registros abarcan tres años o más.",
      how: ({ count, of }) => `Conjuntos de datos que lo hacen: ${count} de ${of}.`,
      toEarn: "Publicar años anteriores de cada conjunto de datos y conservarlos con el tiempo.",
    },
    force: subject("Uso de la fuerza", "uso de la fuerza"),
    complaints: subject("Quejas", "quejas sobre la policía"),
    calls: subject("Llamadas de servicio", "llamadas de servicio"),
    arrests: {
      ...subject("Detenciones", "detenciones"),
      toEarn: "Esta versión del programa no tiene ninguna medida de detenciones. Publicarlas en otro lugar hasta que la tenga.",
    },
    stops: subject("Paradas", "paradas de vehículos y peatones"),
    shootings: {
      title: "Disparos de agentes",
      asks: "Se publican los disparos de agentes.",
      how: unseen("Si están entre el uso de la fuerza depende de los códigos de la propia agencia."),
      toEarn: "Distinguirlos en las cifras de uso de la fuerza y decirlo en la descripción del conjunto de datos.",
    },
  },
};
