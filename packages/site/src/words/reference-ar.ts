import type { referenceEn } from "./reference-en.ts";

export const referenceAr: typeof referenceEn = {};
