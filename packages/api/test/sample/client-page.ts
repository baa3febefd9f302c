import { expect, it } from "vitest";
import { outputOf, snippetsOf } from "./snippets.ts";

/** packages/client/README.md: its example, as it stands there. */
export function testClientPage(url: () => string): void {
  it("gives figures, a verdict, and what is wrong with a question", async () => {
    const [example, ...others] = snippetsOf("../packages/client/README.md");
    expect(others).toEqual([]);
    const output = example === undefined ? "" : await outputOf(example, url());
    expect(output).toMatch(/^Millbrook District 2025 \d+$/m);
    expect(output).toMatch(/^NO_CLEAR_CHANGE .*no clear change.*Release 1\.0\.0/m);
    expect(output).toContain(`UNKNOWN_MEMBER [ 'confidence' ] ${url()}/errors/UNKNOWN_MEMBER`);
  });
}
