import type { LocalisedText, WaveReliability, WaveWeighting } from "@openbeat/schema/domain";
import type { HubFolder } from "../hub/read-hub.ts";
import type { ReadySurvey } from "../release/survey.ts";
import type { SurveyPlan } from "./plan.ts";

const askedOfEverybody: LocalisedText = { en: "Everyone who took part", es: "Todas las personas participantes", ar: "جميع المشاركين" };

/** What a survey asked and how, ready to be released beside its figures. Lists are parallel to the waves. */
export function readySurvey(
  hub: HubFolder,
  plan: SurveyPlan,
  completes: readonly number[],
  weightings: readonly WaveWeighting[],
  reliability: readonly WaveReliability[],
): ReadySurvey {
  const { spec } = plan.file;
  // A new version of the questionnaire begins with each wave that asks something else, or otherwise.
  const asked = (wave: number) => JSON.stringify(plan.items.map(({ wordings }) => wordings[wave]?.series ?? null));
  const begins = plan.waves.flatMap((_, wave) => (wave === 0 || asked(wave) !== asked(wave - 1) ? [wave] : []));
  const versionOf = (wave: number) => String(begins.findLastIndex((begin) => begin <= wave) + 1);
  return {
    constructs: spec.constructs,
    items: plan.items.map(({ code, construct, title, wordings }) => ({
      code,
      construct,
      title,
      base: { text: wordings.findLast((wording) => wording !== null)?.base ?? askedOfEverybody },
    })),
    instruments: begins.map((wave) => ({
      code: versionOf(wave),
      title: Object.fromEntries(
        hub.spec.languages.map((language) => [language, `${questionnaire[language] ?? questionnaire.en} ${versionOf(wave)}`]),
      ),
      permission: spec.permission,
      wordings: plan.items.flatMap(({ code, wordings }) => {
        const own = wordings[wave];
        if (own == null) return [];
        const { wording, scale, reversed, series, change } = own;
        return [{ item: code, wording, scale, reversed, series: series + 1, change }];
      }),
    })),
    waves: plan.waves.map((wave, place) => ({
      code: wave.code,
      title: wave.title,
      instrument: versionOf(place),
      period: wave.code,
      field: wave.spec.field,
      sampleDesign: wave.sampleDesign,
      series: wave.series,
      method: { ...wave.method, completes: completes[place] ?? 0 },
      weighting: weightings[place] as ReadySurvey["waves"][number]["weighting"],
      reliability: reliability[place] ?? { constructs: [] },
    })),
  };
}

const questionnaire: LocalisedText = { en: "Questionnaire", es: "Cuestionario", ar: "الاستبيان" };
