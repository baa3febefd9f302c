import type { Hub } from "../data/hub.ts";
import type { Commitment } from "../data/records.ts";
import { type Published, publicationDay } from "./publication-day.ts";

/** How a commitment stands when its release is published: an open one may be past its due date. */
export type Standing = "OVERDUE" | "OPEN" | "NOT_KEPT" | "CHANGED" | "KEPT_LATE" | "KEPT";

/** Every standing, in the order in which pages tell them: what is owed first. */
export const standings: readonly Standing[] = ["OVERDUE", "OPEN", "NOT_KEPT", "CHANGED", "KEPT_LATE", "KEPT"];

/** How a commitment stands. It is past its due date on the day after. */
export const standingOf = ({ status, due }: Commitment, release: Published): Standing =>
  status === "OPEN" && due < publicationDay(release) ? "OVERDUE" : status;

/** Whether a commitment was made by the end of a day, and not settled by then: kept, not kept or changed. @param day ISO 8601. */
export const openAt = ({ madeOn, status, statusOn }: Commitment, day: string): boolean =>
  madeOn <= day && (status === "OPEN" || statusOn > day);

/** Commitments of a standing: open ones by their due date, others the latest first. */
export function commitmentsOf(hub: Hub, standing: Standing): readonly Commitment[] {
  const own = hub.records.commitments.filter((commitment) => standingOf(commitment, hub) === standing);
  return standing === "OVERDUE" || standing === "OPEN"
    ? own.toSorted((a, b) => a.due.localeCompare(b.due))
    : own.toSorted((a, b) => b.statusOn.localeCompare(a.statusOn));
}

/** How many commitments of each area stand how, in the order of the list of areas; areas without any are left out. */
export function commitmentsByArea(
  hub: Hub,
): readonly { readonly area: string; readonly name: string; readonly counts: readonly number[]; readonly all: number }[] {
  return [...hub.areas.values()].flatMap(({ code, name }) => {
    const own = hub.records.commitments.filter(({ area }) => area.code === code);
    if (own.length === 0) return [];
    const counts = standings.map((standing) => own.filter((commitment) => standingOf(commitment, hub) === standing).length);
    return [{ area: code, name, counts, all: own.length }];
  });
}
