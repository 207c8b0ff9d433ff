import { createInterface } from "node:readline";
import { queryTerms } from "../../../../server/model/searchTerms.ts";
import { openStore } from "../../../../server/stores/openStore.ts";

// Answers each line with the texts found by it, as one JSON line; the store is opened once.
const [, , place = ""] = process.argv;
const store = openStore(place);
process.stdout.write("open\n");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "end") break;
  const found = await store.chunks.searchText({ terms: queryTerms(line) }, {}, 10);
  const chunks = store.catalog.chunks.byId(found.map(({ chunk }) => chunk.id));
  process.stdout.write(`${JSON.stringify(chunks.map((chunk) => chunk.text))}\n`);
}
await store.close();
process.exit(0);
