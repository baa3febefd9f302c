// biome-ignore lint/suspicious/noExplicitAny: the answers of different questions
export type Json = any;

/** Asks over real HTTP. */
export async function ask(url: string, query: string, variables?: object): Promise<Json> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** The data of an answer that has no errors. */
export async function data(url: string, query: string, variables?: object): Promise<Json> {
  const answer = await ask(url, query, variables);
  if (answer.errors !== undefined) throw new Error(`${answer.errors[0].message} ${answer.errors[0].extensions?.hint ?? ""}`);
  return answer.data;
}
