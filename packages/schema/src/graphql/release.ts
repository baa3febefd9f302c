import type { Area, Release } from "@openbeat/database/client";
import { citationIn, dayIn } from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import { didYouMean, quoted } from "../store/did-you-mean.ts";
import { type Catalogue, findDataset, type ReleaseRow } from "../store/index.ts";
import { folded } from "../store/search.ts";
import { AgencyRef } from "./agency.ts";
import { AreaConnectionRef, AreaRef } from "./area.ts";
import { builder } from "./builder.ts";
import { CodeListRef } from "./code-list.ts";
import type { Context } from "./context.ts";
import { CorrectionRef } from "./correction.ts";
import { DatasetRef } from "./dataset.ts";
import { GeographyLevelRef } from "./geography-level.ts";
import { HubRef } from "./hub.ts";
import { MeasureRef } from "./measure.ts";
import { readNodeKey, registerNode } from "./node-id.ts";
import { connectionType, pageArguments, pageComplexity, pageOf } from "./page.ts";
import { PublishedTableRef } from "./published-table.ts";
import { citationArguments } from "./source.ts";
import { words } from "./words.ts";

/** A release for its GraphQL type. Manifest and certificate are not there: their own fields select and load them. */
const asNode = (release: ReleaseRow): Release => release as Release;

/** The measure of a code. @throws {QueryError} `UNKNOWN_MEASURE` */
export function findMeasure({ measures, release }: Catalogue, code: string) {
  const found = measures.find((measure) => measure.code === code);
  if (found !== undefined) return found;
  throw new QueryError(
    "UNKNOWN_MEASURE",
    `Release ${release.version} has no measure ${quoted(code)}.`,
    didYouMean(
      code,
      measures.map((measure) => measure.code),
    ),
  );
}

function findAgency({ agencies, release }: Catalogue, code: string) {
  const found = agencies.find((agency) => agency.code === code);
  if (found !== undefined) return found;
  throw new QueryError(
    "UNKNOWN_MEMBER",
    `Release ${release.version} has no agency ${quoted(code)}.`,
    didYouMean(
      code,
      agencies.map((agency) => agency.code),
    ),
  );
}

function findArea({ areaByCode, release }: Catalogue, code: string): Area {
  const found = areaByCode.get(code);
  if (found !== undefined) return found;
  throw new QueryError(
    "UNKNOWN_MEMBER",
    `Release ${release.version} has no area ${quoted(code)}.`,
    didYouMean(code, [...areaByCode.keys()]),
  );
}

function areasWhere(
  catalogue: Catalogue,
  {
    level,
    under,
    search,
  }: {
    readonly level?: string | null | undefined;
    readonly under?: string | null | undefined;
    readonly search?: string | null | undefined;
  },
): readonly Area[] {
  let areas = catalogue.areas;
  if (level != null) {
    const found = catalogue.levels.find(({ code }) => code === level);
    if (found === undefined) {
      const codes = catalogue.levels.map(({ code }) => code);
      throw new QueryError("UNKNOWN_LEVEL", `There is no level of areas ${quoted(level)}.`, didYouMean(level, codes));
    }
    areas = catalogue.areasByLevel.get(found.id) ?? [];
  }
  if (under != null) {
    const inside = new Set<number>();
    const visit = (id: number) => {
      for (const child of catalogue.areaChildren.get(id) ?? []) {
        inside.add(child.id);
        visit(child.id);
      }
    };
    visit(findArea(catalogue, under).id);
    areas = areas.filter(({ id }) => inside.has(id));
  }
  if (search != null) {
    const wanted = folded(search.slice(0, 100));
    areas = areas.filter((area) => {
      const names = typeof area.name === "object" && area.name !== null ? Object.values(area.name) : [];
      return [area.code, ...names].some((name) => typeof name === "string" && folded(name).includes(wanted));
    });
  }
  return areas;
}

/**
 * What every field costs that opens the contents of a release. They are kept in memory for a few releases only, and read anew for
 * others: a question must not open hundreds of them.
 */
export const openingCost = 300;

