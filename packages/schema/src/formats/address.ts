import type { CellOrder, DimensionFilter } from "../store/index.ts";

/** A question to a dataset of one release, as far as an address says it. */
export interface AddressedQuestion {
  readonly version: string;
  readonly dataset: string;
  readonly table: string;
  readonly measures: readonly string[];
  /** `dimension.level`. */
  readonly by: readonly string[];
  /** At most one of each kind for a dimension. */
  readonly where: readonly DimensionFilter[];
  readonly status?: readonly string[] | undefined;
  readonly orderBy: CellOrder;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly language?: string | undefined;
}

/** The parameters of a filter: `area=D1,D2`, `area.not=D3`, `area.under=D1`, `period.from=2024&period.to=2025-06`. */
function* filterParameters({ dimension, is }: DimensionFilter): Generator<readonly [string, string]> {
  if (is.in != null) yield [dimension, is.in.join(",")];
  if (is.notIn != null) yield [`${dimension}.not`, is.notIn.join(",")];
  if (is.under != null) yield [`${dimension}.under`, is.under];
  if (is.range?.from != null) yield [`${dimension}.from`, is.range.from];
  if (is.range?.to != null) yield [`${dimension}.to`, is.range.to];
}

/** The address, from the root of the API, at which the same rows stand as a file: for ever, because it names the release. */
export function queryAddress(question: AddressedQuestion, format: "csv" | "json" | "ndjson"): string {
  const { version, dataset, table, measures, by, where, status, orderBy, limit, after, language } = question;
  const parameters = new URLSearchParams({ measures: measures.join(","), table });
  if (by.length > 0) parameters.set("by", by.join(","));
  for (const [name, value] of where.flatMap((filter) => [...filterParameters(filter)])) parameters.append(name, value);
  if (status !== undefined) parameters.set("status", status.join(","));
  if (orderBy !== "PUBLISHED") parameters.set("orderBy", orderBy);
  parameters.set("limit", String(limit));
  if (after !== undefined) parameters.set("after", after);
  if (language !== undefined) parameters.set("language", language);
  // A comma needs no escape in a query, and a reader none to read.
  return `/r/${version}/datasets/${encodeURIComponent(dataset)}/query.${format}?${parameters.toString().replaceAll("%2C", ",")}`;
}
