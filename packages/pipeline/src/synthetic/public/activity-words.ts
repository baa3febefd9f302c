import type { PublicPlaces } from "./public-places.ts";

/** Words in the sample's two languages. */
export interface Words {
  readonly en: string;
  readonly es: string;
}
const words = (en: string, es: string): Words => ({ en, es });

type Kind = "meetings" | "outreach" | "programmes" | "youth";

/** What is said in public of a type of activity. A title is followed by the name of the beat. */
export interface ActivityWords {
  readonly kind: Kind;
  readonly title: Words;
  readonly where: keyof PublicPlaces;
  readonly objectives: readonly Words[];
}

export const activityWords: Readonly<Record<string, ActivityWords>> = {
  community_meeting: {
    kind: "meetings",
    title: words("Community meeting", "Reunión comunitaria"),
    where: "room",
    objectives: [
      words(
        "Hear what the district worries about, and say what was done since the last meeting.",
        "Escuchar qué preocupa al distrito y contar qué se hizo desde la última reunión.",
      ),
      words(
        "Agree on what officers and residents work on in the coming months.",
        "Acordar en qué trabajan agentes y residentes en los próximos meses.",
      ),
      words("Look at the figures of the last quarter together.", "Ver juntos las cifras del último trimestre."),
    ],
  },
  beat_meeting: {
    kind: "meetings",
    title: words("Beat meeting", "Reunión de sector"),
    where: "room",
    objectives: [
      words("Review the priorities of the beat.", "Revisar las prioridades del sector."),
      words(
        "Hear concerns, and report on those of the last meeting.",
        "Escuchar preocupaciones e informar sobre las de la última reunión.",
      ),
      words("Meet the officers of the beat.", "Conocer a los agentes del sector."),
    ],
  },
  listening_session: {
    kind: "meetings",
    title: words("Listening session", "Sesión de escucha"),
    where: "room",
    objectives: [
      words("Residents speak, officers listen and take notes.", "Los residentes hablan; los agentes escuchan y toman notas."),
      words("Hear from those who do not come to meetings.", "Escuchar a quienes no acuden a las reuniones."),
    ],
  },
  advisory_board: {
    kind: "meetings",
    title: words("Advisory board", "Consejo asesor"),
    where: "room",
    objectives: [
      words("Advise the department on a rule before it is made.", "Asesorar al departamento sobre una norma antes de dictarla."),
      words(
        "Review stops, force and complaints of the last quarter.",
        "Revisar las paradas, el uso de la fuerza y las quejas del último trimestre.",
      ),
    ],
  },
  online_session: {
    kind: "meetings",
    title: words("Online session", "Sesión en línea"),
    where: "room",
    objectives: [
      words("Answer questions of those who cannot come in the evening.", "Responder a quienes no pueden acudir por la tarde."),
      words("Show how to read the figures of this hub.", "Mostrar cómo se leen las cifras de este portal."),
    ],
  },
  neighbourhood_event: {
    kind: "outreach",
    title: words("Neighbourhood event", "Evento vecinal"),
    where: "outdoors",
    objectives: [
      words("Bring neighbours together, with officers as guests.", "Reunir a los vecinos, con agentes como invitados."),
      words("Eat, play and talk in the street.", "Comer, jugar y conversar en la calle."),
    ],
  },
  outreach_programme: {
    kind: "outreach",
    title: words("Outreach", "Acercamiento"),
    where: "outdoors",
    objectives: [
      words("Bring help to people where they are.", "Llevar ayuda a las personas allí donde están."),
      words("Mark bicycles, tools and engines free of charge.", "Marcar gratis bicicletas, herramientas y motores."),
      words("Explain how to protect a home against break-ins.", "Explicar cómo proteger una vivienda contra robos."),
    ],
  },
  walk_and_talk: {
    kind: "outreach",
    title: words("Walk and talk", "Recorrido y conversación"),
    where: "outdoors",
    objectives: [
      words(
        "Talk with residents and shops on foot, and note what they point out.",
        "Hablar a pie con residentes y comercios y anotar lo que señalan.",
      ),
      words("Look at dark corners and broken things together.", "Ver juntos los rincones oscuros y lo que está roto."),
    ],
  },
  neighbourhood_watch: {
    kind: "programmes",
    title: words("Neighbourhood watch", "Vigilancia vecinal"),
    where: "room",
    objectives: [
      words("Share what was seen, and plan the walks of the month.", "Compartir lo observado y planear los recorridos del mes."),
      words("Learn how to report well.", "Aprender a informar bien."),
    ],
  },
  citizen_academy: {
    kind: "programmes",
    title: words("Citizen academy", "Academia ciudadana"),
    where: "school",
    objectives: [
      words("Learn how police work is done and checked.", "Aprender cómo se hace y se controla el trabajo policial."),
      words("Try out how problems are analysed.", "Practicar el análisis de problemas."),
    ],
  },
  youth_programme: {
    kind: "youth",
    title: words("Youth programme", "Programa juvenil"),
    where: "room",
    objectives: [
      words("Sport, cooking and talk after school.", "Deporte, cocina y conversación después de clase."),
      words("Young people say what would make their way home safer.", "Los jóvenes dicen qué haría más seguro su camino a casa."),
    ],
  },
  school_visit: {
    kind: "youth",
    title: words("School visit", "Visita escolar"),
    where: "school",
    objectives: [
      words("Safe ways to school.", "Caminos seguros a la escuela."),
      words("What the police do, and what anybody may ask them.", "Qué hace la policía y qué se le puede preguntar."),
      words("Safe online, and where to get help.", "Seguridad en línea y dónde pedir ayuda."),
    ],
  },
};

