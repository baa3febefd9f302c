import type { Geography } from "../geography/areas.ts";
import { locatorOf } from "../geography/locate.ts";
import type { AreaColumn } from "../hub/plan.ts";
import { quoted, type Workbench } from "../read/workbench.ts";
import { writeKnown } from "./known.ts";

/** Whether a record of `located` says where it was at all. It goes no further than the checks of records. */
export const hasPoint = "__has_point";

/**
 * Finds the areas of records that say where they were by coordinates only: makes `located`, with `__row`, one column for each of `columns`
 * (NULL outside every area of its level) and `__has_point`. The coordinates themselves stay in `source`, and are dropped with it.
 * @param latitude Expression over `source`: degrees of WGS 84; likewise `longitude`. What is no such number is no point.
 */
export async function locateRecords(
  workbench: Workbench,
  { latitude, longitude }: { readonly latitude: string; readonly longitude: string },
  columns: readonly AreaColumn[],
  geography: Geography,
): Promise<void> {
  await workbench.run(
    `CREATE TABLE spot AS SELECT __row, TRY(CAST(${latitude} AS DOUBLE)) AS latitude, TRY(CAST(${longitude} AS DOUBLE)) AS longitude FROM source`,
  );
  // Records of one place are many: each place is looked up once.
  await workbench.run(`
    CREATE TABLE place AS SELECT row_number() OVER () - 1 AS place, latitude, longitude FROM
      (SELECT DISTINCT latitude, longitude FROM spot WHERE latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)`);
  const [latitudes = [], longitudes = []] = await workbench.columns("SELECT latitude, longitude FROM place ORDER BY place");
  const joins: string[] = [];
  for (const [at, { level }] of columns.entries()) {
    const areas = geography.atLevel(level);
    const find = locatorOf(areas);
    await workbench.run(`CREATE TABLE place_in_${at} (place BIGINT, area DOUBLE)`);
    await workbench.insertNumbers(
      `place_in_${at}`,
      0,
      Float64Array.from(latitudes, (value, place) => find(Number(longitudes[place]), Number(value))),
    );
    await writeKnown(
      workbench,
      `area_at_${at}`,
      ["area", "code"],
      areas.map(({ code }, place) => [String(place), code]),
    );
    joins.push(
      `LEFT JOIN place_in_${at} ON place_in_${at}.place = place.place LEFT JOIN area_at_${at} ON area_at_${at}.area::DOUBLE = place_in_${at}.area`,
    );
  }
  const codes = columns.map(({ column }, at) => `area_at_${at}.code AS ${quoted(column)}`).join(", ");
  await workbench.run(
    `CREATE TABLE located AS SELECT spot.__row, place.place IS NOT NULL AS ${hasPoint}, ${codes} FROM spot LEFT JOIN place USING (latitude, longitude) ${joins.join(" ")}`,
  );
  for (const table of ["spot", "place", ...columns.flatMap((_, at) => [`place_in_${at}`, `area_at_${at}`])])
    await workbench.run(`DROP TABLE ${table}`);
}
