import { onePage } from "../edition.ts";

/** The static paths of a page that every live edition has once, and that does not stand again under the address of a release. */
export const oneLivePage = async () => (await onePage()).filter(({ props: { edition } }) => !edition.isFrozen);
