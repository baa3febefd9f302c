import { type GraphQLResolveInfo, Kind, print, separateOperations, stripIgnoredCharacters } from "graphql";
import { queryAddress } from "../formats/address.ts";
import type { DimensionFilter, Selection } from "../store/index.ts";
import type { ResultSource } from "./source.ts";

/** Longer addresses are not carried by everything on their way. */
const longest = 6000;
const carried = (address: string): string | null => (address.length > longest ? null : address);

const kindOf = ({ is }: DimensionFilter) => (is.in != null ? "in" : is.notIn != null ? "notIn" : is.under != null ? "under" : "range");

/** The filters, at most one of each kind for a dimension: where there are more, the members that all of them leave. */
function addressedFilters({ where, catalogue, axes, areaIds, periodIds, codes }: Selection): readonly DimensionFilter[] {
  return axes.flatMap(({ dimension: { code, kind, position } }): readonly DimensionFilter[] => {
    const own = where.filter(({ dimension }) => dimension === code);
    if (new Set(own.map(kindOf)).size === own.length) return own;
    const left =
      kind === "GEOGRAPHY"
        ? areaIds?.map((id) => catalogue.areaById.get(id)?.code ?? "")
        : kind === "TIME"
          ? periodIds?.map((id) => catalogue.periodById.get(id)?.code ?? "")
          : codes.get(position);
    return [{ dimension: code, is: { in: left ?? [] } }];
  });
}

/** Where the rows of an answer stand as a file, from the root of the API; null where that is too long for an address. */
export function fileAddress({ selection, limit, after, language }: ResultSource, format: "csv" | "json" | "ndjson"): string | null {
  return carried(
    queryAddress(
      {
        version: selection.catalogue.release.version,
        dataset: selection.table.dataset.code,
        table: selection.table.row.code,
        measures: selection.measures.map(({ code }) => code),
        by: selection.by.map(({ dimension, level }) => `${dimension.code}.${level}`),
        where: addressedFilters(selection),
        status: selection.status,
        orderBy: selection.orderBy,
        limit,
        after: after ?? undefined,
        language: language ?? undefined,
      },
      format,
    ),
  );
}

/**
 * Where a whole question can be asked again; null where it is too long for an address.
 * @param version The release that is meant where the question names none.
 */
export function permalink(version: string, { operation, fragments, variableValues }: GraphQLResolveInfo): string | null {
  const documents = separateOperations({
    kind: Kind.DOCUMENT,
    definitions: [operation, ...Object.values(fragments)],
  });
  const document = documents[operation.name?.value ?? ""];
  if (document === undefined) return null;
  const parameters = new URLSearchParams({ query: stripIgnoredCharacters(print(document)) });
  const given = Object.entries(variableValues.sources).filter(([, { value }]) => value !== undefined);
  if (given.length > 0) parameters.set("variables", JSON.stringify(Object.fromEntries(given.map(([name, { value }]) => [name, value]))));
  return carried(`/r/${version}/graphql?${parameters}`);
}
