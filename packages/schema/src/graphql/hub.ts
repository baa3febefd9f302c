import type { Catalogue } from "../store/index.ts";
import { builder } from "./builder.ts";
import { languageArgument, words } from "./words.ts";

const LicenceRef = builder.objectRef<{ readonly name: string; readonly url: string }>("Licence").implement({
  description: "Under what terms the figures may be used.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name, such as CC BY 4.0." }),
    url: t.exposeString("url", { description: "Where its text stands." }),
  }),
});

export const HubRef = builder.objectRef<Catalogue>("Hub").implement({
  description: "Who publishes these figures, and how.",
  fields: (t) => ({
    code: t.string({ description: "Short name of the hub.", resolve: ({ hub }) => hub.code }),
    title: t.string({
      description: "What the hub is called.",
      args: languageArgument(),
      resolve: ({ hub, release }, { language }) => words(release, hub.title, language),
    }),
    description: t.string({
      description: "What the hub is about, in a sentence or two.",
      args: languageArgument(),
      resolve: ({ hub, release }, { language }) => words(release, hub.description, language),
    }),
    publisher: t.string({
      description: "The agency that publishes it.",
      args: languageArgument(),
      resolve: ({ hub, release }, { language }) => words(release, hub.publisher, language),
    }),
    languages: t.stringList({
      description: "Languages in which it speaks, as BCP 47 tags. The first is its own.",
      complexity: 1,
      resolve: ({ hub }) => hub.languages,
    }),
    timezone: t.string({ description: "IANA time zone in which its days begin and end.", resolve: ({ hub }) => hub.timezone }),
    licence: t.field({ type: LicenceRef, description: "Under what terms its figures may be used.", resolve: ({ hub }) => hub.licence }),
    contact: t.string({
      nullable: true,
      description: "Whom to write to about the figures, or null.",
      resolve: ({ hub }) => hub.contact,
    }),
    fictional: t.boolean({
      description: "True for made-up sample data: whoever shows it must say so.",
      resolve: ({ hub }) => hub.fictional,
    }),
    url: t.string({
      nullable: true,
      description: "Address of its site, without a slash at the end, or null where it is not known.",
      resolve: ({ hub }) => hub.url,
    }),
    nextRelease: t.field({
      type: "Date",
      nullable: true,
      description: "The day on which the next release was planned when this one was published; null where the agency did not say.",
      resolve: ({ hub }) => (hub.nextRelease === undefined ? null : new Date(`${hub.nextRelease}T00:00:00Z`)),
    }),
  }),
});
