import { copyFileSync } from "node:fs";
import path from "node:path";
import { beforeAll } from "vitest";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { temporaryPlace } from "../stores/storeFixture.ts";
import { describeGraphStore } from "./conformance/describeGraphStore.ts";

const empty = temporaryPlace();

// Making tables waits for the disk several times, which hundreds of tests need not do.
beforeAll(() => openGraph(empty, "write").close());

describeGraphStore("a graph in SQLite", async () => {
  const place = temporaryPlace();
  copyFileSync(path.join(empty, "graph.sqlite"), path.join(place, "graph.sqlite"));
  return { store: openGraph(place, "write"), openAgain: async () => openGraph(place, "write") };
});
