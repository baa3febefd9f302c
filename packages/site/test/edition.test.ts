import { describe, expect, it } from "vitest";
import { anchor, href, permanent, slug } from "../src/edition.ts";

const edition = (root: string, isFrozen: boolean, language: string) =>
  ({ root, isFrozen, language, hub: { version: "1.2.0" }, siblings: [{ language: "en", root: "" }] }) as unknown as Parameters<
    typeof permanent
  >[0];

describe("addresses", () => {
  it("keep a code as it is, but for what an address cannot hold or a disk would follow", () => {
    expect(["D1", "05", "Beat 3/a", "..", "Ñ 1"].map(slug)).toEqual(["D1", "05", "Beat-3-a", "-", "%C3%91-1"]);
    expect(anchor("OUT.01.R")).toBe("out-01-r");
  });
  it("begin with the root of their edition", () => {
    expect([href({ root: "" }), href({ root: "es" }, "places/")]).toEqual(["/", "/es/places/"]);
  });
  it("have a permanent twin under the release, in the same language", () => {
    expect(permanent(edition("", false, "en")).root).toBe("r/1.2.0");
    expect(permanent(edition("es", false, "es")).root).toBe("r/1.2.0/es");
    expect(permanent(edition("r/1.2.0/es", true, "es")).root).toBe("r/1.2.0/es");
  });
});
