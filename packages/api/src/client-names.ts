import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Redis } from "ioredis";
import { within } from "./within.ts";

/** The address as others write it: without port, brackets, zone or the IPv6 form of IPv4. @returns `undefined` where it is none. */
function readAddress(text: string): string | undefined {
  const bare = text.trim().replace(/^\[(?<inner>[^\]]*)\](?::\d+)?$/, "$<inner>");
  const address = bare.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(address) !== 0) return address;
  const withoutPort = address.replace(/:\d+$/, "");
  return isIP(withoutPort) === 4 ? withoutPort : undefined;
}

/** An IPv6 address without what its owner chooses freely: the first 64 bits. */
function network(address: string): string {
  if (isIP(address) !== 6) return address;
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = written.split("::");
  const groups = head === "" ? [] : head.split(":");
  const end = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - end.length;
  return [...groups, ...Array<string>(zeros).fill("0"), ...end].slice(0, 4).join(":");
}

/**
 * Who asks: the address of the connection, or, behind proxies, what the outermost of them wrote into `X-Forwarded-For`.
 * @param proxies How many proxies of ours stand before the server. What stands further left in the header anybody may have written.
 * @returns IPv4 whole, IPv6 by its first 64 bits; `undefined` for the machine itself where no proxy is said to stand before it.
 */
export function clientAddress({ headers, socket }: IncomingMessage, proxies: number): string | undefined {
  const connection = readAddress(socket.remoteAddress ?? "") ?? "unknown";
  if (proxies === 0) return /^127\.|^::1$/.test(connection) ? undefined : network(connection);
  const forwarded = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  return network(readAddress(forwarded.at(-proxies) ?? "") ?? connection);
}

const saltLasts = 3_600_000;
/** How long Redis may take before a process names clients by itself, in milliseconds. */
const redisPatience = 200;
/** How long the secret of Redis is believed before it is asked for again, in milliseconds: it may have been away, or have dropped it. */
const believed = 5000;

/** Names clients so that nobody can tell their addresses from the names. @returns The name of an address, for the hour. */
export type NameClient = (address: string) => Promise<string>;

/**
 * Names that hold for an hour: hashes with a secret that is thrown away after it. It stands in memory, and with Redis there too.
 * @param redis Where several processes share the secret, so that they mean the same client by the same name.
 */
export function createClientNames(redis?: Redis): NameClient {
  let hour = -1;
  let salt = "";
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  async function share(server: Redis, of: number): Promise<void> {
    const key = `openbeat:client-salt:${of}`;
    await server.set(key, salt, "PX", saltLasts * 2, "NX");
    const shared = await server.get(key);
    if (shared !== null && hour === of) salt = shared;
  }
  return async (address) => {
    const now = Math.floor(Date.now() / saltLasts);
    if (now !== hour) {
      hour = now;
      salt = randomBytes(32).toString("base64");
      askedAt = Number.NEGATIVE_INFINITY;
    }
    if (redis !== undefined && performance.now() - askedAt > believed) {
      askedAt = performance.now();
      asking = within(
        redisPatience,
        share(redis, hour).catch(() => {}),
        () => {},
      );
    }
    await asking;
    return createHmac("sha256", salt).update(address).digest("base64url").slice(0, 22);
  };
}
