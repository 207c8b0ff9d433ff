import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import {
  deleteConversationRequest,
  exportConversationRequest,
  prepareToAskRequest,
  rateAnswerRequest,
  renameConversationRequest,
} from "../../../shared/protocol/chatRequests.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { ChatUser } from "../../support/lsp/chat.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { inThisProcess } from "../../support/lsp/startServer.ts";

async function openShop(stores = temporaryFolder(), folder = shopRepository().folder) {
  const client = inThisProcess(stores);
  await client.start({ folders: [folder] });
  await client.becomes("ready");
  return { client, folder, stores, chat: new ChatUser(client) };
}

it("a question is answered as on the command line, with passages before the answer is whole", async () => {
  const { client, folder, chat } = await openShop();
  const question = "Why does issueRefund exist?";
  const { ask } = indexedFolder(folder, client.storeOf(folder));
  // Who asks first for a reason reads the history of what it is about.
  await ask(question);
  const { turn, conversation } = await chat.ask(question);
  expect(turn).toMatchObject({ state: "answered", question });
  expect(conversation).toMatchObject({ title: question, turnCount: 1 });
  expect(turn.answer).toEqual(JSON.parse(JSON.stringify(await ask(question))));
  expect(chat.told.map(({ stage }) => stage)).toEqual([
    "Following links…",
    "Tracing the reason…",
    "Looking for what to ask next…",
  ]);
  expect(chat.told.every((told) => told.turn === turn.id)).toBe(true);
  expect(chat.told[0]?.answer.passages[0]).toMatchObject({ title: "issueRefund" });
  expect(turn.answer?.passages[0]?.reasons).toContain("defines issueRefund");
});

