import type { Answer } from "../shared/model/answer.ts";
import type { QuestionFilter } from "../shared/model/conversation.ts";
import type { AskResult } from "../shared/protocol/chatRequests.ts";
import { conversationMarkdown } from "./answering/conversationMarkdown.ts";
import { WhenceError } from "./base/errors.ts";
import { maskSecrets } from "./documents/maskSecrets.ts";
import { documentKinds } from "./model/document.ts";
import { serverModelPrefix } from "./model/embedding.ts";
import type { Place } from "./model/place.ts";
import type { AskedFilter } from "./model/query.ts";
import type { Readings } from "./readings.ts";
import type { AskWish, TaskHandler, TaskHandlers } from "./session/tasks.ts";
import type { ConversationStore, PlacedTurn, TurnEnd } from "./stores/conversationStore.ts";
import { openConversations } from "./stores/openConversations.ts";
import { makeStoreFolder } from "./stores/openStore.ts";
import { type Answering, storeOf } from "./wiring.ts";

// The part of the composition root on the chat: questions that are kept, and what is done with them.

type ChatTask =
  | "warm"
  | "ask"
  | "conversations"
  | "conversation"
  | "renameConversation"
  | "deleteConversation"
  | "exportConversation"
  | "rateAnswer";

const warmingQuestions = 16;
const dayMs = 86_400_000;

/** Does the tasks of the chat on indexes that are open for reading. */
export function chatHandlers(readings: Readings): Pick<TaskHandlers, ChatTask> {
  let asked = 0;
  return {
    async warm(place, _, { signal }) {
      const before = asked;
      // Whoever asks meanwhile does not wait, and whoever asks afterwards hears what is wrong.
      const isWanted = () => asked === before && !signal.aborted;
      await readings.use(place, (answering) => warm(answering, isWanted)).catch(() => undefined);
      return null;
    },
    ask(place, wish, context) {
      asked += 1;
      return ask(place, wish, context, readings);
    },
    conversations: async (place, { query }) =>
      withConversations(place, (store) => {
        forgetOld(place, store);
        return store.list(query);
      }),
    conversation: async (place, { id }) => withConversations(place, (store) => store.get(id) ?? null),
    renameConversation: async (place, { id, title }) =>
      withConversations(place, (store) => store.rename(id, title.trim()) ?? isGone()),
    deleteConversation: async (place, { id }) =>
      withConversations(place, (store) => {
        store.remove(id);
        return null;
      }),
    exportConversation: async (place, { id }) => {
      const conversation = withConversations(place, (store) => store.get(id)) ?? isGone();
      return { title: conversation.title, markdown: conversationMarkdown(conversation) };
    },
    rateAnswer: async (place, { turn, verdict, reason }) =>
      withConversations(place, (store) => {
        const why = reason === undefined ? {} : { reason: masked(reason) };
        const rating = verdict && { verdict, ...why, ratedAt: new Date().toISOString() };
        return store.rate(turn, rating) ?? isGone();
      }),
  };
}

/**
 * The first question opens tables, reads the names of their rows and the embedder's model, and compiles code; those after it fill
 * caches with the words which the folder uses. At 72,000 passages the fifteenth takes a fifth of the first.
 */
async function warm({ answerer, catalog }: Answering, isWanted: () => boolean): Promise<void> {
  // Nobody has asked anything yet, so nothing is sent to a server.
  const isRemote = catalog.meta.get("activeModel")?.startsWith(serverModelPrefix) === true;
  const without = isRemote ? (["vector"] as const) : [];
  for (const { title } of catalog.documents.recent(undefined, warmingQuestions)) {
    if (!isWanted()) return;
    const question = `Where does it ${title}?`;
    await answerer.answer({ question, filter: {}, now: new Date(), without, onProgress: () => undefined });
  }
}

