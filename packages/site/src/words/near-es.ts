import type { nearEn } from "./near-en.ts";

export const nearEs: typeof nearEn = {};
