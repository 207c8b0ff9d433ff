import {
  answerProgress,
  askRequest,
  citedPlaceRequest,
  conversationRequest,
  conversationsRequest,
  deleteConversationRequest,
  exportConversationRequest,
  type FilterChoices,
  filterChoicesRequest,
  prepareToAskRequest,
  rateAnswerRequest,
  renameConversationRequest,
} from "../../shared/protocol/chatRequests.ts";
import { WhenceError } from "../base/errors.ts";
import { answerOwn, type UnknownParams } from "./answer.ts";
import { askWishOf, citationOf, ratingWishOf } from "./chatParams.ts";
import { ourFolder } from "./openFolders.ts";
import { optionalText, textOf } from "./params.ts";
import type { AnswerContext } from "./textRequests.ts";

const titleMost = 200;
const noChoices: FilterChoices = { kinds: [], tags: [], authors: [], items: [] };

/** Answers the requests of `shared/protocol/chatRequests.ts`. The work is done beside this process. */
export function answerChatRequests(context: AnswerContext): void {
  const { connection, folders, log } = context;
  answerOwn(
    connection,
    prepareToAskRequest,
    async (params, signal) => {
      const session = ourFolder(folders, params);
      // Before there is an index there is nothing to open.
      return session.view === undefined ? null : session.read("warm", null, signal);
    },
    log,
  );
  answerOwn(connection, askRequest, (params, signal) => ask(context, params, signal), log);
  answerOwn(
    connection,
    conversationsRequest,
    (params, signal) => {
      const query = optionalText(params, "query");
      return ourFolder(folders, params).read("conversations", query === undefined ? {} : { query }, signal);
    },
    log,
  );
  answerOwn(
    connection,
    conversationRequest,
    (params, signal) => ourFolder(folders, params).read("conversation", idOf(params), signal),
    log,
  );
  answerOwn(
    connection,
    renameConversationRequest,
    (params, signal) => {
      const wish = { ...idOf(params), title: titleOf(params) };
      return ourFolder(folders, params).read("renameConversation", wish, signal);
    },
    log,
  );
  answerOwn(
    connection,
    deleteConversationRequest,
    (params, signal) => {
      const id = optionalText(params, "conversation");
      return ourFolder(folders, params).read("deleteConversation", id === undefined ? {} : { id }, signal);
    },
    log,
  );
  answerOwn(
    connection,
    exportConversationRequest,
    (params, signal) => ourFolder(folders, params).read("exportConversation", idOf(params), signal),
    log,
  );
  answerOwn(
    connection,
    rateAnswerRequest,
    (params, signal) => ourFolder(folders, params).read("rateAnswer", ratingWishOf(params), signal),
    log,
  );
  answerOwn(
    connection,
    citedPlaceRequest,
    (params, signal) => {
      const passage = { citation: citationOf(params), text: optionalText(params, "text") };
      return ourFolder(folders, params).read("citedPlace", passage, signal);
    },
    log,
  );
  answerOwn(
    connection,
    filterChoicesRequest,
    async (params, signal) => {
      const session = ourFolder(folders, params);
      return session.view === undefined ? noChoices : session.read("filterChoices", null, signal);
    },
    log,
  );
}

async function ask({ connection, folders }: AnswerContext, params: UnknownParams, signal: AbortSignal) {
  const session = ourFolder(folders, params);
  const wish = askWishOf(params);
  const { uri: folder } = session;
  return session.read("ask", wish, signal, ({ stage, answer }) => {
    const progress = { folder, turn: wish.turn, stage, answer };
    void connection.sendNotification(answerProgress.method, progress).catch(() => undefined);
  });
}

function idOf(params: UnknownParams): { readonly id: string } {
  return { id: textOf(params, "conversation") };
}

function titleOf(params: UnknownParams): string {
  const title = textOf(params, "title").replaceAll(/\s+/g, " ").trim();
  if (title !== "") return title.slice(0, titleMost);
  throw new WhenceError("badInput", "A conversation needs a title: write one.");
}
