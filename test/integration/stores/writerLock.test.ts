import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { openStore, openStoreForWriting } from "../../../server/stores/openStore.ts";
import { WriterLock } from "../../../server/stores/writerLock.ts";
import { batchOf, Child, makeDocument, temporaryPlace } from "./storeFixture.ts";

function refusal(place: string): string | undefined {
  try {
    WriterLock.acquire(place).release();
    return undefined;
  } catch (error) {
    if (!WhenceError.is(error, "locked")) throw error;
    return error.message;
  }
}

function changeLock(place: string, sql: string): void {
  const raw = new DatabaseSync(path.join(place, "writer.sqlite"));
  raw.exec(sql);
  raw.close();
}

describe("the right to write", () => {
  it("is one process's at a time, which the refusal names", async () => {
    const place = temporaryPlace();
    const child = new Child("holdLock.ts", place);
    await child.said("held");
    expect(refusal(place)).toContain(`Process ${child.pid} `);
    await child.kill();
  });

  it("passes on when its owner was killed", async () => {
    const place = temporaryPlace();
    const child = new Child("holdLock.ts", place);
    await child.said("held");
    await child.kill();
    expect(refusal(place)).toBeUndefined();
  });

  it("is free again once it was given back", () => {
    const place = temporaryPlace();
    const lock = WriterLock.acquire(place);
    expect(refusal(place)).toContain(`${process.pid}`);
    lock.release();
    lock.release();
    expect(refusal(place)).toBeUndefined();
  });

  it("stays with a living owner on another host, and passes on when that has long been silent", () => {
    const place = temporaryPlace();
    const lock = WriterLock.acquire(place);
    changeLock(place, "UPDATE writer SET host = 'elsewhere', pid = 1");
    expect(refusal(place)).toContain("elsewhere");
    changeLock(place, `UPDATE writer SET beat_ms = ${Date.now() - 120_000}`);
    expect(refusal(place)).toBeUndefined();
    lock.release();
  });

  it("once lost stops its former owner from writing", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    changeLock(place, `UPDATE writer SET beat_ms = 0`);
    const successor = WriterLock.acquire(place);
    const made = batchOf(makeDocument("a.ts", ["late"]));
    await expect(store.writer.saveDocuments(made)).rejects.toMatchObject({ reason: "locked" });
    await expect(store.writer.removeDocuments(["repo:a.ts"])).rejects.toMatchObject({ reason: "locked" });
    await store.close();
    expect(refusal(place)).toContain(`${process.pid}`);
    successor.release();
  });

  it("is asked for again by the next write where a heartbeat failed, which ends no process", () => {
    const place = temporaryPlace();
    vi.useFakeTimers();
    try {
      const lock = WriterLock.acquire(place);
      changeLock(place, "ALTER TABLE writer RENAME TO elsewhere");
      vi.advanceTimersByTime(20_000);
      expect(() => lock.assertHeld()).toThrow(/no such table/);
      changeLock(place, "ALTER TABLE elsewhere RENAME TO writer");
      lock.assertHeld();
      lock.release();
    } finally {
      vi.useRealTimers();
    }
  });

  it("is not needed for reading, and does not survive a store that cannot be opened", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const reader = openStore(place);
    expect(reader.catalog.counts().documents).toBe(0);
    await reader.close();
    await store.close();
    changeLock(place, "SELECT 1");
    const raw = new DatabaseSync(path.join(place, "catalog.sqlite"));
    raw.exec("PRAGMA user_version = 77");
    raw.close();
    await expect(openStoreForWriting(place)).rejects.toMatchObject({ reason: "storeNewer" });
    expect(refusal(place)).toBeUndefined();
  });
});
