import { describe, expect, it } from "vitest";
import { statusView } from "../../../extension/health/statusView.ts";
import type { WindowHealth } from "../../../extension/health/windowHealth.ts";
import { isRunning, leadingHealth, logLines, viewState } from "../../../extension/health/windowHealth.ts";
import type { Health } from "../../../shared/model/health.ts";

const counts = { files: 1_204, commits: 3_000, symbols: 9_000, links: 1 };
const now = new Date("2026-03-02T12:00:00Z");
const ready: Health = { state: "ready", counts, asOf: "2026-03-02T11:57:30Z" };
const reading: Health = {
  state: "indexing",
  doing: "Reading files",
  done: 30,
  total: 120,
  remainingSeconds: 95,
  isUsable: false,
};
const degraded: Health = { state: "degraded", why: "Vectors are missing.", remedy: "Rebuild the index." };

function windowOf(...healths: readonly Health[]): WindowHealth {
  const folders = healths.map((health, at) => ({ folder: `file:///f${at}`, name: `f${at}`, health }));
  return { place: "folders", server: { state: "running" }, folders };
}

describe("the status of a window", () => {
  it("tells counts and age of a ready index", () => {
    const view = statusView(windowOf(ready), now);
    expect(view.text).toBe("$(pass) Whence");
    expect(view.details).toEqual([
      "1,204 files, 3,000 commits, 9,000 definitions, 1 link.",
      "Up to date as of 2 minutes ago.",
    ]);
  });

  it("tells how far indexing is, how long it takes, and whether there are answers meanwhile", () => {
    const view = statusView(windowOf(reading), now);
    expect(view.text).toBe("$(sync~spin) Whence 25 %");
    expect(view.details).toEqual([
      "Reading files: 30 of 120, about 2 minutes left.",
      "Hovers, traces and search find something once this is done.",
    ]);
  });

  it("never says 100 % while it works, and no share where the end cannot be seen", () => {
    expect(statusView(windowOf({ ...reading, done: 120 }), now).text).toBe("$(sync~spin) Whence 99 %");
    const { total: _, ...endless } = reading;
    expect(statusView(windowOf(endless), now).text).toBe("$(sync~spin) Whence");
  });

  it("gives each trouble a sentence with what to do, and more than a colour", () => {
    const stopped = { state: "stopped", why: "The disk is full.", remedy: "Make room." } as const;
    for (const [window, icon] of [
      [windowOf(degraded), "$(warning)"],
      [windowOf(stopped), "$(error)"],
      [{ ...windowOf(), server: stopped }, "$(error)"],
    ] as const) {
      const view = statusView(window, now);
      expect(view.text).toContain(icon);
      expect(view.tone).not.toBe("plain");
      expect(view.details.length).toBeGreaterThanOrEqual(2);
      expect(view.actions).toContain("whence.restartServer");
    }
  });

  it("leads with the folder that is worst off, and names it where there are several", () => {
    const window = windowOf(ready, degraded, reading);
    expect(leadingHealth(window)).toEqual({ health: degraded, folder: "f1" });
    const view = statusView(window, now);
    expect(view.label).toBe("Whence, f1: works in part");
    expect(view.details).toHaveLength(3);
    expect(view.details[0]).toBe(
      "f0: ready. 1,204 files, 3,000 commits, 9,000 definitions, 1 link. Up to date as of 2 minutes ago.",
    );
  });
});

describe("the context for welcome texts", () => {
  it("follows the same value as the status", () => {
    expect(viewState({ ...windowOf(), place: "noFolder" })).toBe("noFolder");
    expect(viewState({ ...windowOf(), place: "virtual" })).toBe("virtual");
    expect(viewState(windowOf())).toBe("starting");
    expect(viewState(windowOf(reading))).toBe("indexing");
    expect(viewState(windowOf({ ...reading, isUsable: true }))).toBe("usable");
    expect(viewState(windowOf(ready))).toBe("ready");
    expect(viewState({ ...windowOf(ready), server: { state: "restarting", pauseSeconds: 2 } })).toBe(
      "starting",
    );
    expect(viewState({ ...windowOf(ready), server: { state: "stopped", why: "", remedy: "" } })).toBe(
      "stopped",
    );
  });

  it("offers commands only while the server runs", () => {
    expect(isRunning(windowOf(ready))).toBe(true);
    expect(isRunning({ ...windowOf(ready), place: "virtual" })).toBe(false);
    expect(isRunning({ ...windowOf(), server: { state: "starting" } })).toBe(false);
  });
});

describe("the log", () => {
  it("has each state once, however often its counts change", () => {
    const further = { ...reading, done: 31 };
    expect(logLines(windowOf(reading), windowOf(further))).toEqual([]);
    expect(logLines(windowOf(further), windowOf(ready))).toEqual(["f0: ready"]);
    expect(logLines(windowOf(ready), windowOf(degraded))).toEqual([
      "f0: degraded. Vectors are missing. Rebuild the index.",
    ]);
    const restarting = { ...windowOf(), server: { state: "restarting", pauseSeconds: 4 } } as const;
    expect(logLines(windowOf(), restarting)).toEqual(["Server ended; starting it again in 4 s."]);
  });
});
