import { describe, expect, it } from "vitest";
import { questionMost, readMessage } from "../../../../extension/chat/readMessage.ts";

describe("messages of the chat's page", () => {
  it("are read as they are where they have the shape of one", () => {
    const messages = [
      { type: "ready" },
      { type: "ready", conversation: "c-1" },
      { type: "ask", question: "Why?", filter: {} },
      {
        type: "ask",
        question: "Why?",
        filter: {
          kinds: ["code", "commit"],
          pathGlob: "src/**",
          since: "2026-01-31",
          until: "2026-02-01",
          author: "Ada",
          tag: "sea",
        },
        replaces: "turn-1",
      },
      { type: "openCitation", turn: "turn-1", passage: 2 },
      { type: "openLink", url: "https://harbour.example/page?a=b" },
      { type: "rate", turn: "turn-1", verdict: "bad", reason: "Too short" },
      { type: "rate", turn: "turn-1" },
      { type: "addFiles", files: [{ name: "tide table.pdf", content: "JVBERi0=" }] },
      { type: "act", action: "showLog" },
    ];
    for (const message of messages) expect(readMessage(message)).toEqual(message);
  });

  it("are dropped where they are something else", () => {
    const others: readonly unknown[] = [
      ...[
        undefined,
        null,
        7,
        "ask",
        [],
        {},
        { type: 7 },
        { type: "run" },
        { type: "toString" },
        { type: "__proto__" },
      ],
      { type: "ask", question: "", filter: {} },
      { type: "ask", question: "Why?" },
      { type: "ask", question: ["Why?"], filter: {} },
      { type: "ask", question: "x".repeat(questionMost + 1), filter: {} },
      { type: "ask", question: "Why?", filter: { kinds: ["secrets"] } },
      { type: "ask", question: "Why?", filter: { since: "yesterday" } },
      { type: "ask", question: "Why?", filter: [] },
      { type: "openCitation", turn: "turn-1", passage: -1 },
      { type: "openCitation", turn: "turn-1", passage: 1.5 },
      { type: "openCitation", turn: { toString: "x" }, passage: 1 },
      { type: "rate", turn: "turn-1", verdict: "best" },
      { type: "act", action: "workbench.action.quit" },
      { type: "act", action: "whence.rebuild" },
      { type: "addFiles", files: [] },
      { type: "addUris", uris: "file:///etc/passwd" },
    ];
    for (const other of others) expect(readMessage(other), JSON.stringify(other)).toBeUndefined();
  });

  it("open pages of the web alone", () => {
    for (const url of [
      "command:x",
      "javascript:1",
      "file:///etc/passwd",
      "https:",
      "https:///x",
      "//x",
      "vscode://x",
      " https://x",
      "https://a b",
    ])
      expect(readMessage({ type: "openLink", url }), url).toBeUndefined();
  });

  it("add files by a bare name", () => {
    for (const name of [
      "../a.pdf",
      "a/b.pdf",
      "a\\b.pdf",
      "..",
      ".",
      "",
      "a\0.pdf",
      "a\n.pdf",
      "x".repeat(256),
    ])
      expect(readMessage({ type: "addFiles", files: [{ name, content: "" }] }), name).toBeUndefined();
    const files = [{ name: "a.pdf", content: "no base64 !" }];
    expect(readMessage({ type: "addFiles", files })).toBeUndefined();
  });

  it("bring nothing along that is not asked for", () => {
    const message = { type: "stop", command: "workbench.action.quit", ["constructor"]: 1 };
    expect(readMessage(message)).toEqual({ type: "stop" });
    const asked = { type: "ask", question: "Why?", filter: { tag: "sea", folder: "/etc" }, folder: "/etc" };
    expect(readMessage(asked)).toEqual({ type: "ask", question: "Why?", filter: { tag: "sea" } });
  });
});
