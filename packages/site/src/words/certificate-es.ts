import type { CertificateWords } from "./certificate-en.ts";
import { numberText, pluralForm } from "./formats.ts";

const number = (value: number) => numberText(value, "es");
const people = (value: number) => `${number(value)} ${pluralForm(value, "es", { one: "persona", other: "personas" })}`;

export const certificateEs: CertificateWords = {
  lede: "Qué se prometió sobre las personas que hay detrás de estas cifras, cómo se cumple, quién intentó romper la promesa antes de publicar y cuánto se acercó.",
  summary: "En breve",
  shown: "Cifras que se muestran",
  hidden: "Cifras que no se muestran",
  narrowest: "Nadie se acercó más",
  narrowestOf: (width) => `el valor más bajo y el más alto posibles quedan separados por al menos ${width}`,
  nothingHidden: "no se oculta nada",
  countedAs:
    "Cada recuento o suma está aquí una vez, aunque lo muestren varias tablas. Las tasas siguen a sus recuentos. Las estimaciones de una encuesta se cuentan tabla por tabla, y las demasiado imprecisas en ninguno de los dos números. Las tablas publicadas completas no están incluidas.",
  promiseTitle: "Qué se prometió",
  promiseLede: "La promesa depende del método. Estos son los métodos de esta edición.",
  methodName: {
    suppress: "Se muestra exacta, o no se muestra",
    smallCountRounding: "Recuentos pequeños redondeados",
    controlledRounding: "Todas las cifras redondeadas",
    cellKey: "Alteradas un poco al azar",
    differentialPrivacy: "Privacidad diferencial",
    survey: "Estimaciones: se oculta lo de pocas personas y se redondea el resto",
  },
  promise: {
    suppress:
      "Un recuento que podría señalar a una persona no se muestra, ni tampoco otros, los suficientes para que no se pueda deducir. Quien lea todas las cifras publicadas aquí encontrará aún al menos dos valores posibles para cada recuento que no se muestra, tan separados como se dice abajo. Cada cifra que se muestra es exacta.",
    smallCountRounding:
      "Un recuento pequeño pasa a ser cero o la base que se dice abajo, y nunca nada intermedio. Los totales son sumas de lo que se muestra, así que las tablas cuadran.",
    controlledRounding:
      "Cada cifra se redondea hacia arriba o hacia abajo a un múltiplo de la base que se dice abajo, y las tablas cuadran.",
    cellKey:
      "Cada recuento se altera un poco al azar. Los mismos registros se alteran siempre igual, así que volver a preguntar no dice más. Los totales se alteran por su cuenta, y puede que las tablas no cuadren del todo.",
    differentialPrivacy:
      "A cada cifra se le añade ruido al azar. Que una persona o un registro estén o no en los datos no hace mucho más ni mucho menos probable ninguna cifra publicada; cuánto como máximo se dice abajo.",
    survey:
      "Una cifra que descansa en pocas personas no se muestra, ni tampoco una respuesta que no dio casi nadie, o que dieron casi todas. Cada cifra que se muestra está redondeada, tanto más cuantas menos personas hay detrás. También se deja fuera lo que es demasiado impreciso para fiarse. Dos cifras de casi las mismas personas no se muestran ambas. Los ataques de abajo son a recuentos, no a estimaciones.",
  },
  suppressTerms: (threshold, width, zerosHidden) =>
    `${zerosHidden ? `Los recuentos menores que ${number(threshold)}, también los ceros, no se muestran nunca` : threshold > 2 ? `Los recuentos de 1 a ${number(threshold - 1)} no se muestran nunca` : "Un recuento de 1 no se muestra nunca"}. Para cada recuento que no se muestra siguen siendo posibles al menos dos valores, separados por ${number(width)} o más.`,
  knownCells: "Esto vale, para los recuentos pequeños, incluso frente a quien es la única persona de otro recuento que no se muestra.",
  emptyCombinations: "Esto vale incluso frente a quien sepa de cada combinación de zona, período y categoría si en ella se contó algo.",
  smallCountTerms: (base) => `Los recuentos pequeños pasan a ser 0 o ${number(base)}. Nunca se muestra nada intermedio.`,
  controlledTerms: (base, most) => `Múltiplos de ${number(base)}. Ninguna cifra se desvía más de ${number(most)}.`,
  cellKeyTerms: (most, variance) => `Ningún recuento se altera en más de ${number(most)}. La varianza de la alteración es ${variance}.`,
  blockedTerms: (blocked) =>
    blocked > 1 ? `Los recuentos de 1 a ${number(blocked)} no aparecen nunca.` : "Un recuento de 1 no aparece nunca.",
  surveyTerms: (smallestBase, smallestAnswer) =>
    `No se muestran las cifras de menos de ${people(smallestBase)}. ${smallestAnswer > 1 ? `Tampoco una respuesta que dieron menos de ${people(smallestAnswer)}, o todas salvo tan pocas.` : "Tampoco una respuesta que no dio nadie, o que dieron todas las personas."}`,
  surveyRounding: (steps, width, base) =>
    `Los porcentajes y los índices se redondean en pasos de ${steps} puntos: el más fino que valga al menos ${people(width)}, tal como las cuenta la ponderación. Los números de personas se redondean a ${number(base)}.`,
  surveyTooFew: (width) => `Donde ningún paso vale ${people(width)}, la cifra no se muestra.`,
  surveyAlike: (fewest) => `De dos cifras que descansan en las mismas personas, salvo en menos de ${number(fewest)}, solo se muestra una.`,
  reliabilityTerms: "No se muestra lo que es demasiado impreciso según los estándares de presentación de proporciones del NCHS.",
  privacyTerms: (epsilon, delta) => `ε es como máximo ${epsilon}, con δ de ${delta}.`,
  privacyUnit: {
    record: () => "Lo que se protege es un registro.",
    person: (contributions) =>
      `Lo que se protege son todos los registros de una persona en un período, de los que cuentan como máximo ${number(contributions)}.`,
  },
  measuresTitle: "Medida por medida",
  measuresLede: "Números de cifras, y nunca una palabra sobre una de ellas.",
  hiddenOf: "Ocultas para proteger a las personas",
  tooImprecise: "Demasiado imprecisas o no preguntadas",
  measure: "Medida",
  method: "Método",
  engine: "Motor",
  policyHash: "Hash de la política",
  shownOf: (shown, all) => `${number(shown)} de ${number(all)}`,
  inFull: "Publicado completo",
  inFullLede:
    "Estas tablas no ocultan nada propio, por una razón que da quien las publica; lo que necesita una cifra oculta de otra tabla no se calcula:",
  notCertified: "El certificado no dice nada de estas cifras. No confíe en su protección y avise a quien las publica.",
  attackersTitle: "Quién atacó",
  attackersLede:
    "Antes de publicar nada, unos programas hicieron el papel de estos lectores. Cada uno conoce todo lo que se muestra. Donde un ataque es solo a recuentos pequeños, no se dice cuántos eran.",
  attackerName: {
    linear: "Quien suma y resta",
    interval: "Quien tiene un programa que resuelve",
    "whole number": "Quien sabe que los recuentos son números enteros",
    singleton: "Quien está solo en un recuento",
    differencing: "Quien compara",
    averaging: "Quien promedia",
  },
  attacker: {
    linear: "Un lector que resuelve ecuaciones: suma y resta todo lo que se muestra para deducir exactamente lo que no.",
    interval:
      "Un lector que sabe además que ningún recuento es menor que cero, y hace que un programa busque el valor más bajo y el más alto que puede tener cada recuento oculto.",
    "whole number": "El mismo lector, que usa también que los recuentos son números enteros.",
    singleton: "Alguien que es la única persona de otro recuento oculto, y sabe por eso que es uno.",
    differencing: "Un lector que confronta zonas que se solapan, y ediciones anteriores.",
    averaging: "Un lector que junta muchas cifras relacionadas para que las alteraciones al azar se anulen.",
  },
  attacksOf: (measure) => `Los ataques: ${measure}`,
  tried: "Probado en",
  left: "Qué quedó",
  nothingToAttack: "nada que atacar",
  apart: (width) => `valores separados al menos por ${width}`,
  recovered: (share) => `acierta en el ${share} como máximo`,
  notMeasured: "no se mide con un número",
  notTold: "no se dice",
  attackedAll: (attacked) => `${number(attacked)}, atacadas todas`,
  noAttacks: "No se declara ningún ataque.",
  signatureTitle: "¿Es de quien lo publica?",
  signatureText: [
    "La edición está firmada con la clave de quien la publica. Se firma una línea de texto que nombra la edición, el momento y el hash de su manifiesto; el manifiesto tiene los hashes de cada tabla y de este certificado.",
    "La clave debe ser aquella por la que usted conoce a quien publica: pida su huella donde se fíe de la respuesta, y compare.",
  ],
  fingerprint: "Huella de la clave (SHA-256, sus primeros 32 dígitos)",
  statement: "Qué se firmó",
  repeatTitle: "¿Es verdad? Repita el ataque",
  repeatText: [
    "Todo lo que un ataque necesita es público. Openbeat es software libre: una orden comprueba cada archivo con su hash, comprueba la firma y ataca de nuevo cada recuento oculto, solo con los archivos publicados; y comprueba que cada estimación esté redondeada como se prometió.",
    "O escriba el suyo: los archivos de abajo dicen qué cifras suman cuáles, y docs/methodology.md de Openbeat explica cómo plantear las ecuaciones.",
  ],
  filesTitle: "Los archivos",
  certificateFile: "Este certificado, para programas",
  releaseFile: "El manifiesto de la edición, cuyo hash está firmado",
  structureFile: "Qué suma qué",
  notPromisedTitle: "Qué no se promete",
  notPromised: [
    "Personas de dentro: quien participó en algo sabe lo que ninguna tabla dice. Varias personas que junten lo que saben pueden averiguar más.",
    "Hechos de un grupo entero: «todas las quejas de aquí eran de un tipo» dice algo de cada una, aunque ningún recuento sea pequeño.",
    "Probabilidad: son posibles varios valores. Eso no los hace igual de probables.",
    "Personas: un recuento es de registros. Donde una persona tiene varios, varios registros pueden ser una persona.",
    "Lo que publiquen otros: los ataques conocen las cifras de este sitio, y ninguna de nadie más.",
  ],
};
