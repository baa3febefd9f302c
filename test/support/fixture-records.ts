import type { PublicRecord } from "@openbeat/schema/domain";
import { findingKinds, publicKinds } from "@openbeat/standard";

const words = (en: string, es: string) => ({ en, es });

const given: readonly PublicRecord[] = [
  {
    ...{ kind: "partners", code: "harbour-school", areas: ["D1"] },
    values: { id: "harbour-school", name: "Harbour School", sector: "school", areas: ["D1"], since: "2024-02-01" },
  },
  {
    ...{ kind: "partners", code: "city-streets", areas: [] },
    values: { id: "city-streets", name: "Department of Streets", sector: "local_government", areas: [] },
  },
  {
    ...{ kind: "problems", code: "harbour-speeding", areas: ["D1A"] },
    values: {
      ...{ id: "harbour-speeding", title: words("Speeding at the harbour", "Exceso de velocidad en el puerto"), type: "traffic" },
      ...{ source: "residents", areas: ["D1A"], opened_on: "2024-03-01", closed_on: "2025-06-30" },
    },
  },
  {
    ...{ kind: "problems", code: "old-town-noise", areas: ["D2"] },
    values: {
      ...{ id: "old-town-noise", title: words("Noise at night in the old town", "Ruido nocturno en el casco antiguo"), type: "disorder" },
      ...{ source: "council", areas: ["D2"], opened_on: "2025-09-01" },
    },
  },
  {
    ...{ kind: "problem-stages", code: "harbour-speeding/scanning", areas: [] },
    values: {
      ...{ problem: "harbour-speeding", stage: "scanning", from: "2024-03-01", to: "2024-04-01" },
      summary: words("Speeding was named at three meetings.", "El exceso de velocidad se mencionó en tres reuniones."),
    },
  },
  {
    ...{ kind: "responses", code: "harbour-speeding/Raised crossing", areas: [] },
    values: {
      ...{ problem: "harbour-speeding", title: words("Raised crossing", "Paso elevado"), type: "environmental" },
      ...{ partners: ["city-streets", "harbour-school"], from: "2024-06-01", officer_hours: 12.5 },
    },
  },
  {
    ...{ kind: "assessments", code: "harbour-speeding/OUT.01", areas: ["D1A", "D2A", "D1B"] },
    values: {
      ...{ problem: "harbour-speeding", measure: "OUT.01", category: "all", design: "comparison_buffer" },
      ...{ response_areas: ["D1A"], comparison_areas: ["D2A"], buffer_areas: ["D1B"], buffer_comparison_areas: [] },
      ...{ before_from: "2023-06-01", before_to: "2024-05-31", after_from: "2024-09-01", after_to: "2025-08-31" },
      limitations: words("Another road was closed for a month.", "Otra calle estuvo cerrada un mes."),
    },
  },
  {
    ...{ kind: "contributions", code: "k-1", areas: [] },
    values: { id: "k-1", partner: "city-streets", date: "2024-06-01", type: "money", money_band: "1000_9999", problem: "harbour-speeding" },
  },
  {
    ...{ kind: "contributions", code: "k-2", areas: [] },
    values: { id: "k-2", partner: "city-streets", date: "2026-01-08", type: "hours", hours: 3, activity: "e-2" },
  },
  {
    ...{ kind: "priorities", code: "p-1", areas: ["D1A"] },
    values: {
      ...{ id: "p-1", area: "D1A", statement: words("Speeding near the school", "Exceso de velocidad junto a la escuela") },
      ...{ theme: "traffic", adopted_on: "2025-10-01" },
    },
  },
  {
    ...{ kind: "goals", code: "g-1", areas: ["D1"] },
    values: {
      ...{ id: "g-1", statement: words("Fewer incidents in Harbour.", "Menos incidentes en el puerto."), area: "D1" },
      ...{ measure: "OUT.01", category: null, baseline_period: "2025-Q3", aim: "at_most", target: 90 },
      ...{ set_on: "2025-10-06", due: "2025-12-31", owner: "District 1", set_with: words("Residents", "Residentes"), strategy: null },
    },
  },
  {
    ...{ kind: "questions", code: "q-1", areas: ["D1"] },
    values: {
      ...{ id: "q-1", area: "D1", theme: "traffic", question: words("Are speeds measured at night?", "¿Se mide la velocidad de noche?") },
      ...{ asked_on: "2025-10-02", status: "answered", answered_on: "2025-10-09", answered_by: "Traffic unit", source: null },
      answer: words("Yes, since September.", "Sí, desde septiembre."),
    },
  },
  {
    ...{ kind: "questions", code: "q-2", areas: ["W1"] },
    values: {
      ...{ id: "q-2", area: "W1", theme: "other", question: words("When is the next meeting?", "¿Cuándo es la próxima reunión?") },
      ...{ asked_on: "2025-12-20", status: "open", answered_on: null, answer: null, answered_by: null, source: null },
    },
  },
  {
    ...{ kind: "report-statements", code: "s-1", areas: ["W1"] },
    values: {
      ...{ id: "s-1", type: "obstacle", area: "W1", from: "2025-10-01", to: "2025-12-31" },
      statement: words("No interpreter was found for two meetings.", "No se encontró intérprete para dos reuniones."),
    },
  },
  {
    ...{ kind: "report-statements", code: "s-2", areas: ["W1"] },
    values: {
      ...{ id: "s-2", type: "recommendation", area: "W1", from: "2025-10-01", to: "2025-12-31" },
      statement: words("Pay for interpreters.", "Pagar intérpretes."),
      addressed_to: words("the Town Council", "el Ayuntamiento"),
    },
  },
  {
    ...{ kind: "contacts", code: "D1/Harbour team", areas: ["D1"] },
    values: {
      ...{ area: "D1", team: words("Harbour team", "Equipo del puerto"), page: "https://police.testhaven.example/harbour", named: true },
      since: "2024-01-01",
    },
  },
  {
    ...{ kind: "coverage", code: "engagement/D1/2025-12", areas: ["D1"] },
    values: { kind: "engagement", area: "D1", period: "2025-12", reporting: "partial" },
  },
  {
    ...{ kind: "commitments", code: "c-2", areas: ["D2"] },
    values: {
      ...{ id: "c-2", area: "D2", you_said: words("It is loud at night.", "Hay ruido de noche.") },
      we_will: words("We will agree on closing hours.", "Acordaremos horarios de cierre."),
      ...{ owner: "District 2", made_on: "2025-09-10", due: "2025-12-31", status: "open", status_on: "2025-09-10" },
    },
  },
  {
    ...{ kind: "engagement", code: "e-2", areas: ["D2"] },
    values: {
      ...{ id: "e-2", type: "community_meeting", status: "held", area: "D2", start: "2026-01-08T18:00:00-06:00", mode: "in_person" },
      ...{ place: "Old Town Library", decisions: words("Closing hours are tried for a month.", "Se prueban horarios de cierre un mes.") },
      ...{ languages: [], access: [], hosts: [], partners: ["city-streets"], minutes: "https://police.testhaven.example/minutes/e-2" },
    },
  },
  {
    ...{ kind: "engagement", code: "e-3", areas: ["D2"] },
    values: {
      ...{ id: "e-3", title: words("Walk in the old town", "Paseo por el casco antiguo"), type: "walk_and_talk", status: "cancelled" },
      ...{ area: "D2", start: "2026-04-09T18:00:00-05:00", languages: [], access: [], hosts: [], partners: [] },
    },
  },
  {
    ...{ kind: "commitments", code: "c-1", areas: ["D1"] },
    values: {
      ...{ id: "c-1", area: "D1", you_said: words("Cars speed.", "Los coches corren."), we_will: words("We will measure.", "Mediremos.") },
      ...{ owner: "District 1", made_on: "2024-03-10", due: "2024-09-30", status: "kept", status_on: "2024-08-20" },
    },
  },
  {
    ...{ kind: "engagement", code: "e-1", areas: ["D1A"] },
    values: {
      ...{ id: "e-1", title: words("Harbour meeting", "Reunión del puerto"), type: "beat_meeting", status: "planned", area: "D1A" },
      ...{ start: "2026-04-02T18:30:00-05:00", end: "2026-04-02T20:00:00-05:00", languages: ["en", "es"], access: ["step_free"] },
      ...{ hosts: ["harbour-school"], partners: [] },
    },
  },
];

