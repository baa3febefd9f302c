/** A question that GraphiQL offers. Codes stand in its head, as defaults of its variables: those of the sample city Alderport. */
export interface Example {
  readonly title: string;
  readonly query: string;
}
