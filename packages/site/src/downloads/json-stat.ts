import { type CsvTable, type JsonStatDimension, jsonStatCollection, jsonStatCube } from "@openbeat/schema/formats";
import type { Cube, Hub, PublishedTable } from "../data/hub.ts";
import type { Words } from "../words/words.ts";
import { csvTableOf } from "./csv.ts";
import { saidOfAll, statusMeanings } from "./package.ts";

/** The measures and dimensions of a cube, each with the members that its cells have, in the order of their lists. */
function dimensionsOf(hub: Hub, table: PublishedTable, cells: CsvTable, words: Words): readonly JsonStatDimension[] {
  const measures = new Set(cells.measure);
  const metric: JsonStatDimension = {
    code: "measure",
    title: words.measure,
    role: "metric",
    members: hub.measures
      .filter(({ code }) => measures.has(code))
      .map(({ code, title, unit, decimals }) => ({ code, label: title, unit: { label: unit, decimals } })),
  };
  const axes = table.dimensions.map(({ code, title, kind, codeList }, at): JsonStatDimension => {
    const { members = [], labels = [] } = cells.dimensions[at] ?? {};
    const there = new Map(members.map((member, row) => [member, labels[row] ?? member]));
    const inOrder =
      kind === "TIME"
        ? [...there.keys()].toSorted()
        : kind === "GEOGRAPHY"
          ? [...hub.areas.keys()]
          : (hub.codeLists.find((list) => list.code === codeList?.code)?.codes ?? []).map((entry) => entry.code);
    return {
      code,
      title,
      role: kind === "TIME" ? "time" : kind === "GEOGRAPHY" ? "geo" : undefined,
      members: inOrder.flatMap((member) => (there.has(member) ? [{ code: member, label: there.get(member) ?? member }] : [])),
    };
  });
  return [metric, ...axes];
}

/** A published table as JSON-stat 2: a collection of cubes, one for each published combination. */
export function tableJsonStat(hub: Hub, table: PublishedTable, words: Words): string {
  const about = { source: hub.hub.publisher, updated: new Date(hub.publishedAt).toISOString() };
  const cubeOf = ({ by, rows }: Cube) => {
    const cells = csvTableOf(hub, table, rows);
    const label = `${table.title}: ${by.join(", ")}`;
    return jsonStatCube(cells, dimensionsOf(hub, table, cells, words), { ...about, label, extension: { by } });
  };
  const cubes = table.cubes.filter(({ rows }) => rows.length > 0).map(cubeOf);
  const collection = jsonStatCollection(cubes, {
    ...about,
    label: table.title,
    note: [...saidOfAll(hub, words), words.files.jsonStatNote, ...statusMeanings(words)],
    extension: { release: hub.version, dataset: table.dataset, table: table.code, licence: hub.hub.licence.url },
  });
  return `${JSON.stringify(collection)}\n`;
}
