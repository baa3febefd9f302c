import type { DuckDBConnection } from "@duckdb/node-api";
import type { City } from "./city.ts";
import { beats } from "./places.ts";
import { slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

/** Writes where in a beat things happen: its streets, drawn by their residents, and the island a little. */
export async function prepareStreets(connection: DuckDBConnection, { streets }: City): Promise<void> {
  await writeSlots(
    connection,
    "street_slot",
    { beat: "VARCHAR" },
    { street: "INTEGER" },
    beats.map((beat) => {
      const numbers = streets.flatMap((street, number) => (street.beat === beat ? [number] : []));
      return {
        beat: beat.code,
        street: slots(
          numbers,
          numbers.map((number) => (streets[number]?.residents ?? 0) + 8),
        ),
      };
    }),
  );
  await writeTable(
    connection,
    "streets",
    { street: "INTEGER", council_district: "VARCHAR", longitude: "DOUBLE", latitude: "DOUBLE" },
    streets.map(({ councilDistrict, point: [longitude, latitude] }, street) => ({
      street,
      council_district: councilDistrict,
      longitude,
      latitude,
    })),
  );
}
