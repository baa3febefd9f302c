import type { TransparencyPageWords } from "./transparency-en.ts";

export const transparencyEs: TransparencyPageWords = {
  title: "Cuán abierto es este portal",
  lede: "Lo que se publica, frente a lo que otros piden a los datos policiales abiertos.",
  nav: "Cuán abierto es este portal, según él mismo",
  self: "Esta es una autoevaluación que calcula el programa que hace este sitio. Nadie de fuera la ha comprobado. No es una nota: los criterios no pesan lo mismo, y nadie los ha pesado.",
  groups: {
    tests: "Seis pruebas de una buena publicación",
    types: "Tipos de datos",
    added: "Añadido por el programa",
  },
  groupLedes: {
    tests: "Según las recomendaciones del Police Open Data Census de Code for America. Algunas pruebas se presentan por partes.",
    types: "Lo que buscan el Police Data Transparency Index de Vera y el censo, hasta donde un catálogo puede decirlo.",
    added: "Donde los otros dos no dan un número, y lo que piden además quienes usan datos policiales. Los números son del programa.",
  },
  how: "Qué se encontró",
  toEarn: "Qué lo cumpliría",
  source: "Quién lo pide",
  cannotSee: "Lo que no puede ver",
  cannotSeeList: [
    "Si las cifras son correctas y si se registró todo lo que debía registrarse.",
    "Cuán buena es la policía. Un portal puede ser abierto con las malas noticias y cerrado con las buenas.",
    "Si está cada campo que busca Vera, como las lesiones o el motivo de la fuerza: cada agencia da nombre a sus categorías.",
    "Lo que la agencia publica en otro lugar: normas, informes, registros de incidentes uno a uno.",
    "Si la gente encuentra las páginas, las entiende y recibe respuesta a lo que pregunta.",
  ],
  files: "El resultado en archivos",
  forPrograms: "Para programas, con la edición de la que trata",
};
