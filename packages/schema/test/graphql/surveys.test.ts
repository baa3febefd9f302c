import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import type { FixtureDatabase } from "../../../../test/support/fixture-database.ts";
import { openSurveyFixture } from "../../../../test/support/fixture-survey.ts";
import { AnswerError, execute } from "../../src/graphql/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: the answers of many different questions, each looked at by its own test
type Answer = any;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`surveys from ${name}`, () => {
    let fixture: FixtureDatabase;
    beforeAll(async () => {
      fixture = await openSurveyFixture(create);
    });
    afterAll(() => fixture.drop());

    const ask = (document: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
      execute(document, variables, { database: fixture.reader });
    const survey = async (fields: string) => (await ask(`{ release { survey(code: "trust-survey") { ${fields} } } }`)).release.survey;
    const refused = async (fields: string) => {
      const error = await survey(fields).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof AnswerError)) throw new Error("The question was answered.", { cause: error });
      return (error.errors[0] as { extensions: Answer }).extensions;
    };
    const estimates = async (question: string, fields: string) =>
      (await survey(`estimates(${question}) { totalCount nodes { ${fields} } }`)).estimates as { totalCount: number; nodes: Answer[] };

    it("tells what was asked", async () => {
      const found = await survey(`code title(language: "es") dataset { code } groupings { code title groups { code folded label grouping } }
        instruments { version permission languages waves { code } questions { position wording item { code } instrument { version } } }
        constructs { code kind title definition items { code } reliability { alpha n items { code } wave { code } } }
        items { code base construct { code } questions { series reversed change { what why } scale { kind answers { code label score favourable } nonAnswers { code label } } } question(wave: "2025-Q2") { wording } }
        waves { code sampleDesign precisionName }`);
      console.log(JSON.stringify(found, null, 1));
    });
    it("x", async () => {
      console.log(JSON.stringify(await survey(`wave { period { code } fieldFrom invited completes responseRate responseRateDefinition modes languages limitations disclosure { code label text given } completeness { given of } weighting { method statement designEffect nEffective iterations trim { lowest highest } margins { name by source largestDifference categories { code label target unweighted weighted mergedInto } } } reliability { construct { code } alpha n } }`), null, 1));
      console.log(JSON.stringify(await estimates(`first: 50`, `key kind measure { code } item { code } construct { code } area { code } period { code } group { code label grouping } waves { code } question { wording } precision estimate { value text status interval { lower upper method } uncertainty n flags } pool { key }`), null, 1));
    });
  });
}
