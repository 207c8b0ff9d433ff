import path from "node:path";
import { parseArgs } from "node:util";
import { startNeo4j } from "./neo4j/neo4jServer.mjs";

// `npm run neo4j [-- --port N] [--data DIR] [--read-only] [--tls valid|expired] [--json]`: a Neo4j server on this machine, to
// try the team graph with. Nothing of it is part of an installation; see docs/team-graph.md.

const { values } = parseOrExit();
const say = (line) => process.stderr.write(`${line}\n`);
const { server, reason } = await startNeo4j({
  port: Number(values.port),
  ...(values.data === undefined ? {} : { data: path.resolve(process.env.INIT_CWD ?? ".", values.data) }),
  ...(values["read-only"] ? { readOnly: true } : {}),
  ...(values.tls === undefined ? {} : { tls: values.tls }),
  ...(values.owner === undefined ? {} : { owner: Number(values.owner) }),
  heapMb: Number(values.heap),
  pageCacheMb: Number(values["page-cache"]),
  say,
});
if (server === undefined) {
  say(reason);
  process.exit(1);
}
const { address, user, password, data, caFile, pid, port } = server;
if (values.json) {
  process.stdout.write(`${JSON.stringify({ address, port, user, password, data, caFile, pid })}\n`);
} else {
  const lines = [
    `Neo4j listens at   ${address}   (this machine alone)`,
    `user               ${user}`,
    `password           ${password}   (new at every start)`,
    `data               ${data}`,
    ...(caFile === undefined ? [] : [`authority          ${caFile}`]),
    "Ctrl-C ends it; the data stay.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
// With an owner the server ends with that process and needs this one no longer.
if (values.owner === undefined) {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.stop());
  await server.ended;
}
process.exit(0);

function parseOrExit() {
  const options = {
    port: { type: "string", default: "7687" },
    data: { type: "string" },
    "read-only": { type: "boolean", default: false },
    tls: { type: "string" },
    owner: { type: "string" },
    heap: { type: "string", default: "768" },
    "page-cache": { type: "string", default: "64" },
    json: { type: "boolean", default: false },
  };
  try {
    const parsed = parseArgs({ options });
    const { port, tls, heap, "page-cache": pageCache } = parsed.values;
    if (![port, heap, pageCache].every((each) => /^\d+$/.test(each)))
      throw new Error("--port, --heap and --page-cache take a number.");
    if (![undefined, "valid", "expired"].includes(tls)) throw new Error("--tls takes valid or expired.");
    return parsed;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
