import type { nearEn } from "./near-en.ts";

export const nearAr: typeof nearEn = {};
