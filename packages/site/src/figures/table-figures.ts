import type { PublishedTable } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { byArea } from "./by-area.ts";
import type { Figure } from "./figure.ts";
import { overTime } from "./over-time.ts";

const known = new WeakMap<PublishedTable, readonly Figure[]>();

/** What the page of a published table shows at first: its first measure over time for the whole, and area by area. */
export function tableFigures(edition: Edition, table: PublishedTable): readonly Figure[] {
  const figures = known.get(table) ?? makeFigures(edition, table);
  known.set(table, figures);
  return figures;
}

function makeFigures(edition: Edition, table: PublishedTable): readonly Figure[] {
  const { hub } = edition;
  const [measure] = table.measures;
  const geography = table.dimensions.find(({ kind }) => kind === "GEOGRAPHY");
  if (measure === undefined || geography === undefined) return [];
  const areas = [...hub.areas.values()];
  const whole = areas.filter(({ level, parent }) => geography.levels.includes(level) && parent === null);
  const top = whole.length === 1 ? whole[0] : undefined;
  const onlyThis = { ...edition, hub: { ...hub, tables: [table] } };
  return [
    top === undefined ? undefined : overTime(onlyThis, table.dataset, measure, top),
    ...geography.levels.map((level) => byArea(edition, table, measure, level)),
  ].filter((figure) => figure !== undefined);
}