registerNode("Release");
export const ReleaseRef = builder.prismaObject("Release", {
  description:
    "An immutable, numbered edition of everything the hub publishes. Nothing in it is ever changed or removed, so what was cited from it can be found again.",
  fields: (t) => ({
    version: t.exposeString("version", {
      description:
        "Semantic version: a removed table, dimension or code is major; added or changed values are minor; words alone are a patch.",
    }),
    publishedAt: t.expose("publishedAt", { type: "DateTime", description: "When it was published." }),
    isLatest: t.boolean({
      description: "Whether no newer release was published.",
      resolve: async (release, _, context) => (await context.releases())[0]?.id === release.id,
    }),
    sha256: t.exposeString("sha256", { description: "Hash of its manifest: the identity of what was published." }),
    hub: t.field({
      type: HubRef,
      description: "Who publishes it, and how.",
      complexity: openingCost,
      resolve: (release, _, context) => context.catalogue(release),
    }),
    agencies: t.field({
      type: [AgencyRef],
      description: "The agencies whose records it is made of.",
      complexity: { field: openingCost, multiplier: 3 },
      resolve: async (release, _, context) => [...(await context.catalogue(release)).agencies],
    }),
    agency: t.field({
      type: AgencyRef,
      nullable: true,
      description: "The agency of a code.",
      args: { code: t.arg.string({ required: true, description: "Code of the agency." }) },
      complexity: openingCost,
      resolve: async (release, { code }, context) => findAgency(await context.catalogue(release), code),
    }),
    levels: t.field({
      type: [GeographyLevelRef],
      description: "The kinds of area.",
      complexity: { field: openingCost, multiplier: 5 },
      resolve: async (release, _, context) => [...(await context.catalogue(release)).levels],
    }),
    areas: t.field({
      type: AreaConnectionRef,
      description: "Areas of one level, or all of them.",
      args: {
        level: t.arg.string({ description: "Only areas of this kind, such as `district`." }),
        under: t.arg.string({ description: "Only areas that lie in this one, at any depth: its code." }),
        search: t.arg.string({
          description: "Only areas whose name, in any language, or code holds this text. Accents and capitals do not matter.",
        }),
        ...pageArguments(100),
      },
      complexity: (page) => ({ ...pageComplexity(page), field: openingCost }),
      async resolve(release, { first, after, ...where }, context) {
        const catalogue = await context.catalogue(release);
        return pageOf(
          areasWhere(catalogue, where),
          { first, after },
          { release: release.version, list: "areas" },
          ({ position }) => position,
        );
      },
    }),
    area: t.field({
      type: AreaRef,
      nullable: true,
      description: "The area of a code.",
      args: { code: t.arg.string({ required: true, description: "Code of the area." }) },
      complexity: openingCost,
      resolve: async (release, { code }, context) => findArea(await context.catalogue(release), code),
    }),
    datasets: t.field({
      type: [DatasetRef],
      description: "Its datasets.",
      complexity: { field: openingCost, multiplier: 5 },
      resolve: async (release, _, context) => [...(await context.catalogue(release)).datasets],
    }),
    dataset: t.field({
      type: DatasetRef,
      nullable: true,
      description: "The dataset of a code.",
      args: { code: t.arg.string({ required: true, description: "Code of the dataset, such as `incidents`." }) },
      complexity: openingCost,
      resolve: async (release, { code }, context) => findDataset(await context.catalogue(release), code),
    }),
    measures: t.field({
      type: [MeasureRef],
      description: "All measures of all its tables.",
      complexity: { field: openingCost, multiplier: 10 },
      resolve: async (release, _, context) => [...(await context.catalogue(release)).measures],
    }),
    measure: t.field({
      type: MeasureRef,
      nullable: true,
      description: "The measure of a code.",
      args: { code: t.arg.string({ required: true, description: "Code of the measure, such as `OUT.01`." }) },
      complexity: openingCost,
      resolve: async (release, { code }, context) => findMeasure(await context.catalogue(release), code),
    }),
    codeLists: t.field({
      type: [CodeListRef],
      description: "The code lists that its categories take their codes from.",
      complexity: { field: openingCost, multiplier: 5 },
      resolve: async (release, _, context) => [...(await context.catalogue(release)).codeLists],
    }),
    tables: t.field({
      type: [PublishedTableRef],
      description: "All its published tables.",
      complexity: { field: openingCost, multiplier: 10 },
      resolve: async (release, _, context) => (await context.catalogue(release)).tables.map(({ row }) => row),
    }),
    corrections: t.field({
      type: [CorrectionRef],
      description: "What earlier releases got wrong and this one mends.",
      complexity: { field: openingCost, multiplier: 5 },
      resolve: async (release, _, context) => [...(await context.catalogue(release)).corrections],
    }),
    manifest: t.field({
      type: "JSON",
      description: "Every table of it, with its dimensions, measures, number of rows and hash.",
      complexity: 20,
      select: { manifest: true },
      resolve: ({ manifest }) => manifest,
    }),
    certificate: t.field({
      type: "JSON",
      description: "How its tables were protected and how they were attacked to prove it.",
      complexity: 20,
      select: { certificate: true },
      resolve: ({ certificate }) => certificate,
    }),
    citation: t.string({
      description: "How to cite it.",
      args: citationArguments(),
      complexity: openingCost,
      async resolve(release, { language, style }, context) {
        const { hub, release: own } = await context.catalogue(release);
        return citationIn(style, {
          publisher: words(own, hub.publisher, language),
          title: words(own, hub.title, language),
          version: release.version,
          publishedOn: dayIn(release.publishedAt, hub.timezone),
          url: hub.url,
        });
      },
    }),
  }),
});
builder.prismaObjectFields(ReleaseRef, (t) => ({
  supersedes: t.field({
    type: ReleaseRef,
    nullable: true,
    description: "The release before it, or null for the first.",
    async resolve(release, _, context) {
      const releases = await context.releases();
      const before = releases[releases.findIndex(({ id }) => id === release.id) + 1];
      return before === undefined ? null : asNode(before);
    },
  }),
  supersededBy: t.field({
    type: ReleaseRef,
    nullable: true,
    description: "The release after it, or null for the latest.",
    async resolve(release, _, context) {
      const releases = await context.releases();
      const after = releases[releases.findIndex(({ id }) => id === release.id) - 1];
      return after === undefined ? null : asNode(after);
    },
  }),
}));
builder.prismaObjectField(ReleaseRef, "notices", (t) =>
  t.field({
    type: [CorrectionRef],
    description:
      "What later releases say was wrong with this one, oldest first: look here before quoting from a release that is not the latest. `corrections` is what a release itself mends.",
    complexity: { field: 4 * openingCost, multiplier: 5 },
    async resolve({ version, id }, _, context) {
      const releases = await context.releases();
      const later = releases
        .slice(
          0,
          Math.max(
            releases.findIndex((release) => release.id === id),
            0,
          ),
        )
        .toReversed();
      const saying = await context.store.releasesCorrecting(version);
      const catalogues = await Promise.all(later.filter((release) => saying.has(release.id)).map((release) => context.catalogue(release)));
      return catalogues.flatMap(({ corrections }) => corrections.filter(({ affectedVersion }) => affectedVersion === version));
    },
  }),
);
builder.nodeRef(ReleaseRef, {
  id: { resolve: (release) => JSON.stringify([(release as Release).version]) },
  async loadOne(key: string, context: Context) {
    const found = await context.existing(readNodeKey(key)?.[0] ?? "");
    return found === undefined ? null : asNode(found);
  },
});

const ReleaseConnectionRef = connectionType(ReleaseRef, { name: "Release", of: "releases" });

builder.queryFields((t) => ({
  release: t.field({
    type: ReleaseRef,
    nullable: true,
    description: "A published release. Leave `version` out for the latest; null only while nothing was published yet.",
    args: { version: t.arg.string({ description: "Its version, such as 1.0.0. Cite figures with the version that they were read from." }) },
    async resolve(_, { version }, context) {
      const release = await context.release(version);
      return release === undefined ? null : asNode(release);
    },
  }),
  releases: t.field({
    type: ReleaseConnectionRef,
    description: "All releases, newest first.",
    args: pageArguments(20),
    complexity: pageComplexity,
    resolve: async (_, page, context) =>
      pageOf((await context.releases()).map(asNode), page, { release: "", list: "releases" }, ({ id }) => id),
  }),
}));
