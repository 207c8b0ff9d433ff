import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { HistoryThread } from "../../../server/ide/historyThread.ts";
import type { IndexedDefinition } from "../../../server/ide/ide.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";

/** A thread that answers each wish when the file `go` tells it to, fails for the name `broken`, and dies of `deadly`. */
const script = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ job, work }) => {
  if (work.name === "deadly") process.exit(1);
  if (work.name === "broken") parentPort.postMessage({ job, failure: "broken" });
  else setTimeout(() => parentPort.postMessage({ job, result: true }), work.name === "slow" ? 20 : 0);
});
`;

let thread: HistoryThread;
afterEach(() => thread.close());

function started(): readonly string[] {
  const file = path.join(temporaryFolder(), "worker.mjs");
  writeFileSync(file, script);
  const read: string[] = [];
  thread = new HistoryThread(
    { folder: "/nowhere", storeFolder: "/nowhere" },
    { script: file, onRead: (of) => read.push(of) },
  );
  return read;
}

function definition(name: string, file = `${name}.ts`): IndexedDefinition {
  return { path: file, name, startLine: 1, endLine: 2, shownLine: 1 };
}

describe("a thread that reads histories", () => {
  it("takes the newest wish first, and files when nobody waits", async () => {
    const read = started();
    thread.readFile("whole.ts");
    const wishes = ["slow", "first", "second", "third"].map((name) => thread.read(definition(name)));
    await Promise.all(wishes);
    await thread.read(definition("last"));
    expect(read[0]).toBe("whole.ts");
    expect(read.slice(1)).toEqual(["third.ts", "second.ts", "first.ts", "slow.ts", "last.ts"]);
  });

  it("forgets the oldest of too many wishes and leaves nobody waiting", async () => {
    const read = started();
    await Promise.all(Array.from({ length: 100 }, (_, at) => thread.read(definition(`d${at}`))));
    expect(read.length).toBeLessThan(60);
    expect(read).toContain("d99.ts");
  });

  it("goes on after a wish that fails, and after its thread has died", async () => {
    const read = started();
    await thread.read(definition("broken"));
    await thread.read(definition("deadly"));
    await thread.read(definition("fine"));
    expect(read).toEqual(["fine.ts"]);
  });

  it("ends with wishes that wait, and takes none after that", async () => {
    const read = started();
    const wish = thread.read(definition("slow"));
    await thread.close();
    await wish;
    await thread.read(definition("late"));
    expect(read).toEqual([]);
  });
});
