export const referenceEn = {};
