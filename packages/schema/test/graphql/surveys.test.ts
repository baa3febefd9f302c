import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import type { FixtureDatabase } from "../../../../test/support/fixture-database.ts";
import { openSurveyFixture } from "../../../../test/support/fixture-survey.ts";
import { queryErrorCodes } from "../../src/errors.ts";
import { AnswerError, execute } from "../../src/graphql/index.ts";
import { findRelease, storeOf } from "../../src/store/index.ts";

const runs = Number(process.env.OPENBEAT_FUZZ ?? 60);

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
    const refusal = async (document: string) => {
      const error = await ask(document).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof AnswerError)) throw new Error("The question was answered.", { cause: error });
      return (error.errors[0] as { extensions: Answer }).extensions;
    };
    const refused = (fields: string) => refusal(`{ release { survey(code: "trust-survey") { ${fields} } } }`);
    const estimates = async (question: string, fields: string) => {
      const answer = await survey(`estimates(first: 500${question === "" ? "" : `, ${question}`}) { totalCount nodes { ${fields} } }`);
      expect(answer.estimates.nodes).toHaveLength(answer.estimates.totalCount);
      return answer.estimates.nodes as Answer[];
    };
    const compare = async (pairs: string, more = "") =>
      (
        await survey(`compare(pairs: [${pairs}]${more}) { verdict reason difference interval { lower upper level } pValue adjustedPValue overlapping
          sentence first { period { code } area { code } group { code } estimate { value } } second { key estimate { value } } }`)
      ).compare as Answer[];

    describe("what was asked", () => {
      it("tells the questions of each version in the order they were asked, with their exact words", async () => {
        const { instruments } = await survey(
          `instruments { version permission(language: "es") languages waves { code } questions { position wording(language: "es") item { code } instrument { version } } }`,
        );
        expect(instruments.map(({ version, waves }: Answer) => [version, ...waves.map(({ code }: Answer) => code)])).toEqual([
          ["1", "2025-Q3", "2025-Q2", "2025-Q1"],
          ["2", "2026-Q2", "2026-Q1", "2025-Q4"],
        ]);
        expect(instruments[1]).toMatchObject({ permission: "Palabras de la propia ciudad, de uso libre.", languages: ["en", "es"] });
        expect(instruments[1].questions.map(({ item, position }: Answer) => [item.code, position])).toEqual([
          ["respect", 1],
          ["listen", 2],
          ["safe_night", 3],
        ]);
        expect(instruments[0].questions.map(({ wording }: Answer) => wording)).toEqual([
          "La policía trata a la gente con respeto.",
          "La policía escucha a personas como yo.",
        ]);
      });

      it("tells what changed in a question, and which words a wave used", async () => {
        const { item } = await survey(
          `item(code: "respect") { questions { series change { what why } } latest: question { wording } before: question(wave: "2025-Q3") { wording languages reversed
             scale { kind answers { code score favourable label } nonAnswers { code label(language: "es") } } } }`,
        );
        expect(item.questions).toEqual([
          { series: 1, change: null },
          { series: 2, change: { what: ["WORDING"], why: "People asked which police was meant." } },
        ]);
        expect(item.latest.wording).toBe("Officers in Testhaven treat people with respect.");
        expect(item.before).toMatchObject({ wording: "The police treat people with respect.", languages: ["en", "es"], reversed: false });
        expect(item.before.scale.kind).toBe("LIKERT5");
        expect(item.before.scale.answers.map(({ score, favourable }: Answer) => [score, favourable])).toEqual([
          [0, false],
          [25, false],
          [50, false],
          [75, true],
          [100, true],
        ]);
        expect(item.before.scale.nonAnswers).toEqual([{ code: "dont_know", label: "No sabe" }]);
        const { item: later } = await survey(`item(code: "safe_night") { construct { code } base question(wave: "2025-Q3") { wording } }`);
        expect(later).toEqual({ construct: null, base: "All residents aged 18 and older", question: null });
      });

      it("tells constructs with their items and how well those agree", async () => {
        expect(
          await survey(
            `construct(code: "fairness") { kind title(language: "es") items { code } reliability { alpha n items { code } wave { code } } }`,
          ),
        ).toEqual({
          construct: {
            kind: "PROCEDURAL_JUSTICE",
            title: "Trato justo",
            items: [{ code: "respect" }, { code: "listen" }],
            reliability: { alpha: 0.81, n: 390, items: [{ code: "respect" }, { code: "listen" }], wave: { code: "2026-Q2" } },
          },
        });
      });

      it("tells the groups that figures are shown by, and which are folded", async () => {
        const { groupings } = await survey(`groupings { code groups { code label(language: "es") grouping folded } }`);
        expect(groupings.map(({ code }: Answer) => code)).toEqual(["age", "gender"]);
        expect(groupings[0].groups).toEqual([
          { code: "age.18_34", label: "De 18 a 34", grouping: "age", folded: false },
          { code: "age.35_plus", label: "35 y más", grouping: "age", folded: false },
          { code: "age.other", label: "Otra edad o no indicada", grouping: "age", folded: true },
        ]);
      });
    });

    describe("how a wave was held", () => {
      it("lists waves newest first, and never calls the precision of an opt-in survey a margin of sampling error", async () => {
        const { waves } = await survey(
          `waves { code period { code } sampleDesign series precisionName precisionNote invited responseRate responseRateDefinition }`,
        );
        expect(waves.map(({ code }: Answer) => code)).toEqual(["2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"]);
        expect(waves[0]).toMatchObject({
          sampleDesign: "PROBABILITY",
          precisionName: "margin of sampling error",
          invited: 2400,
          series: 2,
        });
        expect(waves[5]).toMatchObject({ sampleDesign: "OPT_IN", invited: null, responseRate: null, series: 1 });
        expect(waves[5].precisionName).not.toMatch(/sampling error/);
        expect(waves[5].responseRateDefinition).toMatch(/^Nobody was asked by name/);
      });

      it("tells everything that must be told, and how much of it is", async () => {
        const { wave } =
          await survey(`wave(code: "2026-Q1") { fieldFrom fieldTo completes modes(language: "es") languages limitations questionnaireUrl instrument { version }
          completeness { given of } disclosure { code label(language: "es") text(language: "es") given } reliability { construct { code } }
          weighting { method statement designEffect nEffective iterations trim { lowest highest } margins { name by source largestDifference
            categories { code label target unweighted weighted mergedInto } } } }`);
        expect(wave).toMatchObject({
          fieldFrom: "2026-01-01",
          fieldTo: "2026-03-31",
          completes: 400,
          modes: ["en línea", "por correo"],
          completeness: { given: 15, of: 15 },
          instrument: { version: "2" },
          reliability: [{ construct: { code: "fairness" } }],
          weighting: { method: "RAKED", designEffect: 1.2, trim: { lowest: 0.2, highest: 5 } },
        });
        expect(wave.disclosure).toHaveLength(15);
        expect(wave.disclosure[0]).toEqual({ code: "sponsor", label: "Quién la pagó", text: "La ciudad de Testhaven.", given: true });
        expect(wave.weighting.margins[0].categories[0]).toEqual({
          code: "18_34",
          label: "18 to 34",
          target: 0.28,
          unweighted: 0.2,
          weighted: 0.28,
          mergedInto: null,
        });
      });
    });

    describe("estimates", () => {
      it("are of every item and construct, the city, the latest wave and everyone, where nothing else is asked for", async () => {
        const found = await estimates(
          "",
          "kind item { code } construct { code } answer { code } area { code } period { code } group { code grouping } estimate { value text }",
        );
        expect(found.map(({ kind, item, construct, estimate }) => [kind, item?.code, construct?.code, estimate.value])).toEqual([
          ["FAVOURABLE", "respect", "fairness", 66],
          ["FAVOURABLE", "listen", "fairness", 62],
          ["FAVOURABLE", "safe_night", undefined, 72],
          ["INDEX", undefined, "fairness", 63],
        ]);
        for (const one of found) {
          expect(one).toMatchObject({
            area: { code: "testhaven" },
            period: { code: "2026-Q2" },
            group: { code: "everyone", grouping: null },
            answer: null,
          });
        }
      });

      it("never come without their base, their range and what that may be called", async () => {
        const fields =
          "waves { code } precision question { wording } estimate { status n nEffective uncertainty flags interval { lower upper level method } }";
        const [latest] = await estimates(`items: ["listen"]`, fields);
        expect(latest).toEqual({
          waves: [{ code: "2026-Q2" }],
          precision: "margin of sampling error",
          question: { wording: "The police listen to people like me." },
          estimate: {
            status: "AVAILABLE",
            n: 400,
            nEffective: 333,
            uncertainty: "SAMPLING",
            flags: ["ESTIMATED"],
            interval: { lower: 56, upper: 68, level: 0.95, method: "Korn–Graubard" },
          },
        });
        const [optIn] = await estimates(`items: ["listen"], periods: ["2025-Q1"]`, fields);
        expect(optIn).toMatchObject({ precision: expect.not.stringMatching(/sampling/), estimate: { uncertainty: "MODEL" } });
        const [mixed] = await estimates(`items: ["listen"], periods: ["2025-Q4-12M"]`, fields);
        expect(mixed).toMatchObject({
          precision: expect.not.stringMatching(/sampling/),
          estimate: { status: "NOT_APPLICABLE", uncertainty: "MODEL" },
        });
      });

      it("tell of an answer what the same cell of the dataset tells", async () => {
        const answers = await estimates(
          `answersOf: ["respect"], areaLevel: "district"`,
          'key kind answer { code label(language: "es") } area { code } estimate { value status }',
        );
        expect(answers).toHaveLength(10);
        expect(answers[0]).toMatchObject({
          kind: "SHARE",
          answer: { code: "strongly_disagree", label: "Muy en desacuerdo" },
          area: { code: "D1" },
        });
        const { release } =
          await ask(`{ release { dataset(code: "trust-survey") { cells(measures: ["TRU.SHARE"], by: ["area.district", "period.quarter", "item.answer", "group.everyone"],
          where: [{ dimension: "period", is: { in: ["2026-Q2"] } }, { dimension: "item", is: { under: "respect" } }]) { nodes { key estimate { value status uncertainty } } } } } }`);
        expect(
          release.dataset.cells.nodes.map(({ key, estimate: { value, status } }: Answer) => ({ key, estimate: { value, status } })),
        ).toEqual(answers.map(({ key, estimate }) => ({ key, estimate })));
        expect(release.dataset.cells.nodes[0].estimate.uncertainty).toBe("SAMPLING");
      });

      it("go wave by wave, and over twelve months", async () => {
        const series = await estimates(`items: ["listen"], allWaves: true`, "period { code } estimate { value status flags }");
        expect(series.map(({ period, estimate }) => [period.code, estimate.value])).toEqual([
          ["2025-Q1", 50],
          ["2025-Q2", 50],
          ["2025-Q3", 51],
          ["2025-Q4", 52],
          ["2026-Q1", 53],
          ["2026-Q2", 62],
        ]);
        const [rolling] = await estimates(`items: ["listen"], rolling: true`, "period { code grain } waves { code } estimate { n }");
        expect(rolling).toEqual({
          period: { code: "2026-Q2-12M", grain: "ROLLING_YEAR" },
          waves: ["2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3"].map((code) => ({ code })),
          estimate: { n: 1600 },
        });
        const same = await estimates(`items: ["listen"], periods: ["2026-Q2-12M"]`, "period { code grain } waves { code } estimate { n }");
        expect(same).toEqual([rolling]);
      });

      it("tell by a status why there is no value, and nothing else", async () => {
        const found = await estimates(
          `items: ["respect", "listen", "safe_night"], allWaves: true, groups: ["everyone", "age.18_34", "age.other", "gender.man", "gender.woman"]`,
          "estimate { status value n nEffective interval { lower } text } sentence",
        );
        const district = await estimates(
          `allWaves: true, areas: ["D2"], rolling: true, grouping: "age"`,
          "estimate { status value n nEffective interval { lower } text } sentence",
        );
        const waves = await estimates(
          `allWaves: true, areas: ["D2"], grouping: "age"`,
          "estimate { status value n nEffective interval { lower } text } sentence",
        );
        const all = [...found, ...district, ...waves];
        expect([...new Set(all.map(({ estimate }) => estimate.status))].toSorted()).toEqual([
          "AVAILABLE",
          "NOT_APPLICABLE",
          "NOT_COLLECTED",
          "NOT_REPORTED",
          "NOT_YET_PUBLISHED",
          "SUPPRESSED",
          "UNRELIABLE",
          "WITHDRAWN",
        ]);
        for (const { estimate, sentence } of all.filter((one) => one.estimate.status !== "AVAILABLE")) {
          expect(estimate).toMatchObject({ value: null, n: null, nEffective: null, interval: null });
          expect(estimate.text).not.toMatch(/\d/);
          expect(sentence).not.toMatch(/%|undefined|null|NaN/);
        }
      });

      it("can be narrowed to some statuses, and paged through, each once", async () => {
        const question = `allWaves: true, areas: ["testhaven", "D2"], groups: ["everyone", "age.18_34", "age.other"], measures: [FAVOURABLE, INDEX, NON_ANSWER]`;
        const all = (await estimates(question, "key estimate { status }")).map(({ key }) => key as string);
        expect(new Set(all).size).toBe(all.length);
        const hidden = await estimates(`${question}, status: [SUPPRESSED, UNRELIABLE]`, "key estimate { status }");
        expect(new Set(hidden.map(({ estimate }) => estimate.status))).toEqual(new Set(["SUPPRESSED", "UNRELIABLE"]));
        const paged: string[] = [];
        let after: string | null = null;
        do {
          const { estimates: page } = await survey(
            `estimates(${question}, first: 100${after === null ? "" : `, after: "${after}"`}) { totalCount edges { cursor node { key } } pageInfo { endCursor hasNextPage hasPreviousPage } }`,
          );
          expect(page.totalCount).toBe(all.length);
          expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
          paged.push(...page.edges.map(({ node }: Answer) => node.key));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        } while (after !== null);
        expect(paged).toEqual(all);
      });

      it("say in a sentence what may be said, in the language asked for", async () => {
        const [{ en, es }] = await estimates(`items: ["listen"]`, `en: sentence es: sentence(language: "es")`);
        expect(en).toMatch(/^In Apr – Jun 2026, in Testhaven, 62% .*“The police listen to people like me”/);
        expect(en).toMatch(/56% to 68%/);
        expect(en).toMatch(/random sample/i);
        expect(es).toMatch(/«La policía escucha a personas como yo»/);
        const [{ sentence }] = await estimates(`items: ["listen"], groups: ["age.other"]`, "sentence");
        expect(sentence).toMatch(/Jul 2025 – Jun 2026/);
      });

      it("refuse what does not exist, and say what was meant", async () => {
        expect(await refusal(`{ release { survey(code: "trust-surve") { code } } }`)).toMatchObject({
          code: "UNKNOWN_SURVEY",
          suggestions: ["trust-survey"],
        });
        for (const [question, code, suggestion] of [
          [`items: ["respct"]`, "UNKNOWN_MEMBER", "respect"],
          [`answersOf: ["lisen"]`, "UNKNOWN_MEMBER", "listen"],
          [`constructs: ["fairnes"]`, "UNKNOWN_MEMBER", "fairness"],
          [`areas: ["D3"]`, "UNKNOWN_MEMBER", "D1"],
          [`areaLevel: "distrct"`, "UNKNOWN_LEVEL", "district"],
          [`periods: ["2025-Q5"]`, "UNKNOWN_MEMBER", "2025-Q4"],
          [`periods: ["2024-Q4"]`, "UNKNOWN_MEMBER", undefined],
          [`groups: ["age.18_35"]`, "UNKNOWN_MEMBER", "age.18_34"],
          [`grouping: "gendr"`, "UNKNOWN_LEVEL", "gender"],
          [`periods: ["2026-Q2"], allWaves: true`, "BAD_USER_INPUT", undefined],
          [`constructs: ["fairness"], measures: [SHARE]`, "BAD_USER_INPUT", undefined],
          [`first: 501`, "PAGE_TOO_LARGE", undefined],
          [`after: "x"`, "CURSOR_INVALID", undefined],
        ] as const) {
          const extensions = await refused(`estimates(${question}) { totalCount }`).catch((error) => error);
          expect(extensions.code, question).toBe(code);
          if (suggestion !== undefined) expect(extensions.suggestions, question).toContain(suggestion);
        }
        expect(await refused(`wave(code: "2026-Q3") { code }`)).toMatchObject({ code: "UNKNOWN_MEMBER" });
        expect(await refused(`item(code: "respct") { code }`)).toMatchObject({ code: "UNKNOWN_MEMBER", suggestions: ["respect"] });
      });

      it("refuse combinations that were not published, with those that were", async () => {
        const { code, available } = await refused(`estimates(areaLevel: "district", grouping: "gender") { totalCount }`);
        expect(code).toBe("GROUPING_NOT_PUBLISHED");
        expect(available).toContainEqual(["area.district", "period.quarter", "item.item", "group.age"]);
        expect(available).not.toContainEqual(["area.district", "period.quarter", "item.item", "group.gender"]);
      });
    });

    describe("whatever is asked", () => {
      const measureOf = {
        FAVOURABLE: "TRU.FAV",
        UNFAVOURABLE: "TRU.FAV.C",
        INDEX: "TRU.INDEX",
        NON_ANSWER: "TRU.DK",
        SHARE: "TRU.SHARE",
      } as const;
      const declared = `$items: [String!], $constructs: [String!], $answersOf: [String!], $measures: [SurveyMeasure!], $areas: [String!], $areaLevel: String, $periods: [String!],
        $allWaves: Boolean, $rolling: Boolean, $groups: [String!], $grouping: String, $status: [ObservationStatus!], $first: Int! = 500, $after: String`;
      const passed = declared.replaceAll(/\$(\w+): [^,]+/g, "$1: $$$1");
      const document = `query (${declared}) { release { survey(code: "trust-survey") { estimates(${passed}) { totalCount nodes { key estimate { value status } } pageInfo { hasNextPage endCursor } } } } }`;

      it(`gives exactly the published estimates, each once (${runs} questions)`, async () => {
        // By a route of its own: every cell of the survey, each from the first table that holds it, and plain comparisons.
        const rows = await fixture.reader.query(
          `SELECT DISTINCT ON (m.code, a.code, p.code, o.codes) m.code AS measure, a.code AS area, p.code AS period, o.codes, o.value, o.status::text AS status
             FROM observation o JOIN published_table t ON t.id = o.table_id JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
            ORDER BY m.code, a.code, p.code, o.codes, t.position`,
        );
        const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
        const waves = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"];
        const question = fc.record({
          items: fc.option(some(["respect", "listen", "safe_night"])),
          constructs: fc.option(fc.constant(["fairness"])),
          measures: some(["FAVOURABLE", "UNFAVOURABLE", "NON_ANSWER"]).map((own) => [...own, "INDEX"]),
          areas: some(["testhaven", "D1", "D2"]),
          periods: some([...waves, ...waves.map((wave) => `${wave}-12M`)]),
          groups: some(["everyone", "age.18_34", "age.35_plus", "age.other"]),
          first: fc.constantFrom(7, 100, 500),
        });
        await fc.assert(
          fc.asyncProperty(question, async ({ first, ...asked }) => {
            const codes =
              asked.items === null && asked.constructs === null
                ? ["respect", "listen", "safe_night", "fairness"]
                : [...(asked.items ?? []), ...(asked.constructs ?? [])];
            const measures: readonly string[] = asked.measures.map((measure) => measureOf[measure as keyof typeof measureOf]);
            const wanted = rows.filter(({ measure, area, period, codes: [item, group] = [] }: Answer) => {
              const isAsked = measures.includes(measure) && codes.includes(item);
              return isAsked && asked.areas.includes(area) && asked.periods.includes(period) && asked.groups.includes(group);
            });
            const told: unknown[] = [];
            let after: string | null = null;
            do {
              const { release }: Answer = await ask(document, { ...asked, first: wanted.length > 40 * first ? 500 : first, after });
              const { nodes, pageInfo, totalCount } = release.survey.estimates;
              expect(totalCount).toBe(wanted.length);
              told.push(
                ...nodes.map(({ key, estimate }: Answer) =>
                  [...key.split(/[/;]/).map((part: string) => part.split("=").at(-1)), estimate.value, estimate.status].slice(1),
                ),
              );
              after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
            } while (after !== null);
            const flat = wanted.map(({ measure, area, period, codes, value, status }: Answer) => [
              measure,
              area,
              period,
              ...codes,
              value,
              status,
            ]);
            const sorted = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).toSorted();
            expect(sorted(told)).toEqual(sorted(flat));
          }),
          { numRuns: runs },
        );
      });

      it(`answers or refuses with a code, never with a fault (${runs} questions)`, async () => {
        const word = fc.oneof(
          fc.constantFrom(
            "respect",
            "fairness",
            "everyone",
            "age",
            "age.other",
            "gender.man",
            "testhaven",
            "D1",
            "district",
            "2026-Q2",
            "2026-Q2-12M",
            "2025",
            "",
          ),
          fc.string({ maxLength: 12 }),
          fc.string({ unit: "binary", maxLength: 6 }),
        );
        const list = fc.option(fc.array(word, { maxLength: 2 }));
        const question = fc.record(
          {
            items: list,
            constructs: list,
            answersOf: list,
            measures: fc.option(fc.subarray(Object.keys(measureOf))),
            areas: list,
            areaLevel: fc.option(word),
            periods: list,
            allWaves: fc.option(fc.boolean()),
            rolling: fc.option(fc.boolean()),
            groups: list,
            grouping: fc.option(word),
            first: fc.integer({ min: -1, max: 501 }),
            after: fc.option(fc.oneof(word, fc.base64String())),
          },
          { requiredKeys: [] },
        );
        const side = fc.record({ area: fc.option(word), period: fc.option(word), group: fc.option(word) }, { requiredKeys: [] });
        const pair = fc.record(
          { item: fc.option(word), answer: fc.option(word), construct: fc.option(word), first: side, second: side },
          { requiredKeys: ["first", "second"] },
        );
        const codeOf = (asked: Promise<unknown>) =>
          asked.then(
            () => undefined,
            (thrown: unknown) => (thrown as AnswerError).code,
          );
        await fc.assert(
          fc.asyncProperty(question, fc.array(pair, { maxLength: 2 }), async (asked, pairs) => {
            const compareDocument = `query ($pairs: [SurveyPairInput!]!) { release { survey(code: "trust-survey") { compare(pairs: $pairs) { verdict sentence } } } }`;
            for (const code of [await codeOf(ask(document, asked)), await codeOf(ask(compareDocument, { pairs }))]) {
              if (code !== undefined) expect(queryErrorCodes).toContain(code);
            }
          }),
          { numRuns: runs },
        );
      });
    });

    it("gives words in the hub's own language where it does not speak the one asked for", async () => {
      for (const language of ["xx", "es-MX", "", "\u0000"]) {
        const { title, wave, estimates } = await survey(
          `title(language: ${JSON.stringify(language)}) wave { precisionName(language: ${JSON.stringify(language)}) } estimates { nodes { sentence(language: ${JSON.stringify(language)}) } }`,
        );
        const isSpanish = language === "es-MX";
        expect(title).toBe(isSpanish ? "Encuesta de confianza" : "Trust survey");
        expect(wave.precisionName).toBe(isSpanish ? "margen de error de muestreo" : "margin of sampling error");
        expect(estimates.nodes[0].sentence).toMatch(isSpanish ? /^En / : /^In /);
      }
    });

    describe("the pool beside a hidden figure", () => {
      const poolOf = async (question: string) => {
        const [found] = await estimates(
          question,
          "estimate { status } pool { area { code } period { code } group { code } estimate { status value } pool { key } }",
        );
        return found;
      };
      const place = ({ pool }: Answer) => [pool.area.code, pool.period.code, pool.group.code];

      it("is the twelve months of the same area and group first", async () => {
        const found = await poolOf(`items: ["listen"], areas: ["D2"], groups: ["age.18_34"]`);
        expect(found.estimate.status).toBe("SUPPRESSED");
        expect(place(found)).toEqual(["D2", "2026-Q2-12M", "age.18_34"]);
        expect(found.pool.estimate.status).toBe("AVAILABLE");
        expect(found.pool.pool).toBeNull();
      });
      it("is a wider area next", async () => {
        expect(place(await poolOf(`items: ["listen"], areas: ["D2"], groups: ["age.other"]`))).toEqual([
          "testhaven",
          "2026-Q2-12M",
          "age.other",
        ]);
      });
      it("is everyone where no pool of the group is shown", async () => {
        expect(place(await poolOf(`items: ["respect"], areas: ["D2"], groups: ["age.other"], periods: ["2026-Q1"]`))).toEqual([
          "D2",
          "2026-Q1",
          "everyone",
        ]);
      });
      it("is none where no pool is shown, and none where the figure is, or where nothing was asked", async () => {
        expect(await poolOf(`items: ["safe_night"], periods: ["2025-Q4"]`)).toEqual({ estimate: { status: "SUPPRESSED" }, pool: null });
        expect(await poolOf(`items: ["listen"]`)).toEqual({ estimate: { status: "AVAILABLE" }, pool: null });
        expect(await poolOf(`items: ["safe_night"], periods: ["2025-Q3"]`)).toEqual({ estimate: { status: "NOT_COLLECTED" }, pool: null });
      });
      it("is only ever something that is shown, of the same measure and item", async () => {
        const all = await estimates(
          `allWaves: true, areas: ["testhaven", "D1", "D2"], grouping: "age", measures: [FAVOURABLE, INDEX]`,
          "kind item { code } construct { code } estimate { status } pool { kind item { code } construct { code } estimate { status } }",
        );
        const hidden = all.filter(({ estimate }) => ["SUPPRESSED", "UNRELIABLE"].includes(estimate.status));
        expect(hidden.length).toBeGreaterThan(20);
        for (const { pool, estimate, ...what } of all) {
          if (!hidden.some((one) => one.estimate === estimate)) expect(pool).toBeNull();
          else if (pool !== null) expect(pool).toEqual({ ...what, estimate: { status: "AVAILABLE" } });
        }
      });
    });

    describe("compare(pairs)", () => {
      it("tells a clear rise from none between waves", async () => {
        const [rise, none] = await compare(
          `{ item: "listen", first: { period: "2026-Q1" }, second: {} }, { item: "listen", first: { period: "2025-Q4" }, second: { period: "2026-Q1" } }`,
        );
        expect(rise).toMatchObject({
          verdict: "UP",
          reason: null,
          difference: 9,
          overlapping: false,
          first: { period: { code: "2026-Q1" } },
        });
        expect(rise.interval.lower).toBeGreaterThan(0);
        expect(rise.adjustedPValue).toBeGreaterThan(rise.pValue);
        expect(none).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: 1 });
        expect(none.sentence).toMatch(/no clear/i);
        expect(rise.sentence).toMatch(/9 /);
      });

      it("allows for how many pairs are asked, unless told otherwise", async () => {
        const pair = `{ item: "listen", first: { period: "2026-Q1" }, second: {} }`;
        const [alone] = await compare(pair);
        const many = await compare(Array.from({ length: 20 }, () => pair).join());
        const [unadjusted] = await compare(`${pair}, ${pair}`, ", adjustment: NONE");
        expect(alone.adjustedPValue).toBe(alone.pValue);
        expect(many[0].adjustedPValue).toBeGreaterThan(alone.pValue);
        expect(unadjusted.adjustedPValue).toBe(unadjusted.pValue);
      });

      it("refuses a verdict across a changed wording, another design, a hidden figure and an unknown overlap", async () => {
        const found = await compare(`
          { item: "respect", first: { period: "2025-Q3" }, second: { period: "2025-Q4" } },
          { construct: "fairness", first: { period: "2025-Q3" }, second: { period: "2025-Q4" } },
          { item: "listen", first: { period: "2025-Q1" }, second: { period: "2025-Q2" } },
          { item: "listen", first: { area: "D2", group: "age.18_34" }, second: { area: "D2" } },
          { item: "listen", first: { group: "age.35_plus" }, second: { group: "gender.woman" } }`);
        expect(found.map(({ reason }) => reason)).toEqual([
          "BREAK_IN_SERIES",
          "BREAK_IN_SERIES",
          "DESIGN_DIFFERS",
          "HIDDEN",
          "OVERLAP_UNKNOWN",
        ]);
        for (const one of found) {
          expect(one).toMatchObject({
            verdict: "NOT_COMPARABLE",
            difference: null,
            interval: null,
            pValue: null,
            adjustedPValue: null,
            overlapping: null,
          });
          expect(one.sentence).not.toMatch(/\d+ (percentage )?points/);
        }
      });

      it("knows that an area is part of its city, a group part of everyone, and that twelve months share waves", async () => {
        const found = await compare(`
          { item: "listen", first: {}, second: { area: "D1" } },
          { item: "listen", first: {}, second: { group: "age.18_34" } },
          { item: "listen", first: { period: "2026-Q1-12M" }, second: { period: "2026-Q2-12M" } },
          { item: "listen", first: { period: "2026-Q2-12M" }, second: { period: "2026-Q2" } },
          { item: "listen", first: { area: "D1" }, second: { area: "D2" } },
          { item: "listen", first: { group: "age.18_34" }, second: { group: "age.35_plus" } },
          { item: "listen", first: { group: "age.18_34" }, second: { area: "D1" } },
          { item: "listen", first: { area: "D1", period: "2025-Q4" }, second: {} }`);
        expect(found.map(({ overlapping }) => overlapping)).toEqual([true, true, true, true, false, false, true, false]);
      });

      it("tells how many answers two figures share from their published bases", async () => {
        const store = storeOf(fixture.reader);
        const release = findRelease(await store.releases());
        if (release === undefined) throw new Error("Nothing was published.");
        const [own] = await store.surveys(await store.catalogue(release));
        if (own === undefined) throw new Error("There is no survey.");
        const listen = (first: object, second: object) => ({ item: "listen", first, second });
        const pairs = await store.pairs(
          own,
          [
            listen({}, {}),
            listen({}, { area: "D1" }),
            listen({ group: "age.18_34" }, {}),
            listen({ period: "2026-Q1-12M" }, { period: "2026-Q2-12M" }),
            listen({ period: "2026-Q2-12M" }, { period: "2026-Q2" }),
            listen({ period: "2026-Q2-12M" }, { period: "2026-Q1", area: "D2" }),
            listen({ group: "age.18_34" }, { area: "D1" }),
            listen({ area: "D1" }, { area: "D2" }),
          ],
          null,
        );
        expect(pairs.map(({ overlap }) => overlap)).toEqual([
          { ofFirst: 1, ofSecond: 1 },
          { ofFirst: 0.75, ofSecond: 1 },
          { ofFirst: 1, ofSecond: 0.2 },
          { ofFirst: 0.75, ofSecond: 0.75 },
          { ofFirst: 0.25, ofSecond: 1 },
          { ofFirst: 0.0625, ofSecond: 1 },
          { ofFirst: 0.75, ofSecond: 0.2 },
          { ofFirst: 0, ofSecond: 0 },
        ]);
        expect(pairs.every((pair) => !pair.break)).toBe(true);
      });

      it("says the opposite of the sides exchanged", async () => {
        const [one, other] = await compare(
          `{ item: "listen", first: { period: "2026-Q1" }, second: { area: "D1" } }, { item: "listen", first: { area: "D1" }, second: { period: "2026-Q1" } }`,
        );
        expect(other.difference).toBe(-one.difference);
        expect(other.pValue).toBe(one.pValue);
        expect([one.verdict, other.verdict]).toEqual(["UP", "DOWN"]);
      });

      it("does not take windows for known that hold a wave whose base is not shown", async () => {
        const [found] = await compare(
          `{ item: "listen", first: { area: "D2", group: "age.18_34", period: "2026-Q1-12M" }, second: { area: "D2", group: "age.18_34", period: "2026-Q2-12M" } }`,
        );
        expect(found).toMatchObject({ verdict: "NOT_COMPARABLE", reason: "OVERLAP_UNKNOWN" });
      });

      it("compares one answer's share, or another measure", async () => {
        const [share] = await compare(`{ item: "listen", answer: "agree", first: { period: "2026-Q1" }, second: {} }`);
        expect(share.second.key).toContain("TRU.SHARE/");
        expect(share.second.key).toContain("item.answer=listen.agree");
        const [index] = await compare(`{ item: "listen", first: { period: "2026-Q1" }, second: {} }`, ", measure: INDEX");
        expect(index.second.key).toContain("TRU.INDEX/");
      });

      it("refuses pairs that name nothing, or too much", async () => {
        const code = async (pairs: string, more = "") => (await refused(`compare(pairs: [${pairs}]${more}) { verdict }`)).code;
        expect(await code("")).toBe("BAD_USER_INPUT");
        expect(await code(`{ first: {}, second: {} }`)).toBe("BAD_USER_INPUT");
        expect(await code(`{ item: "listen", construct: "fairness", first: {}, second: {} }`)).toBe("BAD_USER_INPUT");
        expect(await code(`{ construct: "fairness", answer: "agree", first: {}, second: {} }`)).toBe("BAD_USER_INPUT");
        expect(await code(`{ construct: "fairness", first: {}, second: {} }`, ", measure: FAVOURABLE")).toBe("BAD_USER_INPUT");
        expect(await code(`{ item: "listen", answer: "agre", first: {}, second: {} }`)).toBe("UNKNOWN_MEMBER");
        expect(await code(`{ item: "listen", first: { area: "D1", group: "gender.man" }, second: {} }`)).toBe("GROUPING_NOT_PUBLISHED");
        expect(await code(Array.from({ length: 101 }, () => `{ item: "listen", first: {}, second: { area: "D1" } }`).join())).toBe(
          "PAGE_TOO_LARGE",
        );
      });
    });

    it("reads what a page of estimates needs with few questions to the database", async () => {
      await survey("code");
      let asked = 0;
      const query: typeof fixture.reader.query = (...question) => {
        asked++;
        return fixture.reader.query(...question);
      };
      const watched = new Proxy(fixture.reader, { get: (target, key) => (key === "query" ? query : Reflect.get(target, key, target)) });
      const document = `{ release { survey(code: "trust-survey") { estimates(first: 200, allWaves: true, areas: ["D1", "D2"], grouping: "age") { nodes { pool { key } sentence } } } } }`;
      const answer: Answer = await execute(document, {}, { database: watched });
      expect(answer.release.survey.estimates.nodes.length).toBeGreaterThan(100);
      const before = asked;
      await execute(document, {}, { database: watched });
      expect(asked - before).toBeLessThanOrEqual(4);
    });

    it("leads from a dataset to its survey", async () => {
      const { release } = await ask(`{ release { dataset(code: "trust-survey") { survey { code dataset { code } } } } }`);
      expect(release.dataset.survey).toEqual({ code: "trust-survey", dataset: { code: "trust-survey" } });
    });

    it("gives everything of a survey an ID that finds it again", async () => {
      const found = await survey(
        "id instruments { id questions { id __typename } __typename } constructs { id __typename } items { id __typename } waves { id __typename } __typename",
      );
      const all = [found, ...found.instruments, ...found.instruments[1].questions, ...found.constructs, ...found.items, ...found.waves];
      for (const { id, __typename } of all) {
        expect(await ask(`query ($id: ID!) { node(id: $id) { id __typename } }`, { id })).toEqual({ node: { id, __typename } });
      }
    });

    it("tells how the tables of a survey are protected", async () => {
      const { release } = await ask(`{ release { surveys { code } tables { code policy { method explanation roundedTo threshold } } } }`);
      expect(release.surveys).toEqual([{ code: "trust-survey" }]);
      expect(release.tables[0].policy).toMatchObject({ method: "survey", roundedTo: 1, threshold: null });
    });
  });
}
