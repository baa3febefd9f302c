export const nearEn = {};
