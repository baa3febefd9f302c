import { type MethodCertificate, releaseCertificate } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { type Attacked, attackHidden } from "./attack-hidden.ts";
import type { GroupOfRelease } from "./common-atoms.ts";
import { countsBeside, type MeasureGroup, measureGroups } from "./measure-group.ts";
import { type Checked, checkCellKey, checkControlledRounding, checkDifferentialPrivacy, checkSmallCountRounding } from "./promises.ts";
import type { PublicRelease } from "./public-release.ts";
import { shownEquations } from "./shown-equations.ts";
import { auditSurveys } from "./survey-figures.ts";

/** One line of a report. */
export interface Finding {
  readonly line: string;
  readonly holds: boolean;
}

type Certified = GroupOfRelease & { readonly certificate: MethodCertificate | undefined };
type Progress = (what: string) => void;

/** Each measure of a release with the certificate that it was published under. */
function certified(release: PublicRelease): readonly Certified[] {
  const { version } = release.structure;
  const read = releaseCertificate.safeParse(release.certificate);
  if (!read.success)
    throw new PipelineError(
      "PUBLIC_FILE_INVALID",
      `The certificate of release ${version} is not one that this version can read: ${read.error.issues[0]?.path.join(".") ?? ""} is missing or wrong. Get it anew from the publisher, or update Openbeat.`,
    );
  const certificateOf = ({ dataset, measure, method }: MeasureGroup) =>
    read.data.datasets
      .find((one) => one.dataset === dataset)
      ?.measures.find((one) => one.measure === measure && one.certificate.method === method)?.certificate;
  const groups = measureGroups(release);
  return groups
    .filter(({ method }) => method !== "none")
    .map((group) => {
      const certificate = certificateOf(group);
      const least = certificate?.method === "suppress" && certificate.zeros === "sensitive" ? 0 : 1;
      const isListed = certificate?.method === "suppress" && certificate.emptyCombinations === "public";
      return { release, group, certificate, least, listed: isListed ? countsBeside(group, groups) : [] };
    });
}

/** What tables say of their policy must be what the certificate says. */
function promiseDiffers({ group, certificate }: Certified): boolean {
  if (certificate?.method !== "suppress") return false;
  return group.tables.some(({ policy }) => policy.threshold !== certificate.threshold || policy.width !== certificate.width);
}

/** Where zeros are said to be hidden, hidden counts are taken to be possibly zero: then none may be shown, nor any other small count. */
function zerosShown({ group, certificate, least }: Certified): boolean {
  return (
    certificate?.method === "suppress" && least === 0 && group.figures.some(({ value }) => value !== null && value < certificate.threshold)
  );
}

/** What the certificate counts must be what the figures come to: it was made for these cells. */
function hiddenDiffer({ group, certificate }: Certified): boolean {
  return certificate !== undefined && certificate.suppressed < new Set(hiddenKeys(group)).size;
}
const hiddenKeys = ({ figures }: MeasureGroup) =>
  figures.flatMap(({ codes, value }) => (value === null ? [JSON.stringify([...codes].sort(([a], [b]) => (a < b ? -1 : 1)))] : []));

/** Checks each measure of some releases, oldest first: alone what its method promises of one, and together what it promises of all. */
export async function* auditReleases(releases: readonly PublicRelease[], atMost: number, progress: Progress): AsyncGenerator<Finding> {
  yield* auditSurveys(releases);
  const groups = Map.groupBy(releases.flatMap(certified), ({ group }) => `${group.dataset} ${group.measure}`);
  for (const [name, all] of groups) {
    for (const one of all) yield* withoutPromise(name, one, releases.length > 1);
    const suppressed = all.filter(({ certificate }) => certificate?.method === "suppress");
    if (suppressed.length > 0) yield* auditSuppressed(name, suppressed, atMost, progress);
    for (const one of all) {
      const result = checkOther(one);
      if (result === undefined) continue;
      progress(`checking ${name}`);
      const line = `${labelOf(name, [one], releases.length > 1)}: ${one.certificate?.method}; ${result.checked} checked; `;
      yield {
        line: `${line}${result.broken.length === 0 ? "as promised" : `${result.broken.join(", ")}: BROKEN`}.`,
        holds: result.broken.length === 0,
      };
    }
  }
}

