import type { reportsEn } from "./reports-en.ts";

export const reportsEs: typeof reportsEn = {};
