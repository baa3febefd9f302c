import { editionDoors, type FileDoor, isBehind, releaseDoors, siteDoors } from "@openbeat/schema/domain";
import { openApi } from "@openbeat/schema/formats";
import type { Edition } from "../edition.ts";

/**
 * The files of the site as an OpenAPI document: from the same table of addresses that the files are written by.
 * @param written Every file so far, by its path: what a hub has no files of is left out.
 */
export function siteOpenApi({ hub, releases, language, siblings }: Edition, written: readonly string[]): object {
  const { url, title } = hub.hub;
  const editions = Object.values<FileDoor>(editionDoors);
  const ofRelease = [...editions.map((door) => ({ ...door, path: `r/{version}/${door.path}` })), ...Object.values<FileDoor>(releaseDoors)];
  // A site that does not know its address has no catalogue.
  const ofSite = Object.values<FileDoor>(siteDoors).filter((door) => door !== siteDoors.catalogue || url != null);
  const others = siblings.filter((sibling) => sibling.language !== language).map((sibling) => `\`${sibling.language}/\``);
  return openApi(
    [...ofSite, ...[...editions, ...ofRelease].filter((door) => written.some((file) => isBehind(door, file)))].map((door) => ({
      ...door,
      path: `/${door.path}`,
    })),
    {
      title: `${title}: files`,
      description: [
        "Files of published figures and public records. Under `/r/VERSION/` they never change; without it they are those of the latest release.",
        "A figure that is not shown is empty or null, and its status says why. Codes are those of `structure.json`.",
        ...(others.length === 0
          ? []
          : [`CSV files and calendars in other languages have ${others.join(" or ")} before \`data/\` and so on.`]),
      ].join(" "),
      version: hub.version,
      licence: hub.hub.licence,
      server: url?.replace(/\/+$/, "") ?? "/",
      pathParameters: {
        version: {
          description: "A release. `releases.json` lists them.",
          schema: { type: "string", enum: releases.map(({ version }) => version) },
          example: hub.version,
        },
        table: { description: "Code of a published table.", example: hub.tables[0]?.code },
        dataset: { description: "Code of a dataset.", example: hub.datasets[0]?.code },
        area: { description: "Code of an area.", example: [...hub.areas.keys()][0] },
        quarter: { description: "A quarter that there is a report of, such as `2025-Q1`." },
        theme: { description: "A theme of community policing.", example: hub.datasets[0]?.theme },
        chart: { description: "Name of a chart: in `charts/` that of its own page, elsewhere the anchor that it has on its page." },
        card: { description: "The address of a page, with `--` for each slash; `home` for pages without a card of their own." },
        question: { description: "Code of a question of a survey." },
        page: { description: "A page of a survey: code of an area, or of a wave." },
        example: { description: "An example of the guide to the API.", example: "what-there-is" },
        kind: { description: "A kind of public record.", example: hub.records.sets[0]?.kind },
      },
      refusals: { "404": "There is no such file." },
    },
  );
}
