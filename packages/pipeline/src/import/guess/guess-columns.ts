import type { Geography } from "../../geography/areas.ts";
import { literal, quoted, type Workbench } from "../../read/workbench.ts";
import { levelsToMatch } from "./area-codes.ts";
import { type Choice, many, ofRows, open } from "./choice.ts";
import { dayForms, dayOf } from "./days.ts";
import type { ColumnProfile, Profile } from "./profile.ts";

/** The number of a record: filled everywhere and never the same twice. */
export function guessId({ rows, columns }: Profile, said: string | undefined, isNumbered: boolean): Choice {
  if (isNumbered && said === undefined)
    return {
      name: "id",
      sql: "file_row",
      column: "file_row",
      because: ["By the file and the row: the format has no number for every record."],
    };
  const unique = columns.filter(
    ({ filled, distinct, days, name }) => filled === rows && distinct === rows && days.length === 0 && !isPlace(name),
  );
  const named = unique.filter(({ name }) => /(^|[ _])(id|no|nr|key|number|num)$|id$|^id/i.test(name));
  const among = named.length > 0 ? named : unique;
  const names = among.map(({ name }) => name);
  const why = (name: string) => `${name} is filled in all ${many(rows)} rows and never the same twice.`;
  const chosen = said ?? (names.length === 1 ? names[0] : undefined);
  if (chosen !== undefined) {
    const own = columns.find(({ name }) => name === chosen);
    return {
      ...{ name: "id", sql: quotedIfNeeded(chosen), column: chosen },
      because: names.includes(chosen)
        ? [why(chosen)]
        : [`${chosen} has ${many(own?.distinct ?? 0)} different values in ${ofRows(own?.filled ?? 0, rows)}.`],
    };
  }
  if (names.length > 1) return open("id", names.map(quotedIfNeeded), names.map(why));
  return open(
    "id",
    [],
    ["No column is filled in every row and never the same twice. Say `numbered: true` under source, and take file_row, if none is."],
  );
}

/** Shapes, points and hashes are no numbers of records. */
const isPlace = (name: string) => /geom|^x$|^y$|lat|lon|lng|point|coord/i.test(name);

