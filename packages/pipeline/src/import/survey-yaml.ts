import type { HubSpec } from "../hub/hub-schema.ts";
import type { SourceFormat } from "../read/source.ts";
import { literal } from "../read/workbench.ts";
import { inYaml, wordsInYaml } from "./edit-hub.ts";
import { type Choice, many } from "./guess/choice.ts";
import { ageBand, type GuessedScale } from "./guess/codebook.ts";
import { quotedIfNeeded } from "./guess/guess-columns.ts";
import { marginsFolder } from "./import-margins.ts";

/** A question that is shown. */
export interface GuessedItem {
  readonly column: string;
  readonly code: string;
  readonly words: string;
  readonly scale: GuessedScale;
}

/** A grouping of the people who answered, and what the file has for each group. */
export interface GuessedGrouping {
  readonly name: string;
  readonly title: string;
  readonly column: string;
  readonly groups: readonly { readonly raw: string; readonly label: string; readonly code: string }[];
  /** How many other texts the column has, which count as not stated. */
  readonly unnamed: number;
}

/** All that was found out of a survey, for its YAML. */
export interface SurveyGuess {
  readonly survey: string;
  readonly spec: HubSpec;
  readonly rows: number;
  readonly files: string;
  readonly format: SourceFormat;
  readonly id: Choice;
  readonly area: Choice;
  readonly areaLevel: string;
  readonly chain: readonly string[];
  readonly groupings: readonly GuessedGrouping[];
  readonly items: readonly GuessedItem[];
  readonly wave: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Whether the hub has people by sex and age to weight to. */
  readonly hasSexAge: boolean;
}

const indented = (sentences: readonly string[], indent: string, sign: string) =>
  sentences.map((sentence) => `${indent}${sign} ${sentence}\n`).join("");

const keyOf = ({ answers, nonAnswers }: GuessedScale) => JSON.stringify([answers, nonAnswers]);

/** The different scales, each with a name. */
function scalesOf(items: readonly GuessedItem[]): ReadonlyMap<string, { readonly name: string; readonly scale: GuessedScale }> {
  const found = new Map<string, { name: string; scale: GuessedScale }>();
  for (const { scale } of items) if (!found.has(keyOf(scale))) found.set(keyOf(scale), { name: `scale_${found.size + 1}`, scale });
  return found;
}

const caseOf = ({ name, column, groups }: GuessedGrouping) =>
  `CASE trim(${quotedIfNeeded(column)}) ${groups.map(({ raw, code }) => `WHEN ${literal(raw)} THEN ${literal(code)}`).join(" ")} END AS ${name}`;

/** Raking to people by sex and age, where the survey's own bands can be told from the labels. */
function weightingBlock({ hasSexAge, groupings, spec }: SurveyGuess): string {
  const { languages } = spec;
  const [age, gender] = [groupings.find(({ name }) => name === "age"), groupings.find(({ name }) => name === "gender")];
  const bands = age?.groups.map(({ code, label }) => ({ code, band: ageBand(label) })) ?? [];
  const sexOf = (pattern: RegExp) => gender?.groups.find(({ label }) => pattern.test(label))?.code;
  const [man, woman] = [sexOf(/^(male|man|men)$/i), sexOf(/^(female|woman|women)$/i)];
  if (!hasSexAge || age === undefined || bands.some(({ band }) => band === undefined) || man === undefined || woman === undefined)
    return `weighting:\n  method: none # Or raked, to people by sex and age: openbeat import margins FILE, then import the survey anew with --replace.\n  statement: ${wordsInYaml(languages, "TODO: why the answers are not weighted")}\n`;
  const ageSql = bands
    .map(({ code, band }) => `WHEN age_from::INT >= ${band?.from} AND age_to::INT <= ${band?.to ?? 120} THEN ${literal(code)}`)
    .join(" ");
  return `# Weighted here, so that men and women of each age have the shares that they have in the population. Read what the bands go by.
weighting:
  method: raked
  smallestCategory: 10
  margins:
    - name: sex-age
      by: [census_sex, age]
      collapse: true
      file: ${marginsFolder}/sex-age.csv
      select: |
        CASE sex WHEN 'man' THEN ${literal(man)} WHEN 'woman' THEN ${literal(woman)} END AS census_sex,
        CASE ${ageSql} END AS age,
        people::DOUBLE AS people
      where: age_from::INT >= ${Math.min(...bands.map(({ band }) => band?.from ?? 0))}
      source: ${wordsInYaml(languages, "American Community Survey, table B01001: people by sex and age")}
`;
}

const method = (
  languages: readonly string[],
) => `# How the survey was held. Nothing is published before all of it is told (docs/surveys.md): what is not known is told as not known.
allWaves:
  sampleDesign: "TODO: probability, nonprobability_quota, opt_in or census_of_contacts. It decides what the precision may be called"
  sponsor: ${wordsInYaml(languages, "TODO: who paid for the survey")}
  conductor: ${wordsInYaml(languages, "TODO: who held it")}
  population: ${wordsInYaml(languages, "TODO: whom it is about, such as adults who live in the city")}
  geography: ${wordsInYaml(languages, "TODO: where they live")}
  frame: ${wordsInYaml(languages, "TODO: the list or panel that people were drawn from")}
  recruitment: ${wordsInYaml(languages, "TODO: how they were chosen and recruited, quotas and incentives included")}
  modes:
    - ${wordsInYaml(languages, "TODO: how answers were given: online, by post, by telephone")}
  languages: [${languages.join(", ")}]
  invited: null # People asked to take part; null where nobody was asked by name.
  responseRate:
    rate: null
    definition: ${wordsInYaml(languages, "TODO: by which definition (AAPOR RR1), or why there is none")}
  processing: ${wordsInYaml(languages, "TODO: how answers were checked and cleaned")}
  limitations: ${wordsInYaml(languages, "TODO: what the survey cannot tell")}
`;

