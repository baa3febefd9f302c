import type { Geography } from "../geography/areas.ts";
import { holdBack } from "../history/hold-back.ts";
import type { PastDataset } from "../history/past.ts";
import { type Contributions, minimumChanges } from "../hub/least-change.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import type { Workbench } from "../read/workbench.ts";
import { largestContributions, type Marks, markContributors } from "./marks.ts";
import { type Atoms, boundContributions, countAtoms, groupTables, readAtoms, replaceAtoms, type Tabulated, tabulate } from "./tabulate.ts";

/** What was counted of a dataset's records: true values, which never leave the pipeline. As large as its tables, however many records there are. */
export interface TabulatedRecords {
  readonly atoms: Atoms;
  /** Published periods that stay as they were: their late changes are too few to show. */
  readonly held: readonly string[];
  readonly tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>;
  readonly marks: Marks;
  readonly largest: Contributions | null;
  /** Records that were left out, of persons who had more of them than the policy counts. */
  readonly bounded: number;
}

/**
 * Takes a dataset's `records` to the figures of its tables, with the periods that are held back as they were published. Nothing needs the
 * records after it.
 * @param secret Of the keys of records, where the plan has keys.
 * @param earlier The dataset in earlier releases, oldest first.
 */
export async function tabulateRecords(
  workbench: Workbench,
  plan: DatasetPlan,
  geography: Geography,
  secret: Uint8Array | null,
  earlier: readonly PastDataset[],
): Promise<TabulatedRecords> {
  const bounded = await boundContributions(workbench, plan);
  await countAtoms(workbench, plan, secret);
  const largest = await largestContributions(workbench, plan);
  const before = earlier.map((release) => (release.largest === undefined ? null : new Map(Object.entries(release.largest))));
  const { atoms, held } = holdBack(plan, geography, await readAtoms(workbench, plan), earlier, minimumChanges(plan, [largest, ...before]));
  if (held.length > 0) await replaceAtoms(workbench, plan, atoms);
  const grouped = await groupTables(workbench, plan, geography);
  const tabulated = await tabulate(workbench, grouped);
  const marks = await markContributors(workbench, grouped, tabulated, held);
  return { atoms, held, tabulated, marks, largest, bounded };
}
