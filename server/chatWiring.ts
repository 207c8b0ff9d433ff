import { citedPlace } from "./answering/citedPlace.ts";
import { conversationMarkdown } from "./answering/conversationMarkdown.ts";
import { filterChoices } from "./answering/filterChoices.ts";
import { ask, quietly } from "./askWiring.ts";
import { WhenceError } from "./base/errors.ts";
import { forgetOldConversations, masked, withConversations } from "./conversationsWiring.ts";
import type { Readings } from "./readings.ts";
import type { TaskHandlers } from "./session/tasks.ts";
import type { Answering } from "./wiring.ts";

// The part of the composition root on the chat: questions that are kept, and what is done with them.

type ChatTask =
  | "warm"
  | "ask"
  | "conversations"
  | "conversation"
  | "renameConversation"
  | "deleteConversation"
  | "exportConversation"
  | "rateAnswer"
  | "citedPlace"
  | "filterChoices";

const warmingQuestions = 16;

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
    async conversations(place, { query }) {
      forgetOldConversations(place);
      return withConversations(place, (store) => store.list(query));
    },
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
    citedPlace: (place, passage, { signal }) =>
      readings.use(place, ({ catalog }) => citedPlace(passage, { folder: place.folder, catalog, signal })),
    filterChoices: (place) =>
      readings.use(place, ({ catalog, tracing }) => filterChoices(catalog, tracing.graph)),
  };
}

/**
 * The first question opens tables, reads the names of their rows and the embedder's model, and compiles code; those after it fill
 * caches with the words which the folder uses. At 72,000 passages the fifteenth takes a fifth of the first.
 */
async function warm({ answerer, catalog }: Answering, isWanted: () => boolean): Promise<void> {
  const without = quietly(catalog);
  for (const { title } of catalog.documents.recent(undefined, warmingQuestions)) {
    if (!isWanted()) return;
    const question = `Where does it ${title}?`;
    await answerer.answer({ question, filter: {}, now: new Date(), without, onProgress: () => undefined });
  }
}

function isGone(): never {
  throw new WhenceError("notFound", "This conversation is not there any more: it was deleted.");
}
