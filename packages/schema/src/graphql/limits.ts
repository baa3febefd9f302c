/** How much one client may ask: points for a time, of which a question takes its complexity. */
export interface RateLimitPolicy {
  readonly points: number;
  readonly seconds: number;
}

/** What one request may ask for. Told to everybody by `service.limits`; the API refuses what goes beyond, in process nothing does. */
export const limits = {
  /** Cells of one page of `cells`. */
  maxCells: 500,
  /** Rows of one page of `table`. */
  maxTableRows: 10_000,
  /** Entries of one page of any other list. */
  maxPage: 500,
  /** Pairs of one `compare` of a survey. */
  maxPairs: 100,
  maxDepth: 12,
  maxComplexity: 20_000,
  maxAliases: 50,
  maxRootFields: 20,
  maxTokens: 2000,
  maxBodyBytes: 100_000,
} as const;
