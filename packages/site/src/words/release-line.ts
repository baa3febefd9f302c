import { isDraft } from "@openbeat/schema/domain";
import type { Edition } from "../edition.ts";
import { publicationDay } from "../records/publication-day.ts";
import { dateText } from "./formats.ts";

/** Which release this is, with its day; a draft has none. */
export const releaseLineOf = ({ hub, words, language }: Pick<Edition, "hub" | "words" | "language">): string =>
  isDraft(hub.version) ? words.draftLine(hub.version) : words.releaseLine(hub.version, dateText(publicationDay(hub), language));
