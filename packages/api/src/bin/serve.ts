#!/usr/bin/env node
import { parseArgs } from "node:util";
import { openReader } from "@openbeat/schema/store";
import { startApi } from "../server.ts";
import { readServing, servingHelp, servingOptions } from "./serving.ts";

const help = `Serves the GraphQL API of a public store.

  node packages/api/src/bin/serve.ts [options]

  --database URL   postgresql://… or file:FOLDER (default: DATABASE_URL, else the embedded database in .openbeat/database)
  --port NUMBER    default: PORT, else 4000
  --host NAME      default: 127.0.0.1; 0.0.0.0 to be reached from other machines
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

const {
  database: url = process.env.DATABASE_URL,
  port: portText = process.env.PORT ?? "4000",
  host,
  help: wantsHelp,
  serving,
} = readArguments();
const port = Number(portText);
if (wantsHelp) {
  console.log(help);
} else if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error("The port is not a whole number from 0 to 65535.");
  process.exitCode = 2;
} else {
  try {
    const database = await openReader(url);
    try {
      const api = await startApi({ database, port, host, ...serving });
      const say = serving.log?.say ?? console.log;
      say(`The API answers at ${api.url}/graphql`);
      if (api.metricsUrl !== undefined) say(`Its metrics are at ${api.metricsUrl}`);
      const stop = async () => {
        await api.close();
        await database.close();
      };
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
