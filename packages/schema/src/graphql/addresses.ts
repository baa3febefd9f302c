import { type GraphQLResolveInfo, Kind, print, separateOperations, stripIgnoredCharacters } from "graphql";
import { queryAddress } from "../formats/address.ts";
import type { Axis, DimensionFilter, Selection } from "../store/index.ts";
import type { ResultSource } from "./source.ts";

/** Longer addresses are not carried by everything on their way. */
const longest = 6000;
const carried = (address: string): string | null => (address.length > longest ? null : address);

const kindOf = ({ is }: DimensionFilter) => (is.in != null ? "in" : is.notIn != null ? "notIn" : is.under != null ? "under" : "range");

/** Some member that stands at an axis. */
function anyMember({ catalogue }: Selection, { dimension: { kind, codeListId }, level }: Axis): string {
  if (kind === "TIME") return catalogue.periods.find(({ grain }) => grain.toLowerCase() === level)?.code ?? "";
  if (kind === "CATEGORY") return catalogue.codesByList.get(codeListId ?? -1)?.find((code) => code.level === level)?.code ?? "";
  const at = catalogue.levels.find(({ code }) => code === level);
  return catalogue.areasByLevel.get(at?.id ?? -1)?.[0]?.code ?? "";
}

/** The members that the filters of an axis leave; `undefined` for all. */
function leftBy(
  { catalogue, areaIds, periodIds, codes }: Selection,
  { dimension: { kind, position } }: Axis,
): readonly string[] | undefined {
  if (kind === "GEOGRAPHY") return areaIds?.map((id) => catalogue.areaById.get(id)?.code ?? "");
  if (kind === "TIME") return periodIds?.map((id) => catalogue.periodById.get(id)?.code ?? "");
  return codes.get(position);
}

/** The filters, at most one of each kind for a dimension: where there are more, the members that all of them leave. */
function addressedFilters(selection: Selection): readonly DimensionFilter[] {
  return selection.axes.flatMap((axis): readonly DimensionFilter[] => {
    const { code: dimension } = axis.dimension;
    const left = leftBy(selection, axis);
    // An address has no empty list: that a filter leaves nothing is said by two that contradict each other.
    if (left?.length === 0) return ["in", "notIn"].map((way) => ({ dimension, is: { [way]: [anyMember(selection, axis)] } }));
    const own = selection.where.filter((filter) => filter.dimension === dimension && filter.is.notIn?.length !== 0);
    return new Set(own.map(kindOf)).size === own.length ? own : [{ dimension, is: { in: left ?? [] } }];
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
