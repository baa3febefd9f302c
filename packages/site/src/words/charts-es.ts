import type { chartsEn } from "./charts-en.ts";

export const chartsEs: typeof chartsEn = {};