it("a conversation is kept: found by what was said, renamed, asked further, and exported with links", async () => {
  const { client, chat, folder, stores } = await openShop();
  const first = await chat.ask("Why does issueRefund exist?");
  await chat.ask("What limits an order?");
  const { id } = first.conversation;
  await chat.ask("Is there a teapot?", { conversation: id });
  expect(await chat.titles()).toEqual(["Why does issueRefund exist?", "What limits an order?"]);
  expect(await chat.titles("gives back part")).toEqual(["Why does issueRefund exist?"]);
  expect(await chat.titles("exceedsLim")).toEqual(["What limits an order?"]);
  const folderUri = client.folderUri;
  await client.ask(renameConversationRequest, { folder: folderUri, conversation: id, title: "Money back" });
  await client.shutDown();
  const again = await openShop(stores, folder);
  expect(await again.chat.titles()).toEqual(["Money back", "What limits an order?"]);
  const kept = await again.chat.read(id);
  expect(kept?.turns.map(({ state, answer }) => [state, answer?.found])).toEqual([
    ["answered", true],
    ["answered", false],
  ]);
  const { markdown } = await again.client.ask(exportConversationRequest, {
    folder: folderUri,
    conversation: id,
  });
  expect(markdown).toMatch(/^# Money back\n/);
  expect(markdown).toMatch(/\*\*\[1\]\*\* \[src\/refund\.ts:1-5@\w{7}\]\(src\/refund\.ts#L1\) issueRefund/);
  expect(markdown).toContain("Not found in this repository");
});

it("what is deleted is gone from the disk, with its words", async () => {
  const { client, chat, folder } = await openShop();
  const { conversation } = await chat.ask("Does the zanzibar quokka pay refunds?");
  await chat.ask("What limits an order?");
  const bytes = () =>
    readdirSync(client.storeOf(folder))
      .filter((name) => name.startsWith("conversations"))
      .map((name) => readFileSync(path.join(client.storeOf(folder), name), "latin1"))
      .join("")
      .toLowerCase();
  expect(bytes()).toContain("zanzibar");
  const one = { folder: client.folderUri, conversation: conversation.id };
  await client.ask(deleteConversationRequest, one);
  expect(bytes()).not.toMatch(/zanzibar|quokka|nzi/);
  expect(await chat.titles()).toEqual(["What limits an order?"]);
  expect(await chat.read(conversation.id)).toBeNull();
  await client.ask(deleteConversationRequest, { folder: client.folderUri });
  expect(await chat.titles()).toEqual([]);
  expect(bytes()).not.toContain("limits");
});

it("a question is asked again in other words, and what was asked after it goes", async () => {
  const { client, chat } = await openShop();
  const first = await chat.ask("What limits an order?");
  const { id } = first.conversation;
  const second = await chat.ask("Why does issueRefund exist?", { conversation: id });
  await chat.ask("What about exceedsLimit?", { conversation: id });
  await chat.ask("Why was issueRefund added?", { conversation: id, replaces: second.turn.id });
  const turns = (await chat.read(id))?.turns ?? [];
  expect(turns.map(({ question }) => question)).toEqual([
    "What limits an order?",
    "Why was issueRefund added?",
  ]);
  const turn = turns[0]?.id ?? "";
  const rated = { folder: client.folderUri, conversation: id, turn };
  await client.ask(rateAnswerRequest, { ...rated, verdict: "bad", reason: "It is about carts" });
  expect((await chat.read(id))?.turns[0]?.rating).toMatchObject({
    verdict: "bad",
    reason: "It is about carts",
  });
  await client.ask(rateAnswerRequest, rated);
  expect((await chat.read(id))?.turns[0]?.rating).toBeUndefined();
});

it("two windows ask in one folder at once: each question is in its own conversation, and none is lost", async () => {
  const shop = await openShop();
  const other = await openShop(shop.stores, shop.folder);
  const asked = [shop.chat, other.chat].map(async (chat, window) => {
    const { conversation } = await chat.ask(`What limits an order, asks window ${window}?`);
    for (let at = 1; at < 8; at += 1)
      await chat.ask(`Question ${at} of window ${window}`, { conversation: conversation.id });
    return conversation.id;
  });
  const ids = await Promise.all(asked);
  for (const [window, id] of ids.entries()) {
    const turns = (await shop.chat.read(id))?.turns ?? [];
    expect(turns.map(({ question }) => question)).toEqual([
      `What limits an order, asks window ${window}?`,
      ...Array.from({ length: 7 }, (_, at) => `Question ${at + 1} of window ${window}`),
    ]);
  }
  expect(shop.chat.told.some(({ answer }) => answer.question.includes("window 1"))).toBe(false);
});

it("a password that is pasted into a question is not kept", async () => {
  const { client, chat, folder } = await openShop();
  const { turn } = await chat.ask('Why does issueRefund want password = "hunter2-is-Long-enough-99"?');
  expect(turn.question).toContain("[masked");
  const kept = readFileSync(path.join(client.storeOf(folder), "conversations.sqlite"), "latin1");
  expect(kept).not.toContain("hunter2");
});

it("a question is answered also where conversations cannot be kept, and both is said", async () => {
  const { client, chat, folder } = await openShop();
  const file = path.join(client.storeOf(folder), "conversations.sqlite");
  writeFileSync(file, "this is no database".repeat(200));
  const { turn, notices, conversation } = await chat.ask("Why does issueRefund exist?");
  expect(turn).toMatchObject({ state: "answered", answer: { found: true } });
  expect(conversation.turnCount).toBe(1);
  expect(notices).toContainEqual(expect.stringMatching(/^The conversations in .* damaged: move it/));
  await expect(chat.titles()).rejects.toThrow(/^The conversations in .* damaged: move it/);
  rmSync(file);
  await chat.ask("What limits an order?");
  expect(await chat.titles()).toEqual(["What limits an order?"]);
});

it("context and filter of a question are kept with it, and next questions are suggested that have an answer", async () => {
  const { client, chat } = await openShop();
  await client.ask(prepareToAskRequest, { folder: client.folderUri });
  const symbol = { kind: "symbol", path: "src/refund.ts", name: "issueRefund", line: 2 } as const;
  const filter = { kinds: ["code", "spec"] };
  const { turn, conversation } = await chat.ask("What is this?", { context: [symbol], filter });
  expect(turn.answer?.passages[0]?.reason).toBe("defines issueRefund, which you asked about");
  expect(turn.answer?.passages.every(({ kind }) => filter.kinds.includes(kind))).toBe(true);
  expect(await chat.newest()).toMatchObject({
    turns: [{ context: [symbol], filter, followUps: turn.followUps }],
  });
  expect(turn.followUps).toContain("Why does issueRefund exist?");
  for (const question of turn.followUps) {
    const next = await chat.ask(question, { conversation: conversation.id });
    expect(next.turn.answer?.found, question).toBe(true);
    expect(next.turn.followUps).not.toContain(question);
  }
  const wrong = await chat.ask("What is this?", { filter: { kinds: ["poems"] } });
  expect(wrong.turn).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("choose among these"),
  });
  expect((await chat.ask("Is there a teapot?")).turn.followUps).toEqual([]);
});
