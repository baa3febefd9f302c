import { startApi } from "@openbeat/api";
import { openReader } from "@openbeat/schema/store";

// Our server as the bench asks it. With CACHE_BYTES 0 it keeps no answer: every question is worked out.
const database = await openReader(process.env.DATABASE_URL);
const { CACHE_BYTES } = process.env;
const api = await startApi({ database, port: 0, ...(CACHE_BYTES === undefined ? {} : { cacheBytes: Number(CACHE_BYTES) }) });
console.log(`${api.url}/graphql`);
