import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

// Measures pages one after the other in a new browser each, as a phone, and prints one line of JSON for each:
// node measure.mjs CHROMIUM FLAGS-AS-JSON URL…
const [chromePath, flags, ...urls] = process.argv.slice(2);
for (const url of urls) {
  const chrome = await launch({ chromePath, chromeFlags: ["--headless", ...JSON.parse(flags)], logLevel: "error" });
  try {
    const { lhr } = await lighthouse(url, {
      port: chrome.port,
      output: "json",
      logLevel: "error",
      onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    });
    console.log(
      JSON.stringify({
        url,
        error: lhr.runtimeError?.code,
        scores: Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score])),
        largestPaint: lhr.audits["largest-contentful-paint"]?.numericValue,
        shift: lhr.audits["cumulative-layout-shift"]?.numericValue,
        blocked: lhr.audits["total-blocking-time"]?.numericValue,
        failed: Object.values(lhr.audits)
          .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode === "binary")
          .map(({ id }) => id),
      }),
    );
  } finally {
    chrome.kill();
  }
}
