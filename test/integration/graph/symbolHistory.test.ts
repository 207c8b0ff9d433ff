import { describe, expect, it } from "vitest";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { GraphFile } from "../../../server/stores/sqlite/graph/graphFile.ts";
import { SymbolHistoryTable } from "../../../server/stores/sqlite/graph/symbolHistoryTable.ts";
import { temporaryPlace } from "../stores/storeFixture.ts";

describe("the cache of histories of symbols", () => {
  it("gives what was stored last, in other processes too", async () => {
    const place = temporaryPlace();
    const graph = openGraph(place, "write");
    graph.history.set("blob 1", "first");
    graph.history.set("blob 1", '{"commits":["ä","\u0000"]}');
    await graph.close();
    const reader = openGraph(place, "read");
    expect(reader.history.get("blob 1")).toBe('{"commits":["ä","\u0000"]}');
    expect(reader.history.get("blob 2")).toBeUndefined();
    await reader.close();
  });

  it("stays within its bounds; what is used stays, what was not used for long goes", () => {
    const file = new GraphFile(temporaryPlace(), "write");
    const cache = new SymbolHistoryTable(file, 50);
    for (let at = 0; at < 601; at++) {
      cache.set(`key ${at}`, String(at));
      expect(cache.get("key 0")).toBe("0");
    }
    const count = file.read((database) => database.get("SELECT count(*) AS n FROM symbol_history")?.n);
    expect(count).toBe(50);
    expect(cache.get("key 600")).toBe("600");
    expect(cache.get("key 599")).toBe("599");
    expect(cache.get("key 1")).toBeUndefined();
    file.close();
  });

  it("neither waits nor fails while another process writes", async () => {
    const place = temporaryPlace();
    const [graph, other] = [openGraph(place, "write"), new GraphFile(place, "write")];
    graph.history.set("before", "value");
    other.writeNow(() => {
      graph.history.set("meanwhile", "value");
      expect(graph.history.get("before")).toBe("value");
    });
    expect(graph.history.get("meanwhile")).toBeUndefined();
    graph.history.set("after", "value");
    expect(graph.history.get("after")).toBe("value");
    other.close();
    await graph.close();
  });
});
