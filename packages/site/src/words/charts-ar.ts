import type { chartsEn } from "./charts-en.ts";

export const chartsAr: typeof chartsEn = {};
