import pg from "pg";
import type { ReleaseListener } from "./database.ts";

/** What the trigger `release_is_told` notifies. */
const channel = "openbeat_release";

/** How long is waited before listening again, in milliseconds: at first, and at most. */
const firstPause = 100;
const longestPause = 5000;
/** How long a server may take to end the connection, in milliseconds: one that hangs would keep a stopping process from ending. */
const longestEnd = 1000;
/** A replica cannot listen until it becomes a primary: there is no hurry to ask again. */
const pauseOfReplica = 30_000;
const isReplica = (error: unknown) => (error as { code?: string }).code === "25006";

/**
 * Hears of new releases from the server as they are committed. A connection that breaks is made again, and then it counts as heard: a
 * release may have come meanwhile.
 * @param config Of a connection of its own, which it keeps.
 */
export function listenForReleases(config: pg.ClientConfig, heard: () => void): ReleaseListener {
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let pause = firstPause;
  let isListening = false;
  let isClosed = false;

  const again = (after: number) => {
    isListening = false;
    client = undefined;
    if (isClosed) return;
    retry = setTimeout(() => void begin(), after);
    retry.unref();
  };
  async function begin(): Promise<void> {
    const own = new pg.Client(config);
    client = own;
    own.on("notification", heard).on("error", () => {});
    try {
      await own.connect();
      await own.query(`LISTEN ${channel}`);
    } catch (error) {
      if (client === own) again(isReplica(error) ? pauseOfReplica : pause);
      pause = Math.min(2 * pause, longestPause);
      await own.end().catch(() => {});
      return;
    }
    if (client !== own) return;
    own.once("end", () => {
      if (client === own) again(firstPause);
    });
    pause = firstPause;
    isListening = true;
    heard();
  }
  void begin();
  return {
    get isListening() {
      return isListening;
    },
    async close() {
      isClosed = true;
      isListening = false;
      clearTimeout(retry);
      const last = client;
      client = undefined;
      if (last === undefined) return;
      const hangUp = setTimeout(() => last.connection.stream.destroy(), longestEnd);
      await last.end().catch(() => {});
      clearTimeout(hangUp);
    },
  };
}
