import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { askRequest, prepareToAskRequest } from "../../shared/protocol/chatRequests.ts";
import { ChatUser } from "../support/lsp/chat.ts";
import { startServerProcess } from "../support/lsp/serverProcess.ts";
import { UserClient } from "../support/lsp/userClient.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { queriesOf, share } from "./queryLatency.ts";

const questions = 60;

/**
 * Questions in the chat of an editor, from the request to the first passage and to the whole answer: the first one after the view
 * was opened, and those after it, each another one.
 */
export const firstPassage: Measurement = {
  name: "ask",
  async measure(place) {
    const client = await openWindow(place);
    const chat = new ChatUser(client);
    await client.ask(prepareToAskRequest, { folder: client.folderUri });
    const times: { readonly first: number; readonly whole: number }[] = [];
    for (const subject of queriesOf(place.folder).slice(0, questions))
      times.push(await timeOf(chat, `Where does it ${subject}?`));
    await client.shutDown();
    const [opening, ...others] = times;
    const [first, whole] = [others.map((each) => each.first), others.map((each) => each.whole)];
    const note = `${others.length} different questions, from the request`;
    const figure = (what: string, measured: number, atMost: number): Figure => {
      return { what, measured, unit: "ms", reach: { atMost }, note };
    };
    return [
      figure("Chat, the first question: first passage", opening?.first ?? Number.NaN, 150),
      figure("Chat, first passage, median", shareOf(first, 0.5), 150),
      figure("Chat, first passage, 95th percentile", shareOf(first, 0.95), 150),
      figure("Chat, whole answer, median", shareOf(whole, 0.5), 300),
    ];
  },
};

/** A window on the repository of the bench, with the index that is there already. */
async function openWindow({ folder, store, scratch }: BenchPlace): Promise<UserClient> {
  const stores = path.join(scratch, "stores-ask");
  mkdirSync(stores);
  const server = startServerProcess({ WHENCE_STORE_FOLDER: stores });
  const client = new UserClient(server, stores, 900_000);
  symlinkSync(store, client.storeOf(folder));
  await client.start({ folders: [folder] });
  await client.logs(/probable links|Failed/);
  return client;
}

async function timeOf(chat: ChatUser, question: string) {
  const began = performance.now();
  let first: number | undefined;
  let whole: number | undefined;
  const stop = chat.hear(({ answer }) => {
    if (answer.passages.length > 0) first ??= performance.now() - began;
    // The last one told is the whole answer; what comes then is what to ask next.
    whole = performance.now() - began;
  });
  await chat.client.ask(askRequest, chat.asked(question));
  stop();
  const end = performance.now() - began;
  return { first: first ?? whole ?? end, whole: whole ?? end };
}

function shareOf(values: readonly number[], part: number): number {
  return share(
    values.toSorted((a, b) => a - b),
    part,
  );
}