/** What was agreed, in one sentence each. */
export const decisions: Readonly<Record<Kind, readonly Words[]>> = {
  meetings: [
    words(
      "Speed checks on school mornings at the two crossings that were named most.",
      "Controles de velocidad en mañanas escolares en los dos pasos más nombrados.",
    ),
    words("A list of dark corners goes to Public Works.", "Una lista de rincones oscuros se envía a Obras Públicas."),
    words(
      "Officers come to the bus stop when the late buses arrive.",
      "Los agentes acuden a la parada cuando llegan los últimos autobuses.",
    ),
    words(
      "Noise after eleven is reported with the hour, so that a pattern can be seen.",
      "El ruido después de las once se comunica con la hora, para poder ver un patrón.",
    ),
    words(
      "The priorities of the area stay as they are until the next review.",
      "Las prioridades del área se mantienen hasta la próxima revisión.",
    ),
    words("One priority is closed, as residents see it as dealt with.", "Se cierra una prioridad, porque los residentes la ven resuelta."),
    words("Parcel thefts become a priority.", "Los hurtos de paquetes pasan a ser una prioridad."),
    words(
      "Answers that concern many are published and not only sent.",
      "Las respuestas que interesan a muchos se publican y no solo se envían.",
    ),
    words(
      "The next meeting begins half an hour later, for those who work late.",
      "La próxima reunión empieza media hora más tarde, para quienes trabajan hasta tarde.",
    ),
    words(
      "A walk through the streets in question before anything is decided.",
      "Un recorrido por las calles en cuestión antes de decidir nada.",
    ),
    words("Abandoned cars are listed once a week.", "Los coches abandonados se registran una vez por semana."),
    words("Interpretation at every meeting, without having to ask.", "Interpretación en cada reunión, sin tener que pedirla."),
    words("The figures of stops are on the agenda in every quarter.", "Las cifras de paradas están en el orden del día cada trimestre."),
    words("Parking in front of the fire gates is dealt with first.", "El aparcamiento ante las salidas de incendios se atiende primero."),
  ],
  outreach: [
    words("The event is held again next season.", "El evento se repetirá la próxima temporada."),
    words("Two broken lamps and an open cellar are reported.", "Se comunican dos farolas rotas y un sótano abierto."),
    words("Shops want a walk before the holidays as well.", "Los comercios quieren un recorrido también antes de las fiestas."),
    words("Marking of bicycles is offered every month.", "El marcado de bicicletas se ofrece cada mes."),
    words("An outreach worker comes along next time.", "La próxima vez acude también una persona de acercamiento."),
    words("The next one is held nearer to the bus.", "El próximo se hará más cerca del autobús."),
  ],
  programmes: [
    words("Walks on Tuesdays and Thursdays until the clocks change.", "Recorridos los martes y jueves hasta el cambio de hora."),
    words("New members learn to report before their first walk.", "Los nuevos miembros aprenden a informar antes de su primer recorrido."),
    words("The group takes over one street more.", "El grupo se ocupa de una calle más."),
    words("One evening is about complaints, and how they are decided.", "Una tarde trata de las quejas y de cómo se deciden."),
    words("The watch tells neighbours after each break-in.", "La vigilancia avisa a los vecinos tras cada robo."),
  ],
  youth: [
    words("The hall stays open for an hour more on Fridays.", "La sala abre una hora más los viernes."),
    words("Students draw a map of places that they avoid.", "Los estudiantes dibujan un mapa de los lugares que evitan."),
    words("The class visits the dispatch centre.", "La clase visita el centro de despacho."),
    words("Young people choose the subject of the next evening.", "Los jóvenes eligen el tema de la próxima tarde."),
    words("The way past the yards is walked together.", "Se recorre juntos el camino junto a los astilleros."),
  ],
};

/** Who does what until when; MONTH stands for the month's name. */
export const nextSteps: readonly Words[] = [
  words("The community office reports back by the end of MONTH.", "La oficina comunitaria informa antes de acabar MONTH."),
  words("Public Works says by MONTH when the lamps are mended.", "Obras Públicas dice en MONTH cuándo se reparan las farolas."),
  words("The traffic unit measures speeds in MONTH, and publishes them.", "La unidad de tráfico mide velocidades en MONTH y las publica."),
  words("Officers and residents walk the streets in MONTH.", "Agentes y residentes recorren las calles en MONTH."),
  words("The matter is on the agenda of the meeting in MONTH.", "El asunto está en el orden del día de la reunión de MONTH."),
  words(
    "The hosts write to those who could not come, by the middle of MONTH.",
    "Los anfitriones escriben a quienes no pudieron acudir, antes de mediados de MONTH.",
  ),
  words(
    "The district office asks the city, and answers on this hub by the end of MONTH.",
    "La oficina del distrito consulta a la ciudad y responde en este portal antes de acabar MONTH.",
  ),
  words("Residents and officers review in MONTH whether it helped.", "Residentes y agentes revisan en MONTH si ha servido."),
];

/** The month after a day, so many months later, in words. */
export const monthAfter = (day: string, later: number, language: keyof Words): string =>
  new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(
    new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + later, 1)),
  );
