import type { referenceEn } from "./reference-en.ts";

export const referenceEs: typeof referenceEn = {};
