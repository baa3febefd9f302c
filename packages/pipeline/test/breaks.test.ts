import { PipelineError, prepare } from "@openbeat/pipeline";
import { expect, it } from "vitest";
import { writeSmallHub } from "./support/small-hub.ts";

const run = (breaks: readonly object[]) =>
  prepare(
    writeSmallHub((parts) => {
      parts.dataset.breaks = breaks;
    }),
    () => {},
    [],
    () => new Date("2026-11-26T12:00:00Z"),
  );

it("a change in what is recorded marks the period that it lies in or begins, and no other; the dataset says what changed", async () => {
  const { content } = await run([{ from: "2026-02-01", title: { en: "A new list of offences" } }]);
  const [dataset] = content.datasets;
  expect(dataset?.source.breaks).toEqual([{ from: "2026-02-01", title: { en: "A new list of offences" } }]);
  const flagged = [...(dataset?.tables[0]?.observations() ?? [])].filter(({ flags }) => flags.includes("BREAK_IN_SERIES"));
  expect(new Set(flagged.map(({ period }) => period))).toEqual(new Set(["2026-02", "2026-Q1"]));
});

it("a change on the first day of the records breaks nothing: there is nothing before it", async () => {
  const { content } = await run([{ from: "2026-01-01", title: { en: "A new list of offences" } }]);
  for (const { flags } of content.datasets[0]?.tables[0]?.observations() ?? []) expect(flags).not.toContain("BREAK_IN_SERIES");
});

it("a break without a day is refused", async () => {
  await expect(run([{ from: "2026", title: { en: "x" } }])).rejects.toBeInstanceOf(PipelineError);
});
