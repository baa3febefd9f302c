import type { chartsEn } from "./charts-en.ts";
import { countedAr } from "./counted-ar.ts";
import { numberText } from "./formats.ts";

export const chartsAr: typeof chartsEn = {
  title: "الرسوم البيانية",
  lede: (count) =>
    `${countedAr(count, { one: "رسم واحد", two: "رسمان", few: "رسوم", many: "رسمًا" })}، لكل منها صفحة وملفات وشيفرة لوضعه في صفحة أخرى.`,
  link: "رابط هذا الرسم",
  cite: "استشهد",
  revised: "معدَّل",
  revisedMore: "تغيّرت بعض هذه الأرقام منذ إصدار سابق.",
  revisedLink: "اطّلع على التصحيحات",
  range: {
    estimated: "الخط الرفيع حول القيمة ليس مدى للمصادفة: يمتد من أقل ما تسمح به الأعداد المنشورة للمناطق التي قُدّرت منها إلى أكثره.",
    rate: "الشريط أو الخط الرفيع حول القيمة هو مداها المرجح: ما تسمح به المصادفة وحدها 95 مرة من كل 100 لهذا العدد من الوقائع.",
    share: "الشريط أو الخط الرفيع حول القيمة هو مداها المرجح: ما تسمح به المصادفة وحدها 95 مرة من كل 100 لهذا العدد من الحالات.",
    other: "الشريط أو الخط الرفيع حول القيمة هو مداها المرجح.",
  },
  about: "عن هذه الأرقام",
  measure: "ما الذي يُعدّ",
  unit: "الوحدة",
  period: "الزمن",
  through: (first, last) => (first === last ? first : `من ${first} إلى ${last}`),
  areas: "المناطق",
  shown: "القيم المعروضة",
  shownOf: (shown, all) => `${numberText(shown, "ar")} من ${numberText(all, "ar")}`,
  denominator: "كل قيمة من أصل",
  people: "عدد من أجابوا لكل قيمة",
  standsOn: "أين يظهر هذا الرسم",
  files: "ملفات هذا الرسم",
  filesMore: "الأرقام نفسها في كل ملف. القيمة غير المعروضة فارغة، وحالتها تقول السبب.",
  fileOf: {
    csv: "صف لكل قيمة",
    json: "الصفوف مع العنوان والترخيص وكيفية الاستشهاد",
    "metadata.json": "ماهية الأرقام دون الصفوف",
    md: "العنوان والجدول والمصدر كنص",
    svg: "الصورة",
    png: "الصورة بالبكسل، من هذا الإصدار",
  },
  embed: "ضع هذا الرسم في صفحة أخرى",
  embedMore: "انسخ واحدة من هذه. لا تحتاج إلى برامج نصية ولا تضع ملفات تعريف ارتباط.",
  embedLive: "تعرض أحدث إصدار",
  embedFrozen: (version) => `تعرض دائمًا الإصدار ${version}`,
  embedPicture: (version) => `الصورة وحدها، من الإصدار ${version}`,
  source: (publisher, release, licence) => `المصدر: ${publisher}. ${release}. الترخيص: ${licence}.`,
};
