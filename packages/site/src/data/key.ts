/** A member that a cell is of. */
export interface Member {
  readonly dimension: string;
  readonly level: string;
  readonly code: string;
}

/** The members in the key of a cell: `dataset/measure/dimension.level=code;…`. */
export const membersOf = (key: string): readonly Member[] =>
  key
    .split("/")
    .slice(2)
    .join("/")
    .split(";")
    .map((member) => {
      const [, dimension = "", level = "", code = ""] = /^([^.]*)\.([^=]*)=(.*)$/s.exec(member) ?? [];
      return { dimension, level, code };
    });
