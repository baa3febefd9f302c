import { breaksBehind } from "@openbeat/schema/domain";
import type { Hub } from "./hub.ts";

/** First days of changes in what is recorded, or how, behind the figures of a measure: over them nothing is compared, here as in the API. */
export const breaksIn = ({ datasets }: Pick<Hub, "datasets">, dataset: string, measure: string): readonly string[] =>
  breaksBehind(
    measure,
    dataset,
    datasets.map(({ code, source }) => ({ code, breaks: source.breaks.map(({ from }) => from) })),
  );
