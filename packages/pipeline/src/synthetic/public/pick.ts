import { uniform } from "../random.ts";
import { at } from "../voronoi.ts";

/** The item of a list that a number from 0 to 1 stands for. The list has at least one. */
export const pick = <Item>(items: readonly Item[], draw: number): Item => at(items, Math.floor(draw * items.length));

/** A number from 0 to 1 that belongs to a record, by its number in public and what it is drawn for. */
export const drawFor = (id: string, what: number): number => uniform(1823, 31, Number(id.replaceAll(/\D/g, "")), what);
