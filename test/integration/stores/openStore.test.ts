import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { openStore, openStoreForWriting } from "../../../server/stores/openStore.ts";
import { Database } from "../../../server/stores/sqlite/database.ts";
import { batchOf, Child, makeDocument, temporaryPlace, unitVector } from "./storeFixture.ts";

async function reasonOf(work: () => unknown): Promise<{ reason?: string; message?: string }> {
  try {
    await work();
    return {};
  } catch (error) {
    if (!WhenceError.is(error)) throw error;
    return { reason: error.reason, message: error.message };
  }
}

describe("a store", () => {
  it("holds after it was closed what was put in", async () => {
    const place = path.join(temporaryPlace(), "made", "on the way");
    const made = makeDocument("src/a.ts", ["persistent text"]);
    const writing = await openStoreForWriting(place);
    await writing.writer.saveDocuments(batchOf(made));
    writing.catalog.meta.set("indexedHead", "abc");
    await writing.close();
    const again = await openStoreForWriting(place);
    expect(again.catalog.meta.get("indexedHead")).toBe("abc");
    const found = await again.chunks.searchText({ terms: ["persistent"] }, {}, 5);
    expect(found.map(({ chunk }) => chunk.id)).toEqual(made.chunks.map((chunk) => chunk.id));
    await again.close();
    const reading = openStore(place);
    expect(reading.catalog.chunks.ofDocuments(["repo:src/a.ts"])).toEqual(made.chunks);
    await reading.close();
  });

  it("is empty to a reader before anything was written", async () => {
    const place = temporaryPlace();
    await (await openStoreForWriting(place)).close();
    const reading = openStore(place);
    expect(await reading.chunks.searchText({ terms: ["a"] }, {}, 5)).toEqual([]);
    expect(await reading.chunks.searchVector("m", unitVector([1, 2]), {}, 5)).toEqual([]);
    expect((await reading.chunks.counts()).chunks).toBe(0);
    await reading.close();
  });

  it.skipIf(process.platform === "win32")("can be read by its owner alone", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const made = makeDocument("a.ts", ["private"]);
    await store.writer.saveDocuments(batchOf(made));
    await store.chunks.optimize();
    const open = ["", ...readdirSync(place, { recursive: true }).map(String)].filter(
      (name) => (statSync(path.join(place, name)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
    await store.close();
  });

  it("is brought up to date from nothing and from every earlier version", () => {
    const file = path.join(temporaryPlace(), "m.sqlite");
    const steps = [
      "CREATE TABLE a (x)",
      "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)",
      "CREATE TABLE b (z)",
    ];
    new Database(file, "write", steps.slice(0, 1)).close();
    new Database(file, "write", steps).close();
    const database = new Database(file, "write", steps);
    expect(database.all("SELECT * FROM a").map((row) => ({ ...row }))).toEqual([{ x: 1, y: 2 }]);
    expect(database.get("PRAGMA user_version")?.user_version).toBe(3);
    database.close();
  });

  it("keeps its version where a step fails", () => {
    const file = path.join(temporaryPlace(), "m.sqlite");
    expect(
      () => new Database(file, "write", ["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"]),
    ).toThrow();
    const database = new Database(file, "write", ["CREATE TABLE a (x)"]);
    expect(database.all("SELECT name FROM sqlite_schema").map((row) => row.name)).toEqual(["a"]);
    database.close();
  });

  it("of a newer version is left alone, with a sentence", async () => {
    const place = temporaryPlace();
    await (await openStoreForWriting(place)).close();
    const raw = new DatabaseSync(path.join(place, "catalog.sqlite"));
    const version = Number(raw.prepare("PRAGMA user_version").get()?.user_version);
    raw.exec("PRAGMA user_version = 9999");
    raw.close();
    for (const open of [() => openStore(place), () => openStoreForWriting(place)]) {
      const { reason, message } = await reasonOf(open);
      expect(reason).toBe("storeNewer");
      expect(message).toContain("update");
    }
    const after = new DatabaseSync(path.join(place, "catalog.sqlite"));
    after.exec(`PRAGMA user_version = ${version}`);
    after.close();
    await (await openStoreForWriting(place)).close();
  });

  it("that is not there is not made by a reader", async () => {
    const place = path.join(temporaryPlace(), "none");
    const { reason, message } = await reasonOf(() => openStore(place));
    expect(reason).toBe("notFound");
    expect(message).toContain("whence index");
    expect(existsSync(place)).toBe(false);
  });

  it("in a place that is a file says so in a sentence", async () => {
    const place = path.join(temporaryPlace(), "file");
    writeFileSync(place, "");
    expect((await reasonOf(() => openStoreForWriting(place))).reason).toBe("noAccess");
  });

  it("keeps its embeddings when the rest is thrown away", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const hash = "c".repeat(64);
    store.catalog.embeddings.put("m", [{ hash, vector: unitVector([1, 2, 2]) }]);
    await store.close();
    for (const name of readdirSync(place)) {
      if (!name.startsWith("embeddings")) rmSync(path.join(place, name), { recursive: true });
    }
    const again = await openStoreForWriting(place);
    expect(again.catalog.embeddings.get("m", [hash]).get(hash)).toEqual(unitVector([1, 2, 2]));
    expect(again.catalog.counts().documents).toBe(0);
    await again.close();
  });
});

describe("a reader in another process", () => {
  it("sees what is written after it opened the store, and nothing that was removed", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const reader = new Child("searchOnDemand.ts", place);
    await reader.said("open");
    const answers: string[] = [];
    const steps = [
      async () => undefined,
      () => store.writer.saveDocuments(batchOf(makeDocument("a.ts", ["needle one"]))),
      () => store.writer.saveDocuments(batchOf(makeDocument("a.ts", ["needle two"]))),
      () => store.writer.removeDocuments(["repo:a.ts"]),
    ];
    for (const step of steps) {
      await step();
      answers.push(await reader.ask("needle"));
    }
    expect(answers).toEqual(["[]", '["needle one"]', '["needle two"]', "[]"]);
    reader.tell("end");
    expect(await reader.ended).toBe(0);
    expect(reader.errors).toBe("");
    await store.close();
  });

  it("gets whole answers while documents are written, replaced and removed and the tables are optimised", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const steady = Array.from({ length: 20 }, (_, at) => makeDocument(`steady/${at}.ts`, [`steady ${at}`]));
    await store.writer.saveDocuments(batchOf(...steady));
    const reader = new Child("searchEndlessly.ts", place, "20");
    await reader.said("searching");
    for (let round = 0; round < 6; round++) {
      const others = Array.from({ length: 120 }, (_, at) =>
        makeDocument(`moving/${at}.ts`, [`moving ${at} ${round}`]),
      );
      await store.writer.saveDocuments(batchOf(...others));
      await store.writer.removeDocuments(others.slice(0, 40).map(({ record }) => record.document.uri));
      await store.chunks.optimize();
    }
    reader.tell("end");
    const code = await reader.ended;
    expect(await reader.said("searched")).toMatch(/\d/);
    expect({ code, errors: reader.errors }).toEqual({ code: 0, errors: "" });
    await store.close();
  });
});
