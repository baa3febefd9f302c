import { expect, it } from "vitest";
import { connect } from "../../../client/src/index.ts";
import { data, type Json } from "./asking.ts";
import { outputOf, snippetsOf } from "./snippets.ts";

/** The client with surveys, and the example of its README as it stands there. */
export function testClient(url: () => string): void {
  it("fetches every page of estimates", async () => {
    const all = await connect(url()).estimates("resident-survey", { areaLevel: "district", allWaves: true });
    const asked = await data(
      url(),
      '{ release { survey(code: "resident-survey") { estimates(areaLevel: "district", allWaves: true, first: 500) { totalCount nodes { key estimate { value } } } } } }',
    );
    const { totalCount, nodes } = asked.release.survey.estimates;
    expect(totalCount).toBeGreaterThan(100);
    expect(all).toHaveLength(totalCount);
    expect(all.slice(0, 500).map(({ key, estimate }) => [key, estimate.value])).toEqual(
      nodes.map(({ key, estimate }: Json) => [key, estimate.value]),
    );
  });
  it("gives figures, a verdict, and what is wrong with a question, as its README says", async () => {
    const [example, ...others] = snippetsOf("../packages/client/README.md");
    expect(others).toEqual([]);
    const output = example === undefined ? "" : await outputOf(example, url());
    expect(output).toMatch(/^Millbrook District 2025 \d+$/m);
    expect(output).toMatch(/^NO_CLEAR_CHANGE .*no clear change.*Release 1\.0\.0/m);
    expect(output).toContain(`UNKNOWN_MEMBER [ 'confidence' ] ${url()}/errors/UNKNOWN_MEMBER`);
  });
}
