import { expect, it } from "vitest";
import { startOwnProcess } from "../../../server/base/ownProcess.ts";
import { TaskProcess } from "../../../server/lsp/background/taskProcess.ts";
import { openStore } from "../../../server/stores/openStore.ts";
import { WriterLock } from "../../../server/stores/writerLock.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

it("a task that is cancelled is abandoned in its process, which gives its lock back and keeps what it has", async () => {
  const many = Array.from(
    { length: 600 },
    (_, at) => [`src/file${at}.ts`, `export function f${at}() {}\n`] as const,
  );
  const { place } = indexedFolder(createRepository(Object.fromEntries(many)).folder);
  const crashes: string[] = [];
  const tasks = new TaskProcess({
    start: () => startOwnProcess("background.mjs"),
    onCrash: (why) => crashes.push(why),
  });
  const stop = new AbortController();
  const onNews = () => stop.abort();
  const asked = tasks.run("index", place, {}, { signal: stop.signal, onNews });
  await expect(asked).rejects.toMatchObject({ reason: "cancelled" });
  // The next run can only begin when the one before has ended.
  let report = await tasks.run("index", place, {}).catch((error: { reason: string }) => error.reason);
  while (report === "locked") report = await tasks.run("index", place, {}).catch((error) => error.reason);
  expect(report).toMatchObject({ files: 600 });
  await tasks.close();
  const { catalog, close } = openStore(place.store ?? "");
  expect(catalog.runs.recent(2).map(({ outcome }) => outcome)).toEqual(["done", "cancelled"]);
  await close();
  expect(WriterLock.isTaken(place.store ?? "")).toBe(false);
  expect(crashes).toEqual([]);
});

it("failures cross the process with their reason and sentence", async () => {
  const { place } = indexedFolder(createRepository({ "a.ts": "a" }).folder);
  const tasks = new TaskProcess({ start: () => startOwnProcess("background.mjs"), onCrash: () => undefined });
  const asked = tasks.run("search", place, { query: "a", limit: 3 });
  await expect(asked).rejects.toMatchObject({
    reason: "notFound",
    message: expect.stringContaining("whence index"),
  });
  await tasks.close();
  await expect(tasks.run("search", place, { query: "a", limit: 3 })).rejects.toMatchObject({
    reason: "cancelled",
  });
});
