import { type Code, type CodeListName, codeLists } from "@openbeat/standard";
import { builder } from "../builder.ts";

const pascalCase = (name: string) => name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** A code as a value of an enumeration, which begins with a letter. */
const enumValue = (code: string) => (/^\d/.test(code) ? `FROM_${code}` : code).toUpperCase();

function makeEnum(name: CodeListName) {
  const codes: readonly Code[] = codeLists[name];
  return builder.enumType(pascalCase(name), {
    description: `A code of the list ${name} of the Openbeat standard.`,
    values: Object.fromEntries(
      codes.map(({ code, label, description }) => [
        enumValue(code),
        { value: code, description: description === undefined ? `${label}.` : `${label}. ${description}` },
      ]),
    ),
  });
}

const made = new Map<CodeListName, ReturnType<typeof makeEnum>>();

/** The enumeration of a code list of the standard. */
export function enumOf(name: CodeListName): ReturnType<typeof makeEnum> {
  const found = made.get(name) ?? makeEnum(name);
  made.set(name, found);
  return found;
}
