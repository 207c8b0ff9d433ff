import { describe, expect, it } from "vitest";
import { readCoverageMessage } from "../../../extension/coverage/readMessage.ts";

describe("a message of the coverage page", () => {
  it.each([
    { kind: "ready", withInferred: false },
    { kind: "ready", withInferred: true, folder: "file:///a" },
    { kind: "count", folder: "file:///a", withInferred: true },
    { kind: "stop" },
    { kind: "export" },
    { kind: "openItem", key: "PIER-3" },
    { kind: "showTrace", key: "PIER-3" },
    { kind: "openPlace", path: "src/a..b/c.ts", line: 3 },
    { kind: "openPlace", path: "docs:/spec.md", line: 1, key: "PIER-3" },
    { kind: "openCommit", hash: "0123456789abcdef0123456789abcdef01234567" },
  ])("is taken as it is: $kind", (message) => {
    expect(readCoverageMessage({ ...message, more: "is left out" })).toEqual(message);
  });

  it.each([
    undefined,
    "openItem",
    {},
    { kind: "run", command: "workbench.action.terminal.new" },
    { kind: "count" },
    { kind: "openItem", key: "" },
    { kind: "openItem", key: 3 },
    { kind: "openItem", key: "x".repeat(5_000) },
    { kind: "openPlace", path: "/etc/passwd", line: 1 },
    { kind: "openPlace", path: "C:\\Users\\a", line: 1 },
    { kind: "openPlace", path: "src/../../a", line: 1 },
    { kind: "openPlace", path: "..\\a", line: 1 },
    { kind: "openPlace", path: "a\0b", line: 1 },
    { kind: "openPlace", path: "src/a.ts", line: 0 },
    { kind: "openPlace", path: "src/a.ts", line: 1.5 },
    { kind: "openCommit", hash: "--output=x" },
    { kind: "openCommit", hash: "HEAD" },
  ])("that is none of its own is nothing: %j", (message) => {
    expect(readCoverageMessage(message)).toBeUndefined();
  });
});
