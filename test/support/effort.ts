/** How hard the tests try that try many things by chance: 1 in everyday runs. `OPENBEAT_EFFORT=4` tries four times as many. */
const effort = Number(process.env.OPENBEAT_EFFORT ?? 1);
if (!(effort >= 1)) throw new Error("OPENBEAT_EFFORT is not a number of 1 or more.");

/** How many times to try, where an everyday run tries so many. */
export const tries = (everyday: number): number => Math.round(everyday * effort);

/** Whether more is tried than every day. */
export const isThorough = effort > 1;