const labelOf = (name: string, all: readonly GroupOfRelease[], several: boolean) =>
  several ? `${name}, release${all.length > 1 ? "s" : ""} ${all.map(({ release }) => release.structure.version).join(" and ")}` : name;

function* withoutPromise(name: string, one: Certified, several: boolean): Generator<Finding> {
  const label = labelOf(name, [one], several);
  if (one.certificate === undefined)
    yield {
      line: `${label}: the certificate says nothing of how these figures were protected by ${one.group.method}: BROKEN.`,
      holds: false,
    };
  else if (promiseDiffers(one)) yield { line: `${label}: the tables state another policy than the certificate: BROKEN.`, holds: false };
  else if (zerosShown(one))
    yield { line: `${label}: a zero or another small count is shown, which the certificate says are hidden: BROKEN.`, holds: false };
  else if (hiddenDiffer(one)) yield { line: `${label}: more cells are hidden than the certificate was made for: BROKEN.`, holds: false };
}

function checkOther({ release, group, certificate }: Certified): Checked | undefined {
  switch (certificate?.method) {
    case "smallCountRounding":
      return checkSmallCountRounding(release, group, certificate);
    case "controlledRounding":
      return checkControlledRounding(release, group, certificate);
    case "cellKey":
      return checkCellKey(release, group, certificate);
    case "differentialPrivacy":
      return checkDifferentialPrivacy(release, group, certificate);
    default:
      return undefined;
  }
}

async function* auditSuppressed(name: string, all: readonly Certified[], atMost: number, progress: Progress): AsyncGenerator<Finding> {
  const termsOf = ({ certificate }: Certified) => (certificate?.method === "suppress" ? certificate : undefined);
  const widths = all.map((one) => termsOf(one)?.width ?? Number.POSITIVE_INFINITY);
  const threshold = Math.max(...all.map((one) => termsOf(one)?.threshold ?? 0));
  const told = (done: number, of: number) => progress(`attacking ${name}, ${done} of ${of} hidden cells`);
  progress(`attacking ${name}`);
  const together = shownEquations(all, true);
  for (const [place, { leastChange }] of together.comparisons.entries()) {
    if (leastChange === null || leastChange >= threshold) continue;
    const label = labelOf(name, all.slice(place, place + 2), true);
    yield { line: `${label}: a figure changed by fewer than ${threshold}, so the two together tell a small count: BROKEN.`, holds: false };
  }
  const result = await attackHidden(together, widths, atMost, told);
  if (result.outcome !== "contradiction" || all.length === 1) {
    yield judged(labelOf(name, all, all.length > 1), result, widths);
    return;
  }
  const note = "the figures show that something changed which no figure shows by itself, so nothing can be inferred from one to the other";
  yield { line: `${labelOf(name, all, true)}: ${note}; each is attacked alone.`, holds: true };
  for (const [place, one] of all.entries()) {
    const width = widths.slice(place, place + 1);
    yield judged(labelOf(name, [one], true), await attackHidden(shownEquations([one], false), width, atMost, told), width);
  }
}

function judged(label: string, result: Attacked, widths: readonly number[]): Finding {
  if (result.outcome === "contradiction") return { line: `${label}: the shown figures contradict each other: BROKEN.`, holds: false };
  if (result.outcome === "undecided")
    return { line: `${label}: the solver was not done in time, so nothing is known of it: BROKEN until it is.`, holds: false };
  const { hidden, attacked, narrowest, narrow } = result;
  const promised = Math.min(...widths);
  const width = Number.isFinite(narrowest) ? Math.round(narrowest * 1000) / 1000 : "unbounded";
  const found =
    attacked === 0
      ? "no cell is hidden"
      : narrow === 0
        ? `every interval is at least ${width} wide (promised ${promised})`
        : `the narrowest interval is ${width} (promised ${promised})`;
  return {
    line: `${label}: ${hidden} hidden cells, ${attacked} attacked; ${found}${narrow === 0 ? "" : ": BROKEN"}.`,
    holds: narrow === 0,
  };
}