/** The YAML of a survey, in which every guess is told by a comment and everything undecided is a TODO. */
export function surveyYaml(guess: SurveyGuess): string {
  const { survey, spec, rows, files, format, id, area, areaLevel, chain, groupings, items, wave, from, to } = guess;
  const { languages } = spec;
  const scales = scalesOf(items);
  const weighting = weightingBlock(guess);
  const isRaked = weighting.includes("method: raked");
  const sexes =
    groupings.find(({ name }) => name === "gender")?.groups.filter(({ label }) => /^(fe)?male$|^(wo)?m[ae]n$/i.test(label)) ?? [];
  const gender = groupings.find(({ name }) => name === "gender");
  const censusSex =
    isRaked && gender !== undefined
      ? [{ ...gender, name: "census_sex", title: "Sex, as the census counts it", groups: sexes, unnamed: 0 }]
      : [];
  const all = [...groupings, ...censusSex];
  const every = wave === undefined || /Q/.test(wave) ? "quarter" : wave.length === 4 ? "year" : "month";
  const lines = [
    ...[id, area].map(({ name, sql, because }) => ({ because, line: sql === name ? sql : `${sql} AS ${name}` })),
    {
      because: wave === undefined ? [] : ["As you said: every answer is of this wave."],
      line: wave === undefined ? "TODO /* the wave of each answer, such as '2026-Q1' */ AS wave" : `${literal(wave)} AS wave`,
    },
    ...all.map((grouping) => ({
      because: [
        `${grouping.column}: ${grouping.groups.length} groups of the codebook${grouping.unnamed === 0 ? "" : `; ${grouping.unnamed} other texts count as not stated`}.`,
      ],
      line: caseOf(grouping),
    })),
    ...items.map(({ code, column }) => ({ because: [], line: code === column ? column : `${quotedIfNeeded(column)} AS ${code}` })),
  ];
  return `# Written by \`openbeat import survey\` from ${many(rows)} rows and a codebook. What each line goes by stands above it.
survey: ${survey}
title: ${wordsInYaml(languages, "TODO: what the survey is called")}
description: ${wordsInYaml(languages, "TODO: what it asks of whom, in a sentence for residents")}
source: { files: ${inYaml(files)}, format: ${format.format} }
select: |
${lines.map(({ because, line }, at) => `${indented(because, "  ", "--")}  ${line}${at === lines.length - 1 ? "" : ","}\n`).join("")}areaLevel: ${areaLevel}

groupings:
${all
  .map(
    ({ name, title, groups }) => `  ${name}:
    title: ${wordsInYaml(languages, title)}
    codes:
${groups.map(({ code, label }) => `      - { code: ${code}, label: ${wordsInYaml(languages, label)} }\n`).join("")}`,
  )
  .join("")}
permission: ${wordsInYaml(languages, "TODO: who owns the wording of the questions, and under which terms it may be shown")}

# From the least to the most favourable answer.
scales:
${[...scales.values()]
  .map(
    ({ name, scale }) => `  ${name}: # ${scale.because}
    kind: ${scale.kind}
    answers:
${scale.answers.map(({ code, label }) => `      - { code: "${code}", label: ${wordsInYaml(languages, label)} }\n`).join("")}    nonAnswers:${scale.nonAnswers.length === 0 ? " []" : ""}
${scale.nonAnswers.map(({ code, label }) => `      - { code: "${code}", label: ${wordsInYaml(languages, label)} }\n`).join("")}`,
  )
  .join("")}
# The words are those of the codebook. Where they are not what people were asked, write what they were asked.
items:
${items
  .map(
    ({ code, words, scale }) => `  - code: ${code}
    title: ${wordsInYaml(languages, words)}
    wording: ${wordsInYaml(languages, words)}
    scale: ${scales.get(keyOf(scale))?.name}
`,
  )
  .join("")}
every: ${every}
${method(languages)}waves:
  - wave: ${inYaml(wave ?? "TODO: the period that its figures stand under, such as 2026-Q1")}
    field: { from: ${inYaml(from ?? "TODO: the first day on which answers were taken")}, to: ${inYaml(to ?? "TODO: the last day")} }

${weighting}
tables:
  - name: ${survey}-by-${areaLevel}
    title: ${wordsInYaml(languages, `By ${areaLevel.replaceAll("_", " ")}`)}
    area: [${chain.join(", ")}]
${
  groupings.length === 0
    ? ""
    : `  - name: ${survey}-by-group
    title: ${wordsInYaml(languages, "By group")}
    area: [${chain.at(-1)}]
    groups: [${groupings.map(({ name }) => name).join(", ")}]
`
}`;
}
