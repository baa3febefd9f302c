import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// As little as `node:http` can do: the bytes of the answer, its type and its length, for the addresses of ANSWERS_OF; with SAME_HEAD all its headers as well.
const ofConnection = new Set(["connection", "date", "keep-alive", "content-encoding"]);
const answers = new Map<string | undefined, { readonly head: Readonly<Record<string, string>>; readonly body: Buffer }>();
for (const address of JSON.parse(process.env.ANSWERS_OF ?? "[]") as string[]) {
  const { pathname, search } = new URL(address);
  const response = await fetch(address, { headers: { "accept-encoding": "identity" } });
  const body = Buffer.from(await response.arrayBuffer());
  const whole = Object.fromEntries([...response.headers].filter(([name]) => !ofConnection.has(name)));
  const least = { "content-type": "application/json", "content-length": String(body.length) };
  answers.set(pathname + search, { head: process.env.SAME_HEAD === "1" ? whole : least, body });
}
const server = createServer((request, response) => {
  const answer = answers.get(request.url);
  response.writeHead(answer === undefined ? 404 : 200, answer?.head);
  response.end(answer?.body);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));
