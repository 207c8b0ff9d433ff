import { EgressDoor } from "../../../../server/base/egress/egressDoor.ts";
import { readEndpoint } from "../../../../server/base/egress/endpoint.ts";
import { MemoryLedger } from "../../../support/neo4j/memoryLedger.ts";

// Asks a server once with this process's environment, and prints the status or why there is none.
const [, , url = ""] = process.argv;
const endpoint = readEndpoint(url, "a setting");
const door = new EgressDoor({
  rules: { offline: false, endpoints: [endpoint], approvedHosts: [endpoint.host] },
  ledger: new MemoryLedger(),
  network: { environment: process.env, caFile: "" },
});
const ask = door.fetchFor({ name: "test", timeoutMs: 20_000, responseBytesMost: 10_000 });
const said = await ask(`${url}/models`).then(
  async (response) => {
    await response.text();
    return String(response.status);
  },
  (error: unknown) => String(error),
);
await door.close();
process.stdout.write(`${said}\n`);
