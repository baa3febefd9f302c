/** How the lines of several series differ besides their colours. */
export const dashes: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [9, 3, 2, 3]];

/** The same as SVG writes it. */
export const dashText = (series: number): string => (dashes[series % dashes.length] ?? []).join(" ");
