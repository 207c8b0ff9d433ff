import { existsSync } from "node:fs";
import type { Answer } from "../shared/model/answer.ts";
import type { QuestionFilter } from "../shared/model/conversation.ts";
import type { AskResult } from "../shared/protocol/chatRequests.ts";
import type { AnswerProgress, AnswerRequest } from "./answering/extractiveAnswerer.ts";
import { followUpQuestions } from "./answering/followUps.ts";
import { WhenceError } from "./base/errors.ts";
import { masked, withConversations } from "./conversationsWiring.ts";
import { documentKinds } from "./model/document.ts";
import { serverModelPrefix } from "./model/embedding.ts";
import type { Technique } from "./model/pipelineConfig.ts";
import type { Place } from "./model/place.ts";
import type { AskedFilter } from "./model/query.ts";
import type { Readings } from "./readings.ts";
import type { AskWish, TaskHandler } from "./session/tasks.ts";
import type { Catalog } from "./stores/catalog.ts";
import type { ConversationStore, PlacedTurn, TurnEnd } from "./stores/conversationStore.ts";
import { makeStoreFolder } from "./stores/openStore.ts";
import { type Answering, storeOf } from "./wiring.ts";

// The part of the composition root on one question of the chat.

/** Tried questions may read histories, which nobody waits for longer. */
const followUpsMs = 1_500;
const nextWords = "Looking for what to ask next…";

/** Answers a question and keeps it. Throws `cancelled` after an abort, when it is kept as `stopped`. */
export async function ask(
  place: Place,
  { turn, replaces, conversation, context, filter, ...asked }: AskWish,
  { signal, tell }: Parameters<TaskHandler<"ask">>[2],
  readings: Readings,
): Promise<AskResult> {
  const notices: string[] = [];
  const question = masked(asked.question);
  const begun = { id: turn, question, context, filter, askedAt: new Date().toISOString() };
  const kept = keep(place, notices, (store) => {
    if (!existsSync(storeOf(place))) makeStoreFolder(storeOf(place));
    return store.begin({ ...begun, conversation, replaces });
  });
  const before = (kept && askedBefore(place, kept.conversation.id)) ?? [];
  let soFar: Answer | undefined;
  const end = (how: TurnEnd): AskResult => {
    const ended =
      kept &&
      keep(place, notices, (store) => store.end(turn, how) ?? "The conversation was deleted meanwhile.");
    return { ...(ended ?? unkept({ ...begun, ...how }, kept)), notices };
  };
  const hear = (stage: string, answer: Answer) => {
    soFar = answer;
    tell({ stage, answer });
  };
  try {
    const wish = { question, filter: askedFilter(filter), context, now: new Date(), signal };
    const answered = await readings.use(place, async (answering) => {
      const answer = await answerOf(answering, wish, notices, hear);
      hear(nextWords, answer);
      return { answer, followUps: await followUps(answer, [question, ...before], answering, signal) };
    });
    return end({ state: "answered", ...answered });
  } catch (error) {
    if (WhenceError.is(error, "cancelled")) {
      end({ state: "stopped", ...(soFar === undefined ? {} : { answer: soFar }), followUps: [] });
      throw error;
    }
    return end({ state: "failed", failure: failureOf(error), followUps: [] });
  }
}

/** What is not there yet may be the answer, so an answer that was not found says what is missing. */
async function answerOf(
  { answerer, gaps, notices: lacks, problems }: Answering,
  wish: Omit<AnswerRequest, "onProgress">,
  notices: string[],
  hear: (stage: string, answer: Answer) => void,
): Promise<Answer> {
  const onProgress = ({ stage, answer }: AnswerProgress) => hear(stage, answer);
  const answer = await answerer.answer({ ...wish, onProgress });
  const missing = gaps();
  notices.push(...lacks, ...problems());
  if (missing === undefined) return answer;
  if (!answer.found) return { ...answer, summary: `${answer.summary} ${missing}` };
  notices.push(missing);
  return answer;
}

/** What stores filter by. Throws `badInput` for a kind that there is none of. */
export function askedFilter({ kinds, ...rest }: QuestionFilter): AskedFilter {
  if (kinds === undefined) return rest;
  const known = documentKinds.filter((kind) => kinds.includes(kind));
  if (known.length === new Set(kinds).size) return { ...rest, kinds: known };
  throw new WhenceError(
    "badInput",
    `Sources are of the kinds ${documentKinds.join(", ")}: choose among these.`,
  );
}

/** None is asked of a server that makes vectors: nobody has asked these questions. */
function followUps(
  answer: Answer,
  asked: readonly string[],
  { answerer, catalog }: Answering,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const without = quietly(catalog);
  const stop = AbortSignal.any([signal, AbortSignal.timeout(followUpsMs)]);
  return followUpQuestions(answer, asked, {
    catalog,
    answer: (question) => answerer.answer({ question, filter: {}, now: new Date(), without, signal: stop }),
  });
}

/** Techniques that nobody uses before a person has asked: what the vector finder does would be sent. */
export function quietly({ meta }: Catalog): readonly Technique[] {
  return meta.get("activeModel")?.startsWith(serverModelPrefix) === true ? ["vector"] : [];
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

function askedBefore(place: Place, conversation: string): readonly string[] {
  return keep(place, [], (store) => store.get(conversation)?.turns.map((turn) => turn.question)) ?? [];
}

/** A turn that no file holds. */
function unkept(turn: Omit<PlacedTurn["turn"], "rating">, begun: PlacedTurn | undefined): PlacedTurn {
  const { question: title, askedAt: at } = turn;
  const alone = { id: turn.id, title, createdAt: at, updatedAt: at, turnCount: 1 };
  return { conversation: begun?.conversation ?? alone, turn };
}

function failureOf(error: unknown): string {
  // There is an index as soon as the first files were read.
  if (WhenceError.is(error, "notFound")) return "This folder is still being read: ask again in a moment.";
  if (WhenceError.is(error)) return error.message;
  const detail = error instanceof Error ? error.message : String(error);
  return `Whence failed in a way it does not know: ${detail}`;
}
