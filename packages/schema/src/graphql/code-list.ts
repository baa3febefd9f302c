import { catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { addNode } from "./node.ts";
import { languageArgument, words } from "./words.ts";

export const CodeRef = builder.prismaObject("Code", {
  description: "One code of a code list.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "The code: what filters take." }),
    level: t.exposeString("level", { description: "The level it stands at, such as `category`, `class` or `all`." }),
    label: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (code, { language }) => words(code, code.label, language),
    }),
  }),
});
builder.prismaObjectFields(CodeRef, (t) => ({
  parent: t.field({
    type: CodeRef,
    nullable: true,
    description: "The code it rolls up into, or null at the top.",
    resolve: (code) => (code.parentId === null ? null : catalogueOf(code).codeById.get(code.parentId)),
  }),
  children: t.field({
    type: [CodeRef],
    description: "The codes that roll up into it.",
    complexity: { field: 1, multiplier: 10 },
    resolve: (code) => [...(catalogueOf(code).codeChildren.get(code.id) ?? [])],
  }),
}));

export const CodeListRef = builder.prismaObject("CodeList", {
  description: "The codes that a category dimension may take, with the hierarchy they roll up along.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name." }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (list, { language }) => words(list, list.title, language),
    }),
    codes: t.field({
      type: [CodeRef],
      description: "All its codes, in order.",
      complexity: { field: 1, multiplier: 50 },
      resolve: (list) => [...(catalogueOf(list).codesByList.get(list.id) ?? [])],
    }),
  }),
});
addNode(CodeListRef, {
  name: "CodeList",
  codes: (list) => [list.code],
  find: ({ codeLists }, code) => codeLists.find((list) => list.code === code),
});
addNode(CodeRef, {
  name: "Code",
  codes: (code) => [catalogueOf(code).codeListById.get(code.codeListId)?.code ?? "", code.code],
  find: ({ codeLists, codesByList }, list, code) =>
    codesByList.get(codeLists.find((one) => one.code === list)?.id ?? -1)?.find((one) => one.code === code),
});
