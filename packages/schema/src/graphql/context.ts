import type { Database } from "@openbeat/database";
import type { Catalogue, ReleaseRow, Store } from "../store/index.ts";
import { findRelease, storeOf } from "../store/index.ts";

/** What the resolvers of one request share. */
export interface Context {
  readonly store: Store;
  /** Every release, newest first: the same list for the whole request, so that one answer never mixes two latest releases. */
  releases(): Promise<readonly ReleaseRow[]>;
  catalogue(release: ReleaseRow): Promise<Catalogue>;
  /** The catalogue of a version, or of the latest release; `undefined` where there is none. @throws {QueryError} `RELEASE_NOT_FOUND` */
  catalogueOfVersion(version?: string | null): Promise<Catalogue | undefined>;
}

/** The context of one request. @param options.database Opened as reader. */
export function createContext({ database }: { readonly database: Database }): Context {
  const store = storeOf(database);
  let releases: Promise<readonly ReleaseRow[]> | undefined;
  const context: Context = {
    store,
    releases() {
      releases ??= store.releases();
      return releases;
    },
    catalogue: (release) => store.catalogue(release),
    async catalogueOfVersion(version) {
      const release = findRelease(await context.releases(), version);
      return release && store.catalogue(release);
    },
  };
  return context;
}
