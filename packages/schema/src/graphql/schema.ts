import "./scalars.ts";
import "./release.ts";
import "./change.ts";
import "./comparison.ts";
import "./data-file.ts";
import "./find.ts";
import "./member.ts";
import "./provenance.ts";
import "./records/index.ts";
import "./records/sets.ts";
import "./revision.ts";
import "./service.ts";
import "./survey.ts";
import "./survey-comparison.ts";
import "./transparency.ts";
import { builder } from "./builder.ts";

/** The public schema. */
export const schema = builder.toSchema();
