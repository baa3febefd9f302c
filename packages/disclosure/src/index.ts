export type { Certificate } from "./certificate.ts";
export type { Cube, CubeDimension, CubeLevel, Grouping } from "./cube.ts";
export { DisclosureError, type DisclosureErrorCode } from "./errors.ts";
export { readPolicy, type SuppressionPolicy } from "./policy.ts";
export { minimumFrequency } from "./primary/minimum-frequency.ts";
export { type ProtectEffects, type Protected, protect } from "./protect.ts";
export type { Cell, ProtectedCells, ProtectedGrouping } from "./table.ts";
