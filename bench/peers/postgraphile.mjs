// PostGraphile as its documentation has it for production, on the tables of a store as the store's own reader. Says where it answers.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const service = makePgService({
  connectionString: process.env.DATABASE_URL,
  schemas: ["public"],
  poolConfig: { max: 10, options: "-c role=openbeat_reader" },
});
const serving = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [service],
  grafserv: { graphqlOverGET: true, graphiql: false, graphiqlOnGraphQLGET: false, websockets: false, outputDataAsString: true },
  grafast: { explain: false },
}).createServ(grafserv);
const server = createServer();
await serving.addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/graphql`));
