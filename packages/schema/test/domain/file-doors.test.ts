import { describe, expect, it } from "vitest";
import { editionDoors, type FileDoor, fileAt, isBehind, releaseDoors, siteDoors } from "../../src/domain/index.ts";

const doors: readonly FileDoor[] = [editionDoors, releaseDoors, siteDoors].flatMap((table) => Object.values<FileDoor>(table));
const namesIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

describe("doors of files", () => {
  it.each(doors)("$path leads to its own files alone", (door) => {
    const named = Object.fromEntries(namesIn(door.path).map((name) => [name, "A code. (1)/2"]));
    const file = fileAt(door, named);
    expect(isBehind(door, file)).toBe(true);
    for (const other of [`es/${file}`, `${file}/more`, `${file}.gz`, file.replace(/\.(?=\w+$)/, "-")])
      expect(isBehind(door, other), other).toBe(false);
    for (const name of Object.keys(named)) {
      const nameless = Object.fromEntries(Object.entries(named).map(([own, code]) => [own, own === name ? "" : code]));
      expect(isBehind(door, fileAt(door, nameless)), name).toBe(false);
      expect(isBehind(door, door.path.replace(`{${name}}`, "one/two")), name).toBe(false);
    }
  });
});
