/** A page of a list of the API. */
export interface ListPage<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/**
 * All entries of a list that comes page by page. @param page Asks for the entries after a cursor, from the first one without.
 * @throws {Error} Where the hub has no such list, or breaks it off: a site is never built of a part.
 */
export async function wholeList<Node>(
  page: (after: string | null) => Promise<ListPage<Node> | null | undefined>,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const list: ListPage<Node> | null | undefined = await page(after);
    if (list == null)
      throw new Error(
        "The hub gave no answer to a question about a release that it named. Was it withdrawn meanwhile? Build the site again.",
      );
    nodes.push(...list.nodes);
    const { hasNextPage, endCursor } = list.pageInfo;
    if (hasNextPage && endCursor == null) throw new Error("The hub broke off a list before its end. Build the site again.");
    after = hasNextPage ? (endCursor ?? null) : null;
  } while (after !== null);
  return nodes;
}
