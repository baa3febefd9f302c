import type { reportsEn } from "./reports-en.ts";

export const reportsAr: typeof reportsEn = {};
