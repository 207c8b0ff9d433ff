import { queryTerms } from "../../../../server/model/searchTerms.ts";
import { openStore } from "../../../../server/stores/openStore.ts";
import { isOrphaned } from "../../../support/isOrphaned.ts";

// Searches without pause until it is told to end; prints how often, and ends with 1 where an answer was not whole.
const [, , place = "", expected = "0"] = process.argv;
const store = openStore(place);
let ended = false;
process.stdin.once("data", () => {
  ended = true;
});
process.stdout.write("open\n");
let searches = 0;
while (!ended && !isOrphaned()) {
  const found = await store.chunks.searchText({ terms: queryTerms("steady") }, {}, 100);
  const distinct = new Set(found.map(({ chunk }) => chunk.uri));
  if (found.length !== Number(expected) || distinct.size !== found.length) {
    process.stdout.write(`wrong: ${found.length} hits of ${distinct.size} documents\n`);
    process.exit(1);
  }
  searches++;
  if (searches === 1) process.stdout.write("searching\n");
  await new Promise((resolve) => setImmediate(resolve));
}
await store.close();
process.stdout.write(`searched ${searches}\n`);
process.exit(0);
