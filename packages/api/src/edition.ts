/** How long the edition is believed before it is asked for again, in milliseconds: a new release is seen within it. */
const believed = 250;

/**
 * Which releases there are, asked at most every quarter of a second however many want to know.
 * While the database does not answer, the last edition that was seen stands: what was published stays true.
 */
export function watchEdition(ask: () => Promise<string>): () => Promise<string> {
  let last: string | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<string> | undefined;
  return async () => {
    if (last !== undefined && performance.now() - askedAt < believed) return last;
    asking ??= ask()
      .then((edition) => {
        last = edition;
        return edition;
      })
      .catch((error: unknown) => {
        if (last === undefined) throw error;
        return last;
      })
      .finally(() => {
        askedAt = performance.now();
        asking = undefined;
      });
    return asking;
  };
}
