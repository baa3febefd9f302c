/** The README of a new hub folder: what stands where, and what comes next. */
export const hubReadme = (title: string): string => `# ${title}

This is a hub folder of Openbeat. It holds records about people: **it never leaves the agency**. Keep it where only
those who need it can read it, back it up with everything in \`.openbeat\`, and put no copy of it on the web. What may be published, \`openbeat publish\` takes
out of it, protected.

| here | is |
|---|---|
| \`hub.yaml\` | who publishes, in which languages, how the geography nests |
| \`geography/\` | boundaries (GeoJSON) |
| \`population/\` | residents by area, for rates; margins for weighting a survey |
| \`datasets/*.yaml\` | one kind of record each: its files, what becomes of their columns, the tables cut from it and how they are protected |
| \`surveys/*.yaml\` | one survey each |
| \`codes/\` | code lists: offences, reasons, themes |
| \`records/*.csv\` | what is published as it stands: meetings, commitments, priorities, partners |
| \`control/*.csv\` | totals that you know from elsewhere. What does not agree with them is not published |
| \`templates/*.csv\` | an empty file for each kind of record of the Openbeat standard, with one made-up row |
| \`.openbeat/\` | what earlier releases were made of, the hub's key, reports of checks: as private as the records |

## What to do

\`\`\`sh
openbeat check .                                                # at any time: what is wrong, where, and what comes next
openbeat import geography districts.geojson --hub . --level district
openbeat import incidents export-2026-*.csv --hub .             # guesses which column is what, and shows what it goes by
openbeat check .
openbeat publish .
\`\`\`

Nothing is published while \`check\` finds a problem.
`;
