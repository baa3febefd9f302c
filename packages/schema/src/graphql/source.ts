import { citationIn, dayIn } from "../domain/index.ts";
import { questionHash, type Selection } from "../store/index.ts";
import { fileAddress, permalink } from "./addresses.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { CitationStyleRef } from "./enums.ts";
import { SnippetsRef } from "./snippets.ts";
import { languageArgument, words } from "./words.ts";

/** The arguments of every citation. */
export const citationArguments = () => ({
  ...languageArgument(),
  style: builder.args((t) => ({
    style: t.field({ type: CitationStyleRef, required: true, defaultValue: "TEXT", description: "How to write it down." }),
  })).style,
});

/** A question that was answered, and which page of its answer this is. */
export interface ResultSource {
  readonly selection: Selection;
  readonly limit: number;
  readonly after?: string | null | undefined;
  readonly language?: string | null | undefined;
}

/** An address with the public one of the API in front, where the server was told it. */
const whole = (path: string | null, { publicUrl }: Context) => (path === null ? null : `${publicUrl ?? ""}${path}`);

const fromRoot = "Begins with `/`, from the root of the API, where the server was not told its public address.";
const tooLong = "Null where the question is too long for an address.";

export const ResultSourceRef = builder.objectRef<ResultSource>("ResultSource").implement({
  description: "Where an answer comes from, where to find the same again, and how to cite it.",
  fields: (t) => ({
    release: t.string({
      description: "Version of the release.",
      resolve: ({ selection: { catalogue } }) => catalogue.release.version,
    }),
    dataset: t.string({ description: "Code of the dataset.", resolve: ({ selection: { table } }) => table.dataset.code }),
    table: t.string({ description: "Code of the published table that answered.", resolve: ({ selection: { table } }) => table.row.code }),
    citation: t.string({
      description: "How to cite it.",
      args: citationArguments(),
      resolve: ({ selection: { catalogue, table } }, { language, style }) =>
        citationIn(style, {
          publisher: words(table.row, catalogue.hub.publisher, language),
          title: words(table.row, table.row.title, language),
          hub: words(table.row, catalogue.hub.title, language),
          version: catalogue.release.version,
          publishedOn: dayIn(catalogue.release.publishedAt, catalogue.hub.timezone),
          url: catalogue.hub.url,
        }),
    }),
    queryHash: t.string({
      description:
        "Names what was asked of the dataset, whatever the release and the page, and however it was written down: the same hash, the same question.",
      resolve: ({ selection }) => questionHash(selection),
    }),
    permalink: t.string({
      nullable: true,
      description: `Address of the whole question, which gives this answer for ever, but for what it says of newer releases: where the question names no release, the address does. ${fromRoot} ${tooLong}`,
      complexity: 10,
      resolve: async ({ selection: { catalogue } }, _, context, info) =>
        whole(permalink((await context.meantVersion()) ?? catalogue.release.version, info), context),
    }),
    csv: t.string({
      nullable: true,
      description: `Address of the very same rows as CSV, for ever. ${fromRoot} ${tooLong}`,
      resolve: (source, _, context) => whole(fileAddress(source, "csv"), context),
    }),
    json: t.string({
      nullable: true,
      description: `Address of the very same rows as JSON, for ever. ${fromRoot} ${tooLong}`,
      resolve: (source, _, context) => whole(fileAddress(source, "json"), context),
    }),
    ndjson: t.string({
      nullable: true,
      description: `Address of the very same rows as JSON, one row a line, for ever. ${fromRoot} ${tooLong}`,
      resolve: (source, _, context) => whole(fileAddress(source, "ndjson"), context),
    }),
    snippets: t.field({
      type: SnippetsRef,
      nullable: true,
      description:
        "Lines for a shell, R, Python and Google Sheets that read these rows. Null where the server was not told its public address, or the question is too long for one.",
      resolve: (source, _, context) => (context.publicUrl === undefined ? null : whole(fileAddress(source, "csv"), context)),
    }),
  }),
});
