import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { askApi } from "../src/data/ask-api.ts";

const answers: { status: number; headers?: Record<string, string>; body: string }[] = [];
const asked: unknown[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += String(chunk);
  });
  request.on("end", () => {
    asked.push(JSON.parse(body));
    const next = answers.shift() ?? { status: 500, body: "" };
    response.writeHead(next.status, next.headers).end(next.body);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
afterAll(() => server.close());

const waits: number[] = [];
const asker = askApi(address, async (milliseconds) => {
  waits.push(milliseconds);
});
const ask = (variables: object = { a: 1 }) => asker<{ name: string }, object>({ toString: () => "query Name { name }" }, variables);

describe("askApi(address)", () => {
  it("asks as the schema is asked in process, and gives its data", async () => {
    answers.push({ status: 200, body: '{"data":{"name":"Testhaven"}}' });
    expect(await ask()).toEqual({ name: "Testhaven" });
    expect(asked.at(-1)).toEqual({ query: "query Name { name }", variables: { a: 1 } });
  });
  it("waits as long as a busy hub says, and asks again", async () => {
    answers.push({ status: 429, headers: { "Retry-After": "2" }, body: "{}" }, { status: 503, body: "" });
    answers.push({ status: 200, body: '{"data":{"name":"Testhaven"}}' });
    expect(await ask()).toEqual({ name: "Testhaven" });
    expect(waits).toEqual([2000, 1000]);
  });
  it("asks for smaller pages where a list is too long for one answer, and goes on so", async () => {
    const refusal = { status: 200, body: '{"errors":[{"message":"Too much.","extensions":{"code":"QUERY_TOO_EXPENSIVE"}}]}' };
    const answer = { status: 200, body: '{"data":{"name":"Testhaven"}}' };
    answers.push(refusal, refusal, answer, answer);
    await ask({ first: 500 });
    await ask({ first: 500 });
    const sizes = asked.slice(-4).map((question) => (question as { variables: { first: number } }).variables.first);
    expect(sizes).toEqual([500, 250, 125, 125]);
    answers.push(refusal);
    await expect(ask({ a: 1 })).rejects.toThrow("Too much");
  });
  it("refuses half an answer, a refusal, and what is no answer", async () => {
    answers.push({ status: 200, body: '{"data":{"name":null},"errors":[{"message":"Too much.","path":["name"]}]}' });
    await expect(ask()).rejects.toThrow(/refuses Name: Too much\. At name\./);
    answers.push({ status: 200, body: "<html>" });
    await expect(ask()).rejects.toThrow(/no data/);
    answers.push(...Array.from({ length: 8 }, () => ({ status: 503, body: "" })));
    await expect(ask()).rejects.toThrow(/answers 503/);
  });
});
