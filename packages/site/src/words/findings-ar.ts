import type { findingsEn } from "./findings-en.ts";

export const findingsAr: typeof findingsEn = {
  findings: "ما تقوله الأرقام",
  findingsMore:
    "محسوب من الأرقام المنشورة وحدها بطرق معلنة. تبيّن أين ومتى، لا لماذا: قد يكون الارتفاع مزيدًا من البلاغات، والبؤرة مزيدًا من الناس نهارًا.",
  trends: "في ارتفاع أو انخفاض عبر الأشهر",
  trendsNone: "لا اتجاه واضح في السلاسل الأخرى التي أمكن فحصها:",
  trendsUnknown: "لم يمكن فحصها:",
  hotspots: "مناطق متجاورة فيها أكثر أو أقل مما تفسره المصادفة",
  hotspotsNone: "لا مجموعة من المناطق المتجاورة تبرز حيث أمكن الحساب. والرسوم أدناه تقارن كل منطقة بالمجموع.",
  hotspotsUnknown: "لم يمكن حساب ذلك لأي عدد في هذا الموضوع:",
  hotspotsUnknownOthers: "لم يُحسب لهذه، والسبب:",
  notReached: "هل كان في كل منطقة نشاط",
  linksTitle: "يعمل مع",
  linkLine: (problems, activities) =>
    [...(problems === 0 ? [] : [`المشكلات: ${problems}`]), ...(activities === 0 ? [] : [`الأنشطة: ${activities}`])].join("، "),
};
