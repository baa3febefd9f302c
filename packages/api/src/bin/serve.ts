#!/usr/bin/env node
import { parseArgs } from "node:util";
import { openReader } from "@openbeat/schema/store";
import { createLog } from "../log.ts";
import { startApi } from "../server.ts";
import { openRedis } from "../shared/redis.ts";
import { readServing, servingHelp, servingOptions } from "./serving.ts";

const help = `Serves the GraphQL API of a public store.

  node packages/api/src/bin/serve.ts [options]

  --database URL   postgresql://… or file:FOLDER (default: DATABASE_URL, else the embedded database in .openbeat/database)
  --port NUMBER    default: PORT, else 4000
  --host NAME      default: 127.0.0.1; 0.0.0.0 to be reached from other machines
  --redis URL      redis://… where processes share their answers (default: REDIS_URL, else each keeps its own)
  --public-url URL where the public reaches the API, such as https://api.example.org: what addresses in answers begin with
                   (default: PUBLIC_URL, else they begin with a slash)
${servingHelp}
  --help
`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        database: { type: "string" },
        port: { type: "string" },
        host: { type: "string", default: "127.0.0.1" },
        redis: { type: "string" },
        "public-url": { type: "string" },
        help: { type: "boolean", default: false },
        ...servingOptions,
      },
    });
    return { ...values, serving: readServing(values) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
}

/** The public address without a slash at the end; `null` where it is none. */
function readPublicUrl(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined;
  return URL.canParse(text) && /^https?:\/\/[^?#]+$/.test(text) ? new URL(text).href.replace(/\/+$/, "") : null;
}

const {
  database: url = process.env.DATABASE_URL,
  port: portText = process.env.PORT ?? "4000",
  host,
  redis: redisUrl = process.env.REDIS_URL,
  help: wantsHelp,
  serving,
  ...others
} = readArguments();
const publicUrl = readPublicUrl(others["public-url"] ?? process.env.PUBLIC_URL);
const port = Number(portText);
// A database repeats in its messages what it was asked, so faults are told without them.
const tellFault = (serving.log ?? createLog("error", process.stderr)).fault;
if (wantsHelp) {
  console.log(help);
} else if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error("The port is not a whole number from 0 to 65535.");
  process.exitCode = 2;
} else if (publicUrl === null) {
  console.error("The public address is not one that begins with https:// or http:// and has no query.");
  process.exitCode = 2;
} else {
  let close = async () => {};
  try {
    const redis = redisUrl === undefined ? undefined : openRedis(redisUrl);
    close = async () => redis?.disconnect();
    const database = await openReader(url);
    close = async () => {
      await database.close();
      redis?.disconnect();
    };
    const api = await startApi({ database, port, host, redis, publicUrl, tellFault, ...serving });
    const say = serving.log?.say ?? console.log;
    say(`The API answers at ${api.url}/graphql`);
    if (api.metricsUrl !== undefined) say(`Its metrics are at ${api.metricsUrl}`);
    let isStopping = false;
    const stop = () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      api
        .close()
        .then(close)
        .catch((error: unknown) => {
          tellFault(error);
          process.exit(1);
        });
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  } catch (error) {
    await close();
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
