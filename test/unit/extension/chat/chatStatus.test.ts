import { expect, it } from "vitest";
import { chatStatus } from "../../../../extension/chat/chatStatus.ts";
import type { WindowHealth } from "../../../../extension/health/windowHealth.ts";
import type { Health } from "../../../../shared/model/health.ts";

const counts = { files: 1, commits: 1, symbols: 1, links: 1 };
const ready: Health = { state: "ready", counts, asOf: "2026-11-29T03:00:00.000Z" };
const indexing = (isUsable: boolean): Health => ({
  state: "indexing",
  doing: "Reading files",
  done: 1,
  isUsable,
});

it("one can ask as soon as there is something to find, and is told what is missing", () => {
  expect(status(ready)).toMatchObject({ canAsk: true, sentence: "" });
  expect(status(indexing(false))).toMatchObject({ canAsk: false, actions: ["showStatus"] });
  expect(status(indexing(true))).toMatchObject({ canAsk: true });
  expect(status(indexing(true)).sentence).toMatch(/has been read so far/);
  expect(status({ state: "paused" })).toMatchObject({ canAsk: true, actions: ["resume"] });
});

it("where one cannot ask, it says why and what helps", () => {
  const noFolder = chatStatus(
    { place: "noFolder", server: { state: "starting" }, folders: [] },
    undefined,
    true,
  );
  expect(noFolder).toMatchObject({ canAsk: false, actions: ["openFolder"] });
  expect(status({ state: "stopped", why: "No room.", remedy: "Free some." })).toMatchObject({
    canAsk: false,
    sentence: "No room. Free some.",
    actions: ["restartServer", "showLog"],
  });
  const restarting = { ...windowOf(ready), server: { state: "restarting", pauseSeconds: 4 } } as const;
  expect(chatStatus(restarting, undefined, true)).toMatchObject({ canAsk: false });
});

it("in a workspace that is not trusted one can ask, and reads what is not used", () => {
  const untrusted = chatStatus(windowOf(ready), undefined, false);
  expect(untrusted).toMatchObject({ canAsk: true, actions: ["manageTrust"] });
  expect(untrusted.sentence).toMatch(/do not trust/);
});

it("of several folders the chosen one counts, not the worst", () => {
  const folders = [
    { folder: "file:///a", name: "a", health: indexing(false) },
    { folder: "file:///b", name: "b", health: ready },
  ];
  const window = { ...windowOf(ready), folders };
  expect(chatStatus(window, "file:///b", true)).toMatchObject({ canAsk: true, folder: "file:///b" });
  expect(chatStatus(window, "file:///a", true)).toMatchObject({ canAsk: false, folder: "file:///a" });
});

function windowOf(health: Health): WindowHealth {
  return {
    place: "folders",
    server: { state: "running" },
    folders: [{ folder: "file:///a", name: "a", health }],
  };
}

function status(health: Health) {
  return chatStatus(windowOf(health), undefined, true);
}
