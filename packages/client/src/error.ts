/** What a hub answers instead of data: https://…/errors/CODE explains each code. */
export class OpenbeatError extends Error {
  override readonly name = "OpenbeatError";
  /** Permanent: a program may rely on it. `HTTP_ERROR` where the answer was none of the API's. */
  readonly code: string;
  /** The status of the answer. */
  readonly status: number;
  /** What to do next. */
  readonly hint: string | undefined;
  /** The page that explains the code. */
  readonly docs: string | undefined;
  /** Codes that may have been meant. */
  readonly suggestions: readonly string[];
  /** Everything else that helps a program, such as `available` or `max`. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    extensions: Readonly<Record<string, unknown>>,
    { status, url }: { readonly status: number; readonly url: string },
  ) {
    super(message);
    const { code, hint, docs, suggestions } = extensions;
    this.code = typeof code === "string" ? code : "HTTP_ERROR";
    this.status = status;
    this.hint = typeof hint === "string" ? hint : undefined;
    this.docs = typeof docs === "string" ? new URL(docs, url).href : undefined;
    this.suggestions = Array.isArray(suggestions) ? suggestions.map(String) : [];
    this.extensions = extensions;
  }
}
