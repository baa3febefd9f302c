import { createPublicKey } from "node:crypto";
import * as z from "zod";

/** A code as it appears in addresses and files. */
export const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "A code is letters, digits, dots, dashes and underscores, and begins with a letter or digit.");
/** A name that SQL and GraphQL can use as it is. */
export const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, "A name here is lower-case letters, digits and underscores.");
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "A language is a BCP 47 tag such as en or es-MX.");
/** A path inside the hub folder, with forward slashes. */
export const path = z.string().regex(/^(?!\/)(?!.*\\).+$/, "A path starts in the hub folder and uses forward slashes.");
export const words = z.record(language, z.string().min(1)).describe("Words in each language of the hub, by BCP 47 tag.");
export const select = z
  .string()
  .min(1)
  .describe(
    "What becomes of the file's columns: a list of SQL expressions (DuckDB), each named with AS. Every column of the file is text.",
  );

/** A time zone of the IANA database. */
export const timezone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "" && /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}, "This is no time zone. Write it as the IANA database does, such as America/New_York.");

const areaFile = {
  file: path.describe("A GeoJSON file with the boundaries, or a CSV file without them.").optional(),
  select: select
    .describe("SQL expressions over the file's columns or properties, named code, name (or name_en, name_es …) and parent.")
    .optional(),
  areas: z
    .array(z.strictObject({ code, name: words, parent: code.optional() }))
    .describe("The areas themselves, where there is no file.")
    .optional(),
};

const level = z.strictObject({
  code: identifier,
  name: words,
  plural: words,
  parent: identifier.describe("The level it nests in. Left out for the top level.").optional(),
  ...areaFile,
});

const population = z.strictObject({
  file: path.describe("A CSV file, or a GeoJSON file with `assign`."),
  select: select.describe("SQL expressions named area, residents, year and, where there are groups, group_code. No area with `assign`."),
  assign: z
    .strictObject({ level: identifier, method: z.literal("interior_point") })
    .describe("Give each shape of the file, whole, to the area of this level that holds a point inside the shape.")
    .optional(),
  source: z.string().min(1).describe("Who counted, and when: shown beside every rate."),
});

const crosswalk = z.strictObject({
  from: identifier.describe("The level that figures are published by."),
  to: identifier.describe("The level that cuts across it, for which they are estimated."),
  file: path.describe("A CSV file of the shares."),
  select: select
    .describe("SQL expressions named from_area, to_area and weight: how much of the one lies in the other.")
    .default("from_area, to_area, weight"),
  basis: words.describe("What the weights are, as it is told beside the estimates: the residents of 2025."),
});

/** Whether a text is the public half of an ed25519 key, written in the one way: the same key in two ways would count as two people. */
function isPublicKey(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ed25519" && key.export({ type: "spki", format: "der" }).toString("base64") === text;
  } catch {
    return false;
  }
}

const approvals = z
  .strictObject({
    required: z.number().int().positive().describe("How many of them must approve what is published."),
    people: z.array(
      z.strictObject({
        name: z.string().min(1),
        key: z
          .base64()
          .refine(isPublicKey, "This is no public half of a key. Write it exactly as openbeat key prints it.")
          .describe("The public half of the person's own key, as openbeat key prints it."),
      }),
    ),
  })
  .refine(({ required, people }) => required <= people.length, "More approvals are asked for than there are people.")
  .refine(
    ({ people }) => new Set(people.map(({ key }) => key)).size === people.length,
    "Two people have the same key: each needs a key of their own.",
  )
  .describe("Who must approve a draft before it is published.");

/** hub.yaml: one agency's, or several agencies', hub. */
export const hubSchema = z
  .strictObject({
    hub: code.describe("The hub's code."),
    title: words,
    description: words,
    publisher: words,
    languages: z.array(language).min(1).describe("The languages of the hub; the first is its own."),
    timezone: timezone.describe("IANA time zone of the agency, such as America/New_York."),
    licence: z.strictObject({ name: z.string().min(1), url: z.url() }),
    contact: z.string().min(1).nullable().default(null),
    fictional: z.boolean().default(false).describe("True for sample data: every page says so."),
    url: z.url().nullable().default(null).describe("Where the site will stand."),
    nextRelease: z.iso.date().optional().describe("The day on which the next release is planned, such as 2027-01-15: every page says so."),
    agencies: z.array(z.strictObject({ code, name: words, contact: z.string().optional() })).min(1),
    geography: z.strictObject({
      levels: z.array(level).min(1),
      crosswalks: z
        .array(crosswalk)
        .default([])
        .describe("Levels for which figures are estimated from those of another level, where records do not say."),
    }),
    population: z.array(population).default([]),
    approvals: approvals.optional(),
    announce: z
      .array(z.url())
      .default([])
      .describe(
        "Addresses that are told of each release: a POST of JSON, signed with the hub's key in the header Openbeat-Signature. After a run that was stopped, the next one tells them; a release may be told twice.",
      ),
  })
  .describe("An Openbeat hub.");
export type HubSpec = z.infer<typeof hubSchema>;
export type LevelSpec = HubSpec["geography"]["levels"][number];
export type CrosswalkSpec = HubSpec["geography"]["crosswalks"][number];
export type PopulationSpec = HubSpec["population"][number];
