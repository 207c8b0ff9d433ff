import * as requests from "../../shared/protocol/chatRequests.ts";
import type { RequestMessage } from "../../shared/protocol/message.ts";
import { WhenceError } from "../base/errors.ts";
import type { FolderSession } from "../session/folderSession.ts";
import { answerOwn, type UnknownParams } from "./answer.ts";
import { askWishOf, citationOf, ratingWishOf } from "./chatParams.ts";
import { ourFolder } from "./openFolders.ts";
import { optionalText, textOf } from "./params.ts";
import type { AnswerContext } from "./textRequests.ts";

const titleMost = 200;
const noChoices: requests.FilterChoices = { kinds: [], tags: [], authors: [], items: [] };

type Answering = <Params, Result>(
  message: RequestMessage<Params, Result>,
  handler: (session: FolderSession, params: UnknownParams, signal: AbortSignal) => Promise<Result>,
) => void;

/** Answers the requests of `shared/protocol/chatRequests.ts`. The work is done beside this process. */
export function answerChatRequests(context: AnswerContext): void {
  const { connection, folders, log } = context;
  const answer: Answering = (message, handler) =>
    answerOwn(
      connection,
      message,
      async (params, signal) => handler(ourFolder(folders, params), params, signal),
      log,
    );
  answerQuestions(context, answer);
  answerConversations(answer);
  answerFiles(answer);
}

function answerQuestions({ connection }: AnswerContext, answer: Answering): void {
  answer(requests.askRequest, (session, params, signal) => {
    const wish = askWishOf(params);
    const { uri: folder } = session;
    return session.read("ask", wish, signal, ({ stage, answer: soFar }) => {
      const progress = { folder, turn: wish.turn, stage, answer: soFar };
      void connection.sendNotification(requests.answerProgress.method, progress).catch(() => undefined);
    });
  });
  // Before there is an index there is nothing to open, and nothing to choose.
  answer(requests.prepareToAskRequest, async (session, _, signal) =>
    session.view === undefined ? null : session.read("warm", null, signal),
  );
  answer(requests.filterChoicesRequest, async (session, _, signal) =>
    session.view === undefined ? noChoices : session.read("filterChoices", null, signal),
  );
  answer(requests.citedPlaceRequest, (session, params, signal) => {
    const passage = { citation: citationOf(params), text: optionalText(params, "text") };
    return session.read("citedPlace", passage, signal);
  });
}

function answerConversations(answer: Answering): void {
  answer(requests.conversationsRequest, (session, params, signal) => {
    const query = optionalText(params, "query");
    return session.read("conversations", query === undefined ? {} : { query }, signal);
  });
  answer(requests.conversationRequest, (session, params, signal) =>
    session.read("conversation", idOf(params), signal),
  );
  answer(requests.renameConversationRequest, (session, params, signal) =>
    session.read("renameConversation", { ...idOf(params), title: titleOf(params) }, signal),
  );
  answer(requests.deleteConversationRequest, (session, params, signal) => {
    const id = optionalText(params, "conversation");
    return session.read("deleteConversation", id === undefined ? {} : { id }, signal);
  });
  answer(requests.exportConversationRequest, (session, params, signal) =>
    session.read("exportConversation", idOf(params), signal),
  );
  answer(requests.rateAnswerRequest, (session, params, signal) =>
    session.read("rateAnswer", ratingWishOf(params), signal),
  );
}

function answerFiles(answer: Answering): void {
  answer(requests.addFileRequest, (session, params, signal) =>
    session.addedFiles.add({ name: textOf(params, "name"), content: textOf(params, "content") }, signal),
  );
  answer(requests.addedFilesRequest, (session, _, signal) => session.read("addedFiles", null, signal));
  answer(requests.removeAddedFileRequest, (session, params, signal) =>
    session.addedFiles.remove({ path: textOf(params, "path") }, signal),
  );
}

function idOf(params: UnknownParams): { readonly id: string } {
  return { id: textOf(params, "conversation") };
}

function titleOf(params: UnknownParams): string {
  const title = textOf(params, "title").replaceAll(/\s+/g, " ").trim();
  if (title !== "") return title.slice(0, titleMost);
  throw new WhenceError("badInput", "A conversation needs a title: write one.");
}
