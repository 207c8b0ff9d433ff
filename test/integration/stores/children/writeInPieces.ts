import { openStoreForWriting } from "../../../../server/stores/openStore.ts";
import { pieces, saveMissing } from "../pieces.ts";

// Indexes what is missing, documents first and then vectors, and says each step; it is killed in between.
const [, , place = "", version = "1"] = process.argv;
const store = await openStoreForWriting(place);
await saveMissing(store, pieces(Number(version)), (step) => process.stdout.write(`${step}\n`));
await store.close();
process.stdout.write("complete\n");
