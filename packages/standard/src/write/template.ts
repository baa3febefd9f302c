import type { RecordKind } from "../definition.ts";

const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** A CSV file of a kind with its header and one made-up record, to be written over. */
export const template = ({ fields }: RecordKind): string =>
  `${fields.map(({ name }) => name).join(",")}\n${fields.map(({ example }) => quoted(example)).join(",")}\n`;