/** A column's name as SQL writes it: without quotes where it needs none. */
export const quotedIfNeeded = (name: string): string => (/^[a-z][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : quoted(name));
const reserved = new Set(["date", "type", "month", "case", "order", "group", "end", "time", "user", "desc", "all", "to", "from", "select"]);

/** The day a record is counted by. @param named How its column tends to be named, the best first. */
export async function guessDay(
  workbench: Workbench,
  { rows, columns }: Profile,
  named: readonly RegExp[],
  said: string | undefined,
): Promise<Choice> {
  const days = columns.filter(({ days }) => days.length > 0);
  const why = ({ name, days: forms, filled }: ColumnProfile) =>
    `${name}: ${forms.map(({ form, rows: own }) => `${ofRows(own, filled)} are ${form.name}${form.note === undefined ? "" : ` (${form.note})`}`).join("; ")}.`;
  const decide = async (column: ColumnProfile): Promise<Choice> => {
    const forms = column.days.filter((one) => one.rows === Math.max(...column.days.map(({ rows: own }) => own)));
    const [best] = forms;
    if (best === undefined) return open("date", [], [`${column.name} has no days that can be read.`]);
    const last = await bounds(workbench, column.name, best.form);
    if (forms.length > 1)
      return open(
        "date",
        forms.map(({ form }) => form.day(column.name)),
        [why(column), "Day and month cannot be told apart: no day is above twelve."],
      );
    return { name: "date", sql: best.form.day(column.name), column: column.name, because: [why(column), last] };
  };
  if (said !== undefined) {
    const column = columns.find(({ name }) => name === said);
    return column === undefined ? open("date", [], []) : decide(column);
  }
  const fitting = named.map((pattern) => days.filter(({ name }) => pattern.test(name))).find(({ length }) => length > 0) ?? days;
  const [only, ...others] = fitting;
  if (only === undefined) return open("date", [], ["No column has days in nine rows of ten."]);
  const rest = days.filter((column) => !fitting.includes(column)).map(({ name }) => name);
  if (others.length === 0) {
    const choice = await decide(only);
    return rest.length === 0
      ? choice
      : { ...choice, because: [...choice.because, `Its name fits better than those of ${rest.join(", ")}, which have days as well.`] };
  }
  const differing = await Promise.all(others.map((other) => howManyDiffer(workbench, only, other)));
  const formOrder = ({ days: [best] }: ColumnProfile) => dayForms.findIndex(({ name }) => name === best?.form.name);
  const [plainest = only] = [...fitting].sort((a, b) => formOrder(a) - formOrder(b));
  if (differing.every((count) => count === 0)) {
    const choice = await decide(plainest);
    return {
      ...choice,
      because: [...choice.because, `${fitting.map(({ name }) => name).join(" and ")} are of the same day in every row.`],
    };
  }
  return open(
    "date",
    fitting.flatMap(({ name, days: forms }) => forms.slice(0, 1).map(({ form }) => form.day(name))),
    [
      ...fitting.map(why),
      ...others.map(({ name }, at) => `${only.name} and ${name} are of different days in ${ofRows(differing[at] ?? 0, rows)}.`),
    ],
  );
}

async function bounds(workbench: Workbench, column: string, form: ColumnProfile["days"][number]["form"]): Promise<string> {
  const [found] = await workbench.rows(
    `SELECT min(day)::VARCHAR AS first, max(day)::VARCHAR AS last FROM (SELECT ${dayOf(form, column)} AS day FROM source)`,
  );
  return `From ${String(found?.first)} to ${String(found?.last)}.`;
}

async function howManyDiffer(workbench: Workbench, a: ColumnProfile, b: ColumnProfile): Promise<number> {
  const day = ({ name, days: [best] }: ColumnProfile) => (best === undefined ? "NULL" : dayOf(best.form, name));
  const [found] = await workbench.rows(`SELECT count(*) FILTER (${day(a)} <> ${day(b)})::BIGINT AS rows FROM source`);
  return Number(found?.rows);
}

/** Where a record belongs: by a column of codes, or by its point. */
export interface AreaGuess {
  readonly choice: Choice | undefined;
  readonly level: string | undefined;
  /** Records whose column names no area of the level. */
  readonly unknown: number;
  readonly locate: { readonly latitude: string; readonly longitude: string; readonly level: string } | undefined;
  readonly because: readonly string[];
}

/** At least so many of the filled rows must name an area. */
const leastShare = 0.5;
/** With as many, a column is the obvious one. */
const wellMatched = 0.9;
/** What a steward says in the place of a column, to find areas by coordinates. */
export const aPoint = "point";

export function guessArea({ rows, columns }: Profile, geography: Geography, said: string | undefined): AreaGuess {
  const levels = levelsToMatch(geography);
  const nothing = { level: undefined, unknown: 0, locate: undefined, because: [] };
  if (levels.length === 0) {
    const [whole] = [...geography.areas.values()];
    const because = [`The hub has one area only. Bring in others first: openbeat import geography FILE --hub …`];
    return { ...nothing, choice: { name: "area", sql: literal(whole?.code ?? "WHOLE"), column: "", because }, level: whole?.level };
  }
  const byPoint = locateBy({ rows, columns }, geography, levels);
  if (said === aPoint && byPoint !== undefined) return byPoint.guess;
  const matches = columns
    .filter(({ name, days }) => (said === undefined ? days.length === 0 : name === said))
    .flatMap((column) => column.areas.map((match) => ({ column, match })))
    .filter(({ column, match }) => match.rows >= leastShare * column.filled && match.rows >= leastShare * rows && column.distinct > 1);
  for (const level of levels) {
    const own = matches.filter(({ match }) => match.level === level).sort((a, b) => b.match.rows - a.match.rows);
    const [best] = own;
    if (best === undefined) continue;
    const why = ({ column, match }: (typeof own)[number]) =>
      `${column.name}, ${match.form.name}, is the code of ${/^[aeiou]/.test(level) ? "an" : "a"} ${level.replaceAll("_", " ")} of the hub in ${ofRows(match.rows, rows)}; ${many(rows - column.filled)} are empty.`;
    // Columns that name almost as many areas, and are not of a name that says it.
    const near = own.filter(({ match }) => match.rows >= 0.98 * best.match.rows);
    const byName = near.filter(({ column }) => new RegExp(level.replaceAll("_", ".?").slice(0, 4), "i").test(column.name));
    const fitting = byName.length > 0 ? byName : near;
    const [only, ...others] = fitting;
    if (only === undefined) continue;
    const rest = { level, unknown: rows - only.match.rows, locate: undefined, because: [] };
    // Where many rows name no area and have a point, neither is the obvious one.
    if (said === undefined && only.match.rows < wellMatched * rows && byPoint !== undefined && byPoint.rows > only.match.rows) {
      const sqls = [...fitting.map(({ column, match }) => match.form.sql(column.name)), `the point: --column area=${aPoint}`];
      return { ...rest, choice: open("area", sqls, [...fitting.map(why), ...byPoint.guess.because]) };
    }
    if (others.length > 0)
      return {
        ...rest,
        choice: open(
          "area",
          fitting.map(({ column, match }) => match.form.sql(column.name)),
          fitting.map(why),
        ),
      };
    return {
      ...rest,
      choice: { name: "area", sql: only.match.form.sql(only.column.name), column: only.column.name, because: [why(only)] },
    };
  }
  return (
    byPoint?.guess ?? {
      ...nothing,
      choice: open("area", [], ["No column names the hub's areas in half of the rows, and there is no point to find them by."]),
    }
  );
}

function locateBy(
  { rows, columns }: Profile,
  geography: Geography,
  levels: readonly string[],
): { readonly guess: AreaGuess; readonly rows: number } | undefined {
  const level = levels.find((one) => geography.atLevel(one).every(({ boundary }) => boundary !== undefined));
  const within = (bound: number) => (column: ColumnProfile) =>
    column.decimals >= 0.5 * rows &&
    column.lowest !== null &&
    column.highest !== null &&
    column.lowest >= -bound &&
    column.highest <= bound;
  const latitudes = columns.filter(({ name }) => /^lat|latitude|point_y/i.test(name)).filter(within(90));
  const longitudes = columns.filter(({ name }) => /^(lon|lng)|longitude|point_x/i.test(name)).filter(within(180));
  const [latitude, longitude] = [latitudes[0], longitudes[0]];
  if (level === undefined || latitude === undefined || longitude === undefined || latitudes.length + longitudes.length > 2)
    return undefined;
  const located = Math.min(latitude.decimals, longitude.decimals);
  return {
    rows: located,
    guess: {
      ...{ choice: undefined, level, unknown: 0, locate: { latitude: latitude.name, longitude: longitude.name, level } },
      because: [
        `${latitude.name} and ${longitude.name} have degrees in ${ofRows(located, rows)}: by them the area is found in the boundaries, and the point goes no further.`,
      ],
    },
  };
}
