import { HtmlValidate } from "html-validate";
import { digits, type Finding } from "./finding.ts";
import { pagesOf, type SiteFolder } from "./site-folder.ts";

/** A validator of pages. What is switched off is how Astro prints, or stands for a reason. */
const pageValidator = () =>
  new HtmlValidate({
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: {
      // How Astro prints is not what a reader gets.
      "void-style": "off",
      "no-trailing-whitespace": "off",
      "doctype-style": "off",
      "attribute-boolean-style": "off",
      "long-title": "off",
      // `role="list"` keeps a list a list for VoiceOver where its bullets are styled away.
      "no-redundant-role": "off",
      "prefer-native-element": "off",
    },
  });

/** Whether the pages are valid HTML. @param pages Those to look at, as files; every one unless said otherwise. */
export async function validMarkup(site: SiteFolder, pages = pagesOf(site)): Promise<Finding> {
  const validator = pageValidator();
  const faults: string[] = [];
  for (const page of pages) {
    const { results } = await validator.validateString(site.read(page), page);
    for (const { messages } of results)
      for (const { ruleId, message, line, column } of messages) faults.push(`${page}:${line}:${column} ${ruleId}: ${message}`);
  }
  return {
    id: "markup",
    subject: "HTML",
    target: "0 errors of html-validate (recommended and a11y)",
    measured: `${digits(faults.length)} errors on ${digits(pages.length)} pages`,
    looked: pages.length,
    faults,
  };
}
