import { countedAr } from "./counted-ar.ts";
import { numberText } from "./formats.ts";
import type { nearEn } from "./near-en.ts";

const number = (value: number) => numberText(value, "ar");
export const nearAr: typeof nearEn = {
  button: "مناطق قريبة مني",
  promise: "يحدد متصفحك مكانك ويقارنه هنا. لا يُرسل موقعك إلى أحد ولا يُحفظ.",
  working: "جارٍ البحث عن منطقتك …",
  found: "أنت في:",
  unsure: "لا يعرف جهازك مكانه بدقة. تحقق على الخريطة.",
  outside: "أنت خارج كل مناطق هذا الموقع.",
  refused: "لم يعط متصفحك موقعك. اختر منطقتك من القائمة.",
  failed: "لم يُعثر على موقعك. اختر منطقتك من القائمة.",

  headlinesRule: (area) =>
    `لكامل ${area}: أول رقم من كل موضوع. لا يُقال ارتفاع أو انخفاض إلا إذا كان أكبر مما تأتي به المصادفة في أحيان كثيرة.`,
  likely: (range) => `المدى المرجح: ${range}`,
  sinceLast: (version) => `ما تغير منذ الإصدار ${version}`,
  sinceNone: "ما تغير",
  firstRelease: "هذا أول إصدار: لا يوجد بعد ما يُقارن به.",
  largest: "أكبر التغيرات، مقيسة بالرقم السابق:",
  changedFrom: (before, after) => `${before}، والآن ${after}`,
  allChanges: "كل التغيرات",
  youSaid: "ما قاله السكان وما جرى فعله",
  youSaidMore: "آخر ثلاثة التزامات حُسم أمرها، سواء وُفي بها أم لا.",
  takePart: "كيف تشارك",
  takePartMore: "الاجتماعات والأنشطة الثلاثة القادمة.",
  takePartNone: "لم يُعلن عن شيء. ستظهر القادمة في التقويم.",

  raisedTitle: "ما طُرح وما نتج عنه",
  raisedAsOf: (date) => `المدد محسوبة حتى ${date}، يوم نشر هذا الإصدار.`,
  raisedCounts: (all) =>
    `${countedAr(all, { one: "أمر واحد", two: "أمران", few: "أمور", many: "أمرًا" })} في السجلات العامة عن هذه المنطقة أو ما يقع فيها كليًا أو جزئيًا أو ما تقع هي فيه.`,
  raisedOverdue: (value) => `تجاوز موعده: ${number(value)}.`,
  raisedUnanswered: (value) => `بلا رد: ${number(value)}.`,
  kinds: { priority: "أولوية متفق عليها مع السكان", commitment: "التزام", meeting: "اتُفق عليه في اجتماع" },
  when: { priority: "اتُفق عليها", commitment: "وُعد به", meeting: "الاجتماع" },
  response: "الرد",
  outcome: "النتيجة",
  noResponse: "لا رد بعد",
  noResponseMore: "لا يوجد رد في السجلات بعد.",
  noOutcome: "لا توجد نتيجة في السجلات بعد.",
  age: (date, age) => `${date}، ومضى عليه ${age}`,
  pastDue: (age) => `مضى على موعده ${age}`,
  matters: "أمرًا أمرًا",
  raisedMore: (value) =>
    `${countedAr(value, { one: "أمر آخر واحد", two: "أمران آخران", few: "أمور أخرى", many: "أمرًا آخر" })}، بالتفصيل هنا:`,
  concernsTitle: (area) => `ما طُرح من شواغل في ${area} بالأرقام`,
  concernsAbove: (own, area) => `هذه لا تُنشر عن ${own} وحدها، بل عن ${area}.`,
  concernsHidden: "الرقم الذي لا يُعرض لا يعني أنه لم يكن هناك شيء.",
  concernsSingly: "لا تُنشر الشواغل واحدة واحدة، بل تُعد.",

  unit: (unit) => `الوحدة: ${unit}`,
  partOf: (part, whole) => `${part} من ${whole}`,
  rateOf: (part, whole) => `المعدود: ${part}؛ منسوبًا إلى: ${whole}`,
  more: "أرقام أخرى",
  scale: (area) => `يبدأ كل رسم صغير من الصفر. الخط المتصل هو ${area}.`,
  scaleWith: (area, whole) =>
    `يبدأ كل رسم صغير من الصفر. الخط المتصل هو ${area} والمتقطع ${whole}، وكلاهما على مقياس واحد. لا خط متقطع للأعداد.`,
  gaps: (value) => `${countedAr(value, { one: "قيمة واحدة لا تُعرض", two: "قيمتان لا تُعرضان", few: "قيم لا تُعرض", many: "قيمة لا تُعرض" })}.`,
  allOf: (theme, area) => `${theme}: كل أرقام ${area}`,
  allOfLede: (area) => `كل الرسوم والجداول عن هذا الموضوع في ${area}.`,
  againstWhole: (whole, verdict) => `مقارنة مع ${whole}: ${verdict}.`,
  trustAbove: (own, area) => `لا يُنشر رقم استطلاع عن ${own} وحدها. عن ${area}:`,
  trustNotCompared: (whole) => `لا يُعرف كيف يقارن مع ${whole}.`,

  similar: "مناطق متقاربة الحجم",
  similarRule: "المناطق الثلاث من النوع نفسه التي يقترب عدد سكانها أكثر من غيرها. هذا ليس ترتيبًا، وقد تختلف في أمور أخرى.",
  residents: (value) => countedAr(value, { one: "ساكن واحد", two: "ساكنان", few: "سكان", many: "ساكنًا" }),
  takeAlong: "لتأخذه معك",
};
