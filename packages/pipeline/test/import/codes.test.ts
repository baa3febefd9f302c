import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importCodes } from "../../src/import/import-codes.ts";
import { writeSmallHub } from "../support/small-hub.ts";

const from = async (text: string) => {
  const hub = writeSmallHub();
  writeFileSync(join(hub, "list.csv"), text);
  const made = importCodes({ file: join(hub, "list.csv"), hub, name: "offence", replace: false });
  return {
    made,
    list: () => readFileSync(join(hub, "codes/offence.csv"), "utf8").trim().split("\n"),
    isWritten: () => existsSync(join(hub, "codes/offence.csv")),
  };
};

describe("importCodes(asked)", () => {
  it("gives codes of NIBRS their labels and classes, where the file has none", async () => {
    const { made, list } = await from("nibrs_code\n13A\n23H\n");
    expect((await made).levels).toEqual(["category", "class", "all"]);
    expect(list()).toEqual([
      "code,level,parent,label_en",
      "ALL,all,,All",
      "persons,class,ALL,Crimes against persons",
      "property,class,ALL,Crimes against property",
      "13A,category,persons,Aggravated Assault",
      "23H,category,property,All Other Larceny",
    ]);
  });
  it("takes an agency's own labels and classes before those", async () => {
    const { made, list } = await from("code,description,crime_against\n13A,Serious assault,Person\nX1,Dog at large,City law\n");
    await made;
    expect(list().slice(2)).toEqual([
      "class-person,class,ALL,Person",
      "class-city-law,class,ALL,City law",
      "13A,category,class-person,Serious assault",
      "X1,category,class-city-law,Dog at large",
    ]);
  });
  it.each([
    ["a code with a space", "code\n13A\n13 B\n", 3],
    ["a code twice", "code\n13A\n23H\n13A\n", 4],
  ])("refuses %s by its row, and writes nothing", async (_, text, row) => {
    const { made, isWritten } = await from(text);
    await expect(made).rejects.toMatchObject({ code: "IMPORT_INVALID", problems: [{ row }] });
    expect(isWritten()).toBe(false);
  });
});
