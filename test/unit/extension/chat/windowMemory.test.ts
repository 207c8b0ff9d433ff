import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { WindowMemory } from "../../../../extension/chat/windowMemory.ts";

const shown = { folder: "file:///harbour", conversation: "c-1" };

it("a window that is opened anew finds what a closed one showed, and leaves alone what another shows now", async () => {
  const store = new Map<string, unknown>();
  const memory = {
    keys: () => [...store.keys()],
    get: <T>(key: string) => store.get(key) as T,
    update: async (key: string, value: unknown) => void store.set(key, value),
  };
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await new WindowMemory(memory, other.pid!).keep(shown);
  const own = new WindowMemory(memory, process.pid);
  expect(own.last).toBeUndefined();
  other.kill();
  await once(other, "exit");
  expect(own.last).toEqual(shown);
  await own.keep(undefined);
  expect(own.last).toBeUndefined();
});
