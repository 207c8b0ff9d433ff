import { describe, expect, it } from "vitest";
import type { ShownTurn } from "../../../shared/protocol/chatMessages.ts";
import type { ChatPage } from "../../support/webview/chatPage.ts";
import {
  answeredTurn,
  codePassage,
  harbourChain,
  readyStatus,
  specPassage,
} from "../../support/webview/chatTurns.ts";
import { openChatPage } from "../../support/webview/openChatPage.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)("the chat's page", () => {
  it("shows an answer with its sources, and asks for what is clicked", async () => {
    const chat = await showing(
      answeredTurn([codePassage(1), specPassage(2, "At night the harbour is **closed**.")]),
    );
    const { page } = chat;
    expect(await chat.text(".summary")).toMatch(/2 passages.*\[1\] \[2\]/s);
    expect(await chat.text(".passage")).toContain("src/timetable1.ts:1-4@a27999f");
    expect(await chat.text(".line-numbers")).toContain("1\n2\n3\n4");
    expect(await chat.text(".passage strong")).toBe("closed");
    await chat
      .button(/^Source 2: docs/)
      .first()
      .click();
    expect(await chat.message("openCitation")).toEqual({ type: "openCitation", turn: "turn-1", passage: 2 });
    await chat.button("Insert source 1 at the cursor").click();
    expect(await chat.message("insertCode")).toEqual({ type: "insertCode", turn: "turn-1", passage: 1 });
    await page.getByText("Why these?").click();
    expect(await chat.text(".reasons")).toContain("its comment says so; words: night, ferry");
    expect(chat.complaints).toEqual([]);
  });

  it("previews a source under the mouse and under the keyboard, until Escape", async () => {
    const chat = await showing(answeredTurn([codePassage(1)]));
    const { page } = chat;
    await page.locator(".citation-number").hover();
    expect(await chat.text("[role=tooltip]")).toContain("Hour of the next departure");
    await page.mouse.move(1, 1);
    expect(await page.getByRole("tooltip").count()).toBe(0);
    await page.locator(".citation-number").focus();
    expect(await page.getByRole("tooltip").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("tooltip").count()).toBe(0);
  });

  it("shows and says which stage is at work, passages as they come, and stops", async () => {
    const asked: ShownTurn = {
      ...answeredTurn([codePassage(1)]),
      state: "asking",
      stage: "Looking at meanings…",
    };
    const chat = await openChatPage();
    await chat.tell({ type: "status", status: readyStatus }, { type: "turn", turn: asked });
    expect(await chat.text(".stage")).toBe("Looking at meanings…");
    expect(await chat.text("[role=status]")).toBe("Looking at meanings…");
    expect(await chat.page.locator(".passage").count()).toBe(1);
    await chat.button("Stop").click();
    await chat.message("stop");
    await chat.tell({ type: "turn", turn: answeredTurn([codePassage(1), codePassage(2)]) });
    expect(await chat.page.locator(".stage").count()).toBe(0);
    expect(await chat.page.locator(".passage").count()).toBe(2);
    expect(await chat.text("[role=status]")).toMatch(/2 passages.*2 sources\./);
    expect(await chat.button("Ask").count()).toBe(1);
  });

  it("shows 'not found' as an answer that says what may help, without the filter too", async () => {
    const chat = await showing(
      answeredTurn([], { question: "Why is the moon green?", filter: { tag: "sea" } }),
    );
    expect(await chat.page.locator(".failure").count()).toBe(0);
    expect(await chat.text(".answer")).toContain("What may help");
    await chat.button("Ask without the filter").click();
    expect(await chat.message("ask")).toEqual({
      type: "ask",
      question: "Why is the moon green?",
      filter: {},
      replaces: "turn-1",
    });
    await chat.button("Good answer").click();
    expect(await chat.message("rate")).toEqual({ type: "rate", turn: "turn-1", verdict: "good" });
  });

  it("shows why a question failed, and asks it again or in other words", async () => {
    const { answer: _, ...turn } = answeredTurn([]);
    const chat = await showing({ ...turn, state: "failed", failure: "The index is damaged: rebuild it." });
    expect(await chat.text(".failure")).toBe("The index is damaged: rebuild it.");
    await chat.button("Ask again").click();
    expect(await chat.message("ask")).toMatchObject({ question: turn.question, replaces: "turn-1" });
    await chat.button("Edit the question").click();
    await chat.page.getByLabel("Question, edited").fill("Why is the harbour closed?");
    await chat.page.keyboard.press("Enter");
    expect(await chat.message("ask")).toMatchObject({
      question: "Why is the harbour closed?",
      replaces: "turn-1",
    });
  });

  it("tells of a question that the end of a window cut off", async () => {
    const { answer: _, ...turn } = answeredTurn([]);
    const chat = await showing({ ...turn, state: "asking" });
    expect(await chat.text(".answer")).toContain("The window closed before the answer came.");
    expect(await chat.button("Stop").count()).toBe(0);
  });

  it("asks with the filter that was set, and keeps question and filter while another view is shown", async () => {
    const chat = await showing();
    await chat.button("Filter").click();
    await chat.message("wantChoices");
    const choices = { kinds: ["code", "spec"], tags: ["sea"], authors: ["Ada"], suggestions: [] };
    await chat.tell({ type: "choices", choices });
    await chat.button("Specifications").click();
    await chat.page.getByLabel("Path").fill("docs/**");
    await chat.page.getByLabel("From").fill("2026-01-31");
    await chat.page.getByLabel("Author").fill("Ada");
    await chat.page.getByLabel("Question", { exact: true }).fill("Who closes the harbour?");
    await chat.reload();
    await chat.message("ready");
    await chat.tell({ type: "status", status: readyStatus });
    expect(await chat.page.getByLabel("Question", { exact: true }).inputValue()).toBe(
      "Who closes the harbour?",
    );
    await chat.page.getByLabel("Question", { exact: true }).press("Enter");
    expect(await chat.message("ask")).toEqual({
      type: "ask",
      question: "Who closes the harbour?",
      filter: { kinds: ["spec"], pathGlob: "docs/**", since: "2026-01-31", author: "Ada" },
    });
    expect(await chat.page.getByLabel("Question", { exact: true }).inputValue()).toBe("");
  });

  it("remembers for its window which conversation it shows", async () => {
    const chat = await openChatPage();
    expect(await chat.message("ready")).toEqual({ type: "ready" });
    await chat.tell({ type: "current", conversation: "c-7" });
    await chat.reload();
    expect(await chat.message("ready")).toEqual({ type: "ready", conversation: "c-7" });
  });

  it("walks the chain by keyboard, draws it, and copies it", async () => {
    const turn = answeredTurn([codePassage(1)]);
    const chat = await showing({ ...turn, answer: { ...turn.answer!, chain: harbourChain } });
    const { page } = chat;
    await page.getByRole("treeitem").first().focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await chat.focused()).toContain("story PIER-3 No ferry at night");
    expect(await page.getByRole("treeitem").count()).toBe(3);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    expect(await chat.focused()).toMatch(/○ function assignBerth.*inferred, 71 %/s);
    await page.keyboard.press("Enter");
    expect(await chat.message("openNode")).toEqual({
      type: "openNode",
      turn: "turn-1",
      node: "symbol:assignBerth",
    });
    await chat.button("Show as diagram").click();
    expect(await page.locator(".diagram rect").count()).toBe(6);
    expect(await page.locator(".diagram .line.inferred").count()).toBe(1);
    await chat.button("Copy as Mermaid").click();
    await chat.message("copyDiagram");
    expect(chat.complaints).toEqual([]);
  });

  it("hands over files that are dropped, and addresses that the explorer drags", async () => {
    const chat = await showing();
    await drop(chat, { files: [{ name: "tide.md", text: "# Tide" }], data: {} });
    expect(await chat.message("addFiles")).toEqual({
      type: "addFiles",
      files: [{ name: "tide.md", content: Buffer.from("# Tide").toString("base64") }],
    });
    await drop(chat, { files: [], data: { "text/uri-list": "file:///harbour/docs/a.pdf" } });
    expect(await chat.message("addUris")).toEqual({ type: "addUris", uris: ["file:///harbour/docs/a.pdf"] });
    await drop(chat, { files: [], data: { "text/plain": "words" } });
    expect(await chat.text(".notice")).toContain("Only files can be dropped here.");
  });

  it("asks why an answer was bad, and takes a thumb back", async () => {
    const chat = await showing(answeredTurn([codePassage(1)]));
    await chat.button("Bad answer").click();
    await chat.page.keyboard.type("It is about boats");
    await chat.page.keyboard.press("Enter");
    expect(await chat.message("rate")).toEqual({
      type: "rate",
      turn: "turn-1",
      verdict: "bad",
      reason: "It is about boats",
    });
    const rating = {
      verdict: "bad",
      reason: "It is about boats",
      ratedAt: "2026-11-29T03:00:00.000Z",
    } as const;
    await chat.tell({ type: "turn", turn: answeredTurn([codePassage(1)], { rating }) });
    expect(await chat.text(".answer")).toContain("Your remark: It is about boats");
    await chat.button("Bad answer").click();
    expect(await chat.message("rate")).toEqual({ type: "rate", turn: "turn-1" });
  });

  it("says why one cannot ask, offers what helps, and asks in another folder", async () => {
    const chat = await openChatPage();
    const sentence = "Whence has stopped. The server ended 5 times in a row.";
    await chat.tell({
      type: "status",
      status: { ...readyStatus, canAsk: false, sentence, actions: ["restartServer", "showLog"] },
    });
    expect(await chat.text(".status-panel")).toContain(sentence);
    expect(await chat.page.getByLabel("Question", { exact: true }).isDisabled()).toBe(true);
    await chat.button("Restart Server").click();
    expect(await chat.message("act")).toEqual({ type: "act", action: "restartServer" });
    const folders = [...readyStatus.folders, { uri: "file:///yard", name: "yard" }];
    await chat.tell({ type: "status", status: { ...readyStatus, folders } });
    await chat.page.getByLabel("Folder that is asked").selectOption("yard");
    expect(await chat.message("chooseFolder")).toEqual({ type: "chooseFolder", folder: "file:///yard" });
  });
});

async function showing(...turns: readonly ShownTurn[]): Promise<ChatPage> {
  const chat = await openChatPage();
  await chat.tell({ type: "status", status: readyStatus }, { type: "conversation", turns });
  return chat;
}

/** Drops files and data in the middle of the page, as a browser does. */
async function drop(
  chat: ChatPage,
  dropped: {
    readonly files: readonly { readonly name: string; readonly text: string }[];
    readonly data: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await chat.page.evaluate(({ files, data }) => {
    const page = globalThis as unknown as {
      DataTransfer: new () => {
        items: { add(file: unknown): void };
        setData(type: string, value: string): void;
      };
      File: new (parts: string[], name: string) => unknown;
      DragEvent: new (type: string, options: object) => Event;
      document: { body: EventTarget };
    };
    const dataTransfer = new page.DataTransfer();
    for (const { name, text } of files) dataTransfer.items.add(new page.File([text], name));
    for (const [type, value] of Object.entries(data)) dataTransfer.setData(type, value);
    for (const type of ["dragover", "drop"])
      page.document.body.dispatchEvent(
        new page.DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
      );
  }, dropped);
}
