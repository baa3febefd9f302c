import type { SampleDesign } from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import { type SurveySpec, type WaveSpec, waveDisclosure } from "../hub/survey-schema.ts";
import type { WaveMethodBeforeCounting } from "./plan.ts";

/**
 * The method of a wave: its own words, and where it has none those of all waves. Nothing is published of a wave that lacks a part.
 * @see AAPOR Code of Professional Ethics and Practices (2021), III.A.
 */
export function readWaveMethod(
  spec: SurveySpec,
  wave: WaveSpec,
  file: string,
): {
  readonly method: WaveMethodBeforeCounting | undefined;
  readonly sampleDesign: SampleDesign | undefined;
  readonly problems: readonly Problem[];
} {
  const own = Object.fromEntries(Object.entries(wave).filter(([, value]) => value !== undefined));
  const merged: Readonly<Record<string, unknown>> = { ...spec.allWaves, ...own };
  const told = Object.fromEntries(Object.entries(merged).filter(([, value]) => !isEmpty(value)));
  const read = waveDisclosure.safeParse(told);
  if (!read.success) {
    const missing = [...new Set(read.error.issues.map(({ path }) => String(path[0])))];
    const message = `The wave ${wave.wave} does not tell: ${missing.join(", ")}. Of a survey that does not say how it was held nothing is published: add them to the wave, or to allWaves.`;
    return { method: undefined, sampleDesign: undefined, problems: [{ code: "WAVE_METHOD_MISSING", file, dataset: spec.survey, message }] };
  }
  const { sampleDesign, questionnaireUrl = null, ...method } = read.data;
  return { method: { ...method, questionnaireUrl }, sampleDesign, problems: [] };
}

/** Whether nothing is said: no words, or blank ones, also where one of several is blank. */
const isEmpty = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const parts = Object.values(value);
  return parts.every((part) => typeof part === "string" && part.trim() === "") || parts.some(isEmpty);
};