/** What the comparison of the closed problem came to. The first release does not know it. */
const evaluation: PublicRecord = {
  ...{ kind: "evaluations", code: "harbour-speeding/OUT.01", areas: [] },
  values: {
    ...{ problem: "harbour-speeding", measure: "OUT.01", category: "all", design: "comparison_buffer", verdict: "no_clear_change" },
    ...{ response_before: 120, response_after: 98, comparison_before: 140, comparison_after: 131, buffer_before: 60, buffer_after: 61 },
    ...{ relative_effect: 1.15, relative_lower: 0.8, relative_upper: 1.6, displacement: "neither", level: 0.95 },
    ...{ estimate: -12.4, estimate_unit: "events", estimate_lower: -39.6, estimate_upper: 15.9 },
    sentence: words(
      "Recorded incidents: no clear change; anything from 40 fewer to 16 more fits these counts.",
      "Incidentes registrados: sin cambio claro; estos recuentos encajan con cualquier valor de 40 menos a 16 más.",
    ),
    cannot_show: words("It cannot show a move to somewhere further away.", "No puede mostrar un desplazamiento más lejos."),
    method: words("Made up for a test.", "Inventado para una prueba."),
  },
};

/** How the goal stands. The first release does not know it. */
const goalFinding: PublicRecord = {
  ...{ kind: "goal-findings", code: "g-1", areas: [] },
  values: {
    ...{ goal: "g-1", verdict: "not_met", baseline: 120, latest_period: "2025-Q4", latest: 101, latest_lower: 95, latest_upper: 107 },
    method: words("Judged for a test.", "Juzgado para una prueba."),
  },
};

/** The public records of Testhaven. The second release closes a problem that the first has open. */
export const fixtureRecords = (corrected: boolean): readonly PublicRecord[] =>
  [...given, ...(corrected ? [evaluation, goalFinding] : [])].map((record) => {
    const { fields } = [...publicKinds, ...findingKinds].find(({ name }) => name === record.kind) ?? { fields: [] };
    const empty = Object.fromEntries(fields.filter(({ use }) => use === "published").map(({ name }) => [name, null]));
    const closed = corrected && record.code === "old-town-noise" ? { closed_on: "2026-02-15" } : {};
    return { ...record, values: { ...empty, ...record.values, ...closed } };
  });
