import type { permanenceEn } from "./permanence-en.ts";

export const permanenceAr: typeof permanenceEn = {
  endedLabel: "لم تعد تُنشر",
  endedTold: (version, date) =>
    `كان الإصدار ${version} بتاريخ ${date} آخر إصدار فيه هذه الصفحة، وليست في الإصدارات اللاحقة. تبقى آخر نسخة منها كما كانت.`,
  endedOpen: (version) => `افتح هذه الصفحة كما كانت في الإصدار ${version}`,
  endedDescription: "لم تعد هذه الصفحة تُنشر، وتُحفظ آخر نسخة منها.",
  endedElsewhere: "ما يُنشر الآن",
  withdrawnTitle: (version) => `سُحب الإصدار ${version}`,
  withdrawnDescription: "سُحب هذا الإصدار، ولم تعد صفحاته وملفاته موجودة.",
  withdrawnTold: (version, date) =>
    `سحبته الجهة الناشرة مع الإصدار ${version} بتاريخ ${date}. لم تعد صفحاته وملفاته في هذا الموقع. لا تستخدم أرقامه ولا تستشهد بها.`,
  withdrawnWhat: "ما الخطأ",
  withdrawnInstead: "انظر أحدث إصدار",
  withdrawnManifest: "ما كان في الإصدار: بصمات صفحاته وملفاته",
  withdrawnNote: "مسحوب",
  withdrawnOpen: "سبب السحب",
};
