import { stringify } from "yaml";
import type { HubAnswers } from "./answers.ts";

/** A value as YAML writes it on one line. */
const plain = (value: string) => stringify(value, { lineWidth: 0 }).trimEnd();
const todo = (what: string) => plain(`TODO: ${what}`);

/** The words of each language of the hub: those given are of its own, the others are left to do. */
function words(languages: readonly string[], given: string | undefined, what: string, indent: string): string {
  return languages
    .map((language, at) => {
      const text = at === 0 ? (given === undefined ? todo(what) : plain(given)) : todo(`${what}, in ${language}`);
      return `${indent}${language}: ${text}`;
    })
    .join("\n");
}

/** The first hub.yaml of a folder, with comments: what was not said is left as a TODO, which `check` names by its line. */
export function hubYaml(answers: HubAnswers): string {
  const { languages, title, agency, place } = answers;
  const said = (value: string | undefined, what: string) => (value === undefined ? todo(what) : plain(value));
  const inEach = (given: string | undefined, what: string, indent = "  ") => words(languages, given, what, indent);
  return `# What the hub is, who publishes it and how its geography nests. Every key is explained by the schema that editors use:
# packages/pipeline/schemas/hub.schema.json of Openbeat. \`openbeat check\` names every TODO by its line, and says what comes next.

hub: ${said(answers.code, "a short code without spaces, such as alderport")}
title:
${inEach(title, "what the hub is called")}
description:
${inEach(undefined, "one or two sentences for residents: what they find here")}
publisher:
${inEach(agency, "the agency that publishes the hub")}
languages: [${languages.join(", ")}] # The first is the hub's own. Every text here and in datasets/ is given in each of them.
timezone: ${said(answers.timezone, "such as America/New_York")} # Days and months begin by this clock.
contact: ${said(answers.contact, "where readers can ask about the figures; null for nowhere")} # An office. Never a person's own address.
url: null # Where the site will stand: https://… Citations name it.
licence: # What others may do with what is published.
  name: CC BY 4.0
  url: https://creativecommons.org/licenses/by/4.0/
agencies:
  - code: agency
    name:
${inEach(agency, "the agency whose records these are", "      ")}

geography:
  # From the whole to the parts; every area of every level needs a code of its own. Add districts, beats or neighbourhoods with
  #   openbeat import geography FILE.geojson --hub . --level district
  levels:
    - code: whole
      name:
${inEach(undefined, "what such a place is called: city, county", "        ")}
      plural:
${inEach(undefined, "the same, of several: cities, counties", "        ")}
      areas:
        - code: WHOLE
          name:
${inEach(place, "the name of the place", "            ")}

# Residents, for rates such as incidents per 1,000 residents. Add them with
#   openbeat import population FILE --hub .
population: []
`;
}
