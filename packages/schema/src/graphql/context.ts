import type { Database } from "@openbeat/database";
import type { Catalogue, ReleaseRow, Store } from "../store/index.ts";
import { editionOf, findRelease, storeOf } from "../store/index.ts";
import type { RateLimitPolicy } from "./limits.ts";

/** What the resolvers of one request share. */
export interface Context {
  readonly store: Store;
  /**
   * Every release, newest first: the same list for the whole request, so that one answer never mixes two latest releases.
   * Whoever asks for it makes an answer that may change when a release is added.
   */
  releases(): Promise<readonly ReleaseRow[]>;
  /** The release of a version; left out, the one that the request is pinned to, or the latest. @throws {QueryError} `RELEASE_NOT_FOUND` */
  release(version?: string | null): Promise<ReleaseRow | undefined>;
  /** The version that was meant where this question named none; `undefined` where it always named one. */
  meantVersion(): Promise<string | undefined>;
  /** The release of a version, where there is one. One that is not there yet may come. */
  existing(version: string): Promise<ReleaseRow | undefined>;
  catalogue(release: ReleaseRow): Promise<Catalogue>;
  /** How much one client may ask, where that is limited. */
  readonly rateLimit: RateLimitPolicy | undefined;
  /** Where the API answers for the public, without a slash at the end, if it was told. */
  readonly publicUrl: string | undefined;
  /** Says that the answer may be another one later, though the same is asked. */
  mayChange(): void;
}

export interface ContextOptions {
  /** Opened as reader. */
  readonly database: Database;
  /** The version that is meant where a question names none. */
  readonly pinned?: string | undefined;
  /** How much one client may ask, where that is limited. */
  readonly rateLimit?: RateLimitPolicy | undefined;
  /** Where the API answers for the public, without a slash at the end: what addresses in answers begin with. */
  readonly publicUrl?: string | undefined;
  /** Called when the answer turns out to be one that may change. An answer of which it is never said holds for ever. */
  readonly onMayChange?: (() => void) | undefined;
  /** Told of which releases the answer is made, when the list of them was read. An answer of which it is never said rests on none. */
  readonly onEdition?: ((edition: string) => void) | undefined;
  /** How old the list of releases may be, in milliseconds: by default it is asked for anew. */
  readonly age?: number | undefined;
}

/** The context of one request. */
export function createContext({ database, pinned, publicUrl, onMayChange, onEdition, rateLimit, age }: ContextOptions): Context {
  const store = storeOf(database);
  let releases: Promise<readonly ReleaseRow[]> | undefined;
  const list = () => {
    releases ??= store.releases(age).then((list) => {
      onEdition?.(editionOf(list));
      return list;
    });
    return releases;
  };
  let isMeant = false;
  const mayChange = () => onMayChange?.();
  return {
    store,
    rateLimit,
    publicUrl,
    mayChange,
    releases() {
      mayChange();
      return list();
    },
    async release(version) {
      isMeant ||= version == null;
      if (version == null && pinned === undefined) mayChange();
      return findRelease(await list(), version ?? pinned);
    },
    meantVersion: async () => (isMeant ? (pinned ?? (await list())[0]?.version) : undefined),
    async existing(version) {
      const found = (await list()).find((release) => release.version === version);
      if (found === undefined) mayChange();
      return found;
    },
    catalogue: (release) => store.catalogue(release),
  };
}
