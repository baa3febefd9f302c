import type { ConstructKind } from "./design.ts";
import type { InEachLanguage } from "./languages.ts";

/** What a construct is called, and what it is in one sentence. */
export interface ConstructWords {
  readonly title: string;
  readonly definition: string;
}

/**
 * The constructs of trust surveys, in our own words: no item of anybody's instrument.
 * @see Jackson & Bradford (2019), Public Safety Canada 2019-R003, for the constructs. Sunshine & Tyler (2003), Law & Society Review 37(3), 513–548, for
 * procedural and distributive justice, effectiveness and legitimacy. Trinkner, Jackson & Tyler (2018), Law and Human Behavior 42(3), 280–293, for
 * bounded authority.
 */
export const constructWords: Readonly<Record<ConstructKind, InEachLanguage<ConstructWords>>> = {
  voice: {
    en: { title: "Voice", definition: "Whether the police let people tell their side, and listen to it, before they decide." },
    es: { title: "Ser escuchado", definition: "Si la policía deja que las personas expliquen su versión, y la escucha, antes de decidir." },
    ar: { title: "الاستماع إلى الناس", definition: "هل تتيح الشرطة للناس عرض روايتهم وتستمع إليها قبل أن تقرر." },
  },
  neutrality: {
    en: { title: "Neutrality", definition: "Whether the police decide by facts and rules, and by the same ones for everybody." },
    es: { title: "Neutralidad", definition: "Si la policía decide según hechos y normas, y según los mismos para todas las personas." },
    ar: { title: "الحياد", definition: "هل تقرر الشرطة بحسب الوقائع والقواعد، وبالمعايير نفسها للجميع." },
  },
  respect: {
    en: { title: "Respect", definition: "Whether the police treat people politely, and with regard for their dignity and their rights." },
    es: { title: "Respeto", definition: "Si la policía trata a las personas con cortesía y respeta su dignidad y sus derechos." },
    ar: { title: "الاحترام", definition: "هل تعامل الشرطة الناس بلطف، وتراعي كرامتهم وحقوقهم." },
  },
  trustworthy_motives: {
    en: { title: "Trustworthy motives", definition: "Whether people believe that the police mean well by them and say why they act." },
    es: {
      title: "Intenciones dignas de confianza",
      definition: "Si las personas creen que la policía tiene buenas intenciones y explica por qué actúa.",
    },
    ar: { title: "نوايا جديرة بالثقة", definition: "هل يرى الناس أن الشرطة تريد لهم الخير وتشرح أسباب تصرفها." },
  },
  procedural_justice: {
    en: {
      title: "Procedural justice",
      definition: "Whether the way in which the police treat people and come to decisions is fair, whatever they decide.",
    },
    es: {
      title: "Justicia procedimental",
      definition: "Si la forma en que la policía trata a las personas y toma decisiones es justa, sea cual sea la decisión.",
    },
    ar: { title: "عدالة الإجراءات", definition: "هل الطريقة التي تعامل بها الشرطة الناس وتتخذ بها قراراتها عادلة، مهما كان القرار." },
  },
  distributive_justice: {
    en: {
      title: "Distributive justice",
      definition: "Whether the help and the burdens of policing are shared fairly among all groups and neighbourhoods.",
    },
    es: {
      title: "Justicia distributiva",
      definition: "Si la ayuda y las cargas de la labor policial se reparten de forma justa entre todos los grupos y barrios.",
    },
    ar: { title: "عدالة التوزيع", definition: "هل تتوزع فوائد عمل الشرطة وأعباؤه توزيعًا عادلًا بين كل الفئات والأحياء." },
  },
  bounded_authority: {
    en: {
      title: "Bounded authority",
      definition: "Whether the police keep within the limits of their power and act only where it is their business.",
    },
    es: {
      title: "Límites de la autoridad",
      definition: "Si la policía respeta los límites de su poder y actúa solo donde le corresponde.",
    },
    ar: { title: "حدود السلطة", definition: "هل تلتزم الشرطة بحدود سلطتها ولا تتدخل إلا فيما يعنيها." },
  },
  effectiveness: {
    en: {
      title: "Effectiveness",
      definition: "Whether people think that the police do their tasks well, such as to prevent crime and to come when called.",
    },
    es: {
      title: "Eficacia",
      definition: "Si las personas piensan que la policía cumple bien sus tareas, como prevenir delitos y acudir cuando se la llama.",
    },
    ar: { title: "الفعالية", definition: "هل يرى الناس أن الشرطة تؤدي مهامها جيدًا، مثل منع الجريمة والحضور عند طلبها." },
  },
  legitimacy: {
    en: {
      title: "Legitimacy",
      definition: "Whether people see the police as a rightful authority that shares their values and that they ought to obey.",
    },
    es: {
      title: "Legitimidad",
      definition: "Si las personas ven en la policía una autoridad legítima que comparte sus valores y a la que se debe obedecer.",
    },
    ar: { title: "الشرعية", definition: "هل يرى الناس في الشرطة سلطة مشروعة تشاركهم قيمهم وتجب طاعتها." },
  },
  confidence: {
    en: { title: "Overall confidence", definition: "How good a job people think the police do, all things considered." },
    es: { title: "Confianza general", definition: "Qué tan bien creen las personas que trabaja la policía, considerado todo." },
    ar: { title: "الثقة العامة", definition: "إلى أي حد يرى الناس أن الشرطة تؤدي عملًا جيدًا إجمالًا." },
  },
  engagement: {
    en: {
      title: "Community engagement",
      definition: "Whether the police know what matters to a community, deal with it, and can be met and talked to.",
    },
    es: {
      title: "Implicación con la comunidad",
      definition: "Si la policía sabe lo que importa a la comunidad, se ocupa de ello y es accesible para hablar.",
    },
    ar: { title: "التواصل مع المجتمع", definition: "هل تعرف الشرطة ما يهم المجتمع وتعالجه، ويسهل لقاؤها والحديث معها." },
  },
  cooperation: {
    en: {
      title: "Willingness to cooperate",
      definition: "Whether people would call the police, report what they saw, or help them if asked.",
    },
    es: {
      title: "Disposición a cooperar",
      definition: "Si las personas llamarían a la policía, contarían lo que vieron o la ayudarían si se les pidiera.",
    },
    ar: { title: "الاستعداد للتعاون", definition: "هل يتصل الناس بالشرطة، أو يبلّغون عما رأوه، أو يساعدونها إذا طُلب منهم." },
  },
  perceived_safety: {
    en: { title: "Perceived safety", definition: "How safe people feel where they live, which is not how much crime there is." },
    es: {
      title: "Seguridad percibida",
      definition: "Qué tan seguras se sienten las personas donde viven, que no es lo mismo que cuántos delitos hay.",
    },
    ar: { title: "الشعور بالأمان", definition: "إلى أي حد يشعر الناس بالأمان حيث يسكنون، وهذا غير حجم الجريمة." },
  },
  contact_satisfaction: {
    en: {
      title: "Satisfaction with contact",
      definition: "How content people who had contact with the police are with how it went.",
    },
    es: {
      title: "Satisfacción con el contacto",
      definition: "Qué tan satisfechas están con el trato las personas que tuvieron contacto con la policía.",
    },
    ar: { title: "الرضا عن التعامل", definition: "إلى أي حد يرضى من تعاملوا مع الشرطة عمّا جرى في ذلك التعامل." },
  },
};
