import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerAsDraft, isLoopback } from "@openbeat/schema/formats";
import { describe, expect, it } from "vitest";

/** What comes of a way to answer, to a request under the name of a host. */
async function answered(host: string, answer: (response: ServerResponse) => void) {
  const server = createServer((asked, response) => {
    if (answerAsDraft(asked, response)) answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      request({ host: "127.0.0.1", port, headers: { host } }, (response) => {
        response.resume().once("end", () => resolve({ status: response.statusCode, headers: response.headers }));
      })
        .once("error", reject)
        .end();
    });
  } finally {
    server.close();
  }
}

describe("answerAsDraft(request, response)", () => {
  const asDraft = { "cache-control": "no-store", "x-openbeat-draft": "not published", "x-robots-tag": "noindex, nofollow, noarchive" };
  it.each<[string, (response: ServerResponse) => void]>([
    [
      "an object",
      (response) => response.writeHead(200, { "Cache-Control": "public, max-age=60", "access-control-allow-origin": "*" }).end("x"),
    ],
    [
      "a list",
      (response) => response.writeHead(200, ["cache-control", "public", "etag", '"a"', "access-control-allow-origin", "*"]).end("x"),
    ],
    ["a reason and an object", (response) => response.writeHead(200, "Fine", { ETag: '"a"' }).end("x")],
    [
      "nothing at all, behind headers that were set before",
      (response) => {
        response.setHeader("Cache-Control", "public");
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("X-Robots-Tag", "all");
        response.end("x");
      },
    ],
  ])("says that it is a draft where the answer is headed by %s, and lets nobody keep or read it", async (_, answer) => {
    const { status, headers } = await answered("localhost:4000", answer);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ ...asDraft, "cross-origin-resource-policy": "same-origin" });
    expect(Object.keys(headers).filter((name) => /^(etag|access-control-)/.test(name))).toEqual([]);
  });

  it("leaves the other headers as they are", async () => {
    const { headers } = await answered("127.0.0.1", (response) => response.writeHead(200, ["content-type", "text/csv"]).end("x"));
    expect(headers["content-type"]).toBe("text/csv");
  });

  it.each(["hub.example.org", "localhost.example.org", "127.0.0.1.example.org:80", "10.0.0.1"])(
    "refuses a request to the host %o: a page of somebody else's may read what its own name answers",
    async (host) => {
      const { status, headers } = await answered(host, (response) => response.end("the draft"));
      expect(status).toBe(421);
      expect(headers).toMatchObject(asDraft);
    },
  );
});

describe("isLoopback(host)", () => {
  it.each(["127.0.0.1", "::1", "localhost"])("is true of %s", (host) => expect(isLoopback(host)).toBe(true));
  it.each(["0.0.0.0", "::", "", "192.168.0.1", "example.org"])("is false of %o", (host) => expect(isLoopback(host)).toBe(false));
});
