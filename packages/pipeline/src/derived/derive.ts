import type { LocalisedText } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Residents } from "../geography/population.ts";
import type { PublicRecord, PublicRecords } from "../records/record.ts";
import type { ReadyDataset } from "../release/content.ts";
import { areaLevels } from "./area-levels.ts";
import { derivedDataset } from "./derived-table.ts";
import { dialogueTables } from "./dialogue.ts";
import { alignmentTables, responseTables } from "./effort.ts";
import { evaluations } from "./evaluations.ts";
import { goalFindings } from "./goals.ts";
import { hotspotFindings, hotspotsOf } from "./hotspots.ts";
import { partnerLinkFindings } from "./partner-links.ts";
import { partnershipTables } from "./partnership.ts";
import { problemTables } from "./problem-measures.ts";
import { publishedFigures } from "./published-figures.ts";
import { areasNotReached, reachTables } from "./reach.ts";
import { shownCellsTables } from "./shown-cells.ts";
import { trendFindings } from "./trends.ts";

/** What figures are worked out from: all of it is public. */
export interface DerivedFrom {
  /** As they will be released, after protection. */
  readonly datasets: readonly ReadyDataset[];
  readonly records: PublicRecords;
  readonly geography: Geography;
  readonly population: readonly Residents[];
  readonly publisher: LocalisedText;
}

/** What was worked out. */
export interface Derived {
  /** Tables of measures: `derived-…`, without protection of their own, since they tell nothing that is not published. */
  readonly datasets: readonly ReadyDataset[];
  /** Findings: records of kinds that nobody fills in. */
  readonly findings: readonly PublicRecord[];
}

/**
 * Works out measures and findings from the figures and records of a release. Its only inputs are public, so that nothing of it can disclose more. The same
 * content gives the same result, in whatever order it comes.
 */
export function deriveFrom({ datasets, records, geography, population, publisher }: DerivedFrom): Derived {
  if (datasets.length === 0) return { datasets: [], findings: goalFindings([], records) };
  const figures = publishedFigures(datasets);
  const levels = areaLevels(geography, datasets);
  const coverage = {
    from: datasets.map((dataset) => dataset.coverage.from).toSorted()[0] ?? "",
    to:
      datasets
        .map((dataset) => dataset.coverage.to)
        .toSorted()
        .at(-1) ?? "",
  };
  const about = { publisher, coverage };
  const hotspots = hotspotsOf(figures, geography, population);
  const evaluated = evaluations(figures, geography, records);
  const problems = problemTables(records, evaluated, geography, levels, coverage);
  const partnership = partnershipTables(records, geography, levels, coverage);
  const effort = [...alignmentTables(figures, geography, levels), ...responseTables(records, hotspots, geography, levels, coverage)];
  const derived = [
    ...derivedDataset("trust", words.trust, about, reachTables(figures, geography, population, levels)),
    ...derivedDataset("communication", words.communication, about, dialogueTables(records, geography, levels, coverage)),
    ...derivedDataset("problem-solving", words.problemSolving, about, [...problems.tables, ...effort], problems.codeLists),
    ...derivedDataset("collaboration", words.collaboration, about, partnership.tables, partnership.codeLists),
    ...derivedDataset("coverage", words.coverage, about, shownCellsTables(figures, geography, levels, coverage)),
  ];
  return {
    datasets: derived,
    findings: [
      ...evaluated,
      ...goalFindings([...datasets, ...derived], records),
      ...trendFindings(figures, geography),
      ...hotspotFindings(hotspots, geography),
      ...areasNotReached(figures, geography, levels),
      ...partnerLinkFindings(records),
    ],
  };
}

const words = {
  trust: {
    title: { en: "Reach of community engagement", es: "Alcance de la participación comunitaria" },
    description: {
      en: "Which areas were reached and how evenly officers' time was spread, worked out from the published activities and hours.",
      es: "Qué áreas se alcanzaron y cuán equitativo fue el reparto del tiempo de los agentes, calculado a partir de las actividades y horas publicadas.",
    },
  },
  communication: {
    title: { en: "Promises and contacts", es: "Promesas y contactos" },
    description: {
      en: "Whether priorities are looked at again, contacts are named and commitments kept, worked out from the published records.",
      es: "Si las prioridades se revisan, los contactos tienen nombre y los compromisos se cumplen, calculado a partir de los registros publicados.",
    },
  },
  problemSolving: {
    title: { en: "Problems, responses and effort", es: "Problemas, respuestas y esfuerzo" },
    description: {
      en: "Problems worked on, how they are assessed and whether effort goes where concerns are, worked out from what is published.",
      es: "Problemas en los que se trabaja, cómo se evalúan y si el esfuerzo va donde hay preocupaciones, calculado a partir de lo publicado.",
    },
  },
  collaboration: {
    title: { en: "Work with partners", es: "Trabajo con colaboradores" },
    description: {
      en: "Who works with the police and what they bring, worked out from the published records.",
      es: "Quién trabaja con la policía y qué aporta, calculado a partir de los registros publicados.",
    },
  },
  coverage: {
    title: { en: "Quality of the figures", es: "Calidad de las cifras" },
    description: {
      en: "What of the figures is not shown, so that nobody can be identified.",
      es: "Qué parte de las cifras no se muestra, para que nadie pueda ser identificado.",
    },
  },
} as const;
