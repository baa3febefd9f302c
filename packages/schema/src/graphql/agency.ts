import { builder } from "./builder.ts";
import { addNode } from "./node.ts";
import { languageArgument, words } from "./words.ts";

export const AgencyRef = builder.prismaObject("Agency", {
  description: "A police agency whose records the hub publishes.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name." }),
    name: t.string({
      description: "Its full name.",
      args: languageArgument(),
      resolve: (agency, { language }) => words(agency, agency.name, language),
    }),
    contact: t.exposeString("contact", { nullable: true, description: "Whom to write to, or null." }),
  }),
});
addNode(AgencyRef, {
  name: "Agency",
  codes: (agency) => [agency.code],
  find: ({ agencies }, code) => agencies.find((agency) => agency.code === code),
});
