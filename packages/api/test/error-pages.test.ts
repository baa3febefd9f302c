import { errorDocs, queryErrorCodes } from "@openbeat/schema";
import { describe, expect, it } from "vitest";
import { createErrorPages } from "../src/error-pages.ts";
import { apiErrorCodes } from "../src/errors.ts";

const textOf = async (markdown: string, path: string) => String(await createErrorPages(markdown)(path)?.bytes("identity"));

describe("createErrorPages(markdown)", () => {
  it.each([...queryErrorCodes, ...apiErrorCodes])("explains %s at the address that its refusals name", async (code) => {
    const page = String(await createErrorPages()(errorDocs(code))?.bytes("identity"));
    expect(page).toContain(`<h1>${code}</h1>`);
    const [, , explanation = ""] = page.split("<p>");
    expect(explanation.replace(/<[^>]+>/g, "").trim().length).toBeGreaterThan(20);
  });
  it("lists every code, by where it is met", async () => {
    const page = await textOf("# Errors\n\n## Asking\n\n### A_B\n\nOne.\n\n## Limits\n\nAll.\n\n### C_D\n\nTwo.\n", "/errors/");
    expect(page).toContain('<h2>Asking</h2>\n<ul><li><a href="/errors/A_B"><code>A_B</code></a></li></ul>\n<h2>Limits</h2>');
    expect(page).toContain('href="/errors/C_D"');
  });
  it("takes the text for text, and leaves out links to documents that are not served", async () => {
    const page = await textOf(
      "## Asking\n\n### A_B\n\nWrite `a < b`, see [the guide](guide.md) or [it](https://example.org/?a=1&b=2).\n\n<script>",
      "/errors/A_B",
    );
    expect(page).toContain(
      '<p>Write <code>a &lt; b</code>, see the guide or <a href="https://example.org/?a=1&amp;b=2">it</a>.</p>\n<p>&lt;script&gt;</p>',
    );
  });
  it("has no page for what is no code", () => {
    expect(createErrorPages()("/errors/NO_SUCH_CODE")).toBeUndefined();
    expect(createErrorPages()("/graphql")).toBeUndefined();
  });
});
