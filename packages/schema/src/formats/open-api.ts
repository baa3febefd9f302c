/** A parameter of an address. Those of a path are found in its braces. */
export interface DoorParameter {
  readonly name: string;
  readonly description: string;
  readonly isRequired?: boolean;
  /** JSON Schema of the value; by default any text. */
  readonly schema?: object;
  readonly example?: unknown;
  /** How several values are written: `false` joins them by commas, `true` writes each by its own name. */
  readonly explode?: boolean;
}

/** An address that answers GET with a file. */
export interface Door {
  /** Begins with a slash. What stands in braces is a parameter. */
  readonly path: string;
  readonly mediaType: string;
  readonly summary: string;
  readonly parameters?: readonly DoorParameter[];
}

export interface OpenApiWords {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly licence?: { readonly name: string; readonly url: string };
  /** Where the addresses begin. */
  readonly server: string;
  /** What the names in the braces stand for. */
  readonly pathParameters: Readonly<Record<string, Omit<DoorParameter, "name">>>;
  /** Answers that are none: by status code, what happened. */
  readonly refusals: Readonly<Record<string, string>>;
}

const parameterOf = (
  { name, description, schema = { type: "string" }, isRequired = false, example, explode }: DoorParameter,
  place: "path" | "query",
) => ({
  name,
  in: place,
  required: place === "path" || isRequired,
  description,
  schema,
  ...(explode === undefined ? {} : { style: "form", explode }),
  ...(example === undefined ? {} : { example }),
});

/** Describes the addresses of files as an OpenAPI document. @see OpenAPI 3.1.0. */
export function openApi(doors: readonly Door[], words: OpenApiWords): object {
  const { title, description, version, licence, server, pathParameters, refusals } = words;
  const pathParameter = (name: string) => {
    const known = pathParameters[name];
    if (known === undefined) throw new Error(`Nothing says what {${name}} stands for.`);
    return parameterOf({ name, ...known }, "path");
  };
  return {
    openapi: "3.1.0",
    info: { title, description, version, ...(licence === undefined ? {} : { license: licence }) },
    servers: [{ url: server }],
    paths: Object.fromEntries(
      doors.map(({ path, mediaType, summary, parameters = [] }) => [
        path,
        {
          get: {
            summary,
            parameters: [
              ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => pathParameter(name)),
              ...parameters.map((parameter) => parameterOf(parameter, "query")),
            ],
            responses: {
              "200": {
                description: summary,
                content: { [mediaType]: {} },
              },
              ...Object.fromEntries(Object.entries(refusals).map(([code, text]) => [code, { description: text }])),
            },
          },
        },
      ]),
    ),
  };
}