async function ask(
  place: Place,
  { turn, replaces, conversation, context, filter, ...asked }: AskWish,
  { signal, tell }: Parameters<TaskHandler<"ask">>[2],
  readings: Readings,
): Promise<AskResult> {
  const notices: string[] = [];
  const question = masked(asked.question);
  const begun = { id: turn, question, context, filter, askedAt: new Date().toISOString() };
  const kept = keep(place, notices, (store) => store.begin({ ...begun, conversation, replaces }));
  let soFar: Answer | undefined;
  const end = (how: TurnEnd): AskResult => {
    const ended =
      kept &&
      keep(place, notices, (store) => store.end(turn, how) ?? "The conversation was deleted meanwhile.");
    return { ...(ended ?? unkept({ ...begun, ...how }, kept)), notices };
  };
  try {
    const answer = await readings.use(place, async (answering) => {
      const found = await answering.answerer.answer({
        question,
        filter: askedFilter(filter),
        context,
        now: new Date(),
        signal,
        onProgress: (progress) => {
          soFar = progress.answer;
          tell(progress);
        },
      });
      const gaps = answering.gaps();
      notices.push(...answering.notices, ...answering.problems());
      if (found.found && gaps !== undefined) notices.push(gaps);
      // What is not there yet may be the answer.
      return found.found || gaps === undefined ? found : { ...found, summary: `${found.summary} ${gaps}` };
    });
    return end({ state: "answered", answer, followUps: [] });
  } catch (error) {
    if (WhenceError.is(error, "cancelled")) {
      end({ state: "stopped", ...(soFar === undefined ? {} : { answer: soFar }), followUps: [] });
      throw error;
    }
    return end({ state: "failed", failure: failureOf(error), followUps: [] });
  }
}

/** Throws `badInput` for a kind that there is none of. */
function askedFilter({ kinds, ...rest }: QuestionFilter): AskedFilter {
  if (kinds === undefined) return rest;
  const known = documentKinds.filter((kind) => kinds.includes(kind));
  if (known.length === new Set(kinds).size) return { ...rest, kinds: known };
  throw new WhenceError(
    "badInput",
    `Sources are of the kinds ${documentKinds.join(", ")}: choose among these.`,
  );
}

/** A question is answered also where it cannot be kept; the notices say why. */
function keep<Result>(
  place: Place,
  notices: string[],
  work: (store: ConversationStore) => Result | string,
): Result | undefined {
  try {
    const result = withConversations(place, work);
    if (typeof result !== "string") return result;
    notices.push(result);
  } catch (error) {
    if (!WhenceError.is(error)) throw error;
    notices.push(error.message);
  }
  return undefined;
}

/** A turn that no file holds. */
function unkept(turn: Omit<PlacedTurn["turn"], "rating">, begun: PlacedTurn | undefined): PlacedTurn {
  const { question: title, askedAt: at } = turn;
  const alone = { id: turn.id, title, createdAt: at, updatedAt: at, turnCount: 1 };
  return { conversation: begun?.conversation ?? alone, turn };
}

/** Opened for each use: another window may have deleted the file, and the last one to close leaves no log beside it. */
function withConversations<Result>(place: Place, work: (store: ConversationStore) => Result): Result {
  const folder = storeOf(place);
  makeStoreFolder(folder);
  const store = openConversations(folder);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function forgetOld({ settings }: Place, store: ConversationStore): void {
  const days = Number(settings["whence.chat.keepDays"]);
  if (days > 0) store.removeOlder(new Date(Date.now() - days * dayMs).toISOString());
}

/** What a person pastes may hold a password, which no store keeps. */
function masked(text: string): string {
  return maskSecrets(text, { unquotedValues: true }).text;
}

function failureOf(error: unknown): string {
  // There is an index as soon as the first files were read.
  if (WhenceError.is(error, "notFound")) return "This folder is still being read: ask again in a moment.";
  if (WhenceError.is(error)) return error.message;
  const detail = error instanceof Error ? error.message : String(error);
  return `Whence failed in a way it does not know: ${detail}`;
}

function isGone(): never {
  throw new WhenceError("notFound", "This conversation is not there any more: it was deleted.");
}
