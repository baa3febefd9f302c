import { Redis } from "ioredis";

/**
 * Connects to Redis, and connects again for ever. Commands fail at once while it is away: whoever uses it goes on without.
 * @param url `redis://…` or `rediss://…`; its path is the number of the database.
 * @throws {Error} Where the URL is no such URL.
 */
export function openRedis(url: string): Redis {
  if (!/^rediss?:\/\//.test(url)) throw new Error("The Redis URL begins neither with redis:// nor with rediss://.");
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    socketTimeout: 5000,
    retryStrategy: (times) => Math.min(50 * times, 1000),
    connectionName: "openbeat-api",
  });
  // What fails is told by the command that fails; without a listener the client writes to the console.
  redis.on("error", () => {});
  return redis;
}
