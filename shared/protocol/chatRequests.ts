import type { Answer, Citation } from "../model/answer.ts";
import type {
  Conversation,
  ConversationSummary,
  QuestionContext,
  QuestionFilter,
  Turn,
} from "../model/conversation.ts";
import type { Location, NotificationMessage, Range, RequestMessage } from "./message.ts";

// Extension → server, but for the notification: questions and the conversations that keep them. `folder` is the URI of a
// workspace folder, whose store holds its conversations.

/** Asks, and answers with the turn as it is kept. Cancelling it stops the work; the turn is kept as `stopped` then. */
export const askRequest: RequestMessage<AskParams, AskResult> = { method: "whence/ask" };

/**
 * Somebody is about to ask (the view was opened, or its input has the focus): opens what a question needs. Answers when that is
 * done, and never fails.
 */
export const prepareToAskRequest: RequestMessage<{ readonly folder: string }, null> = {
  method: "whence/prepareToAsk",
};

/** What is asked. */
export interface AskParams {
  readonly folder: string;
  /** A new conversation begins unless given. */
  readonly conversation?: string;
  /** Identity of the new turn, made by the asker. */
  readonly turn: string;
  /** Turn that is asked again, maybe in other words: it and all after it are taken away. */
  readonly replaces?: string;
  readonly question: string;
  readonly context: readonly QuestionContext[];
  readonly filter: QuestionFilter;
}

/** The turn, and the conversation that it belongs to. */
export interface AskResult {
  readonly conversation: ConversationSummary;
  readonly turn: Turn;
  /** What limits the answer, or why it could not be kept: sentences for people. */
  readonly notices: readonly string[];
}

/** Server → extension while a question is answered, each time a stage has finished: what would be answered so far. */
export const answerProgress: NotificationMessage<{
  readonly folder: string;
  readonly turn: string;
  /** What is still looked for, for people: `Looking at meanings…`. */
  readonly stage: string;
  readonly answer: Answer;
}> = { method: "whence/answerProgress" };

/** Conversations of a folder, newest first; with `query` those that say these words. */
export const conversationsRequest: RequestMessage<
  { readonly folder: string; readonly query?: string },
  readonly ConversationSummary[]
> = { method: "whence/conversations" };

/** One conversation, or nothing where it was deleted. */
export const conversationRequest: RequestMessage<ConversationReference, Conversation | null> = {
  method: "whence/conversation",
};

/** A conversation of a folder. */
export interface ConversationReference {
  readonly folder: string;
  readonly conversation: string;
}

/** Calls a conversation something else. */
export const renameConversationRequest: RequestMessage<
  ConversationReference & { readonly title: string },
  ConversationSummary
> = { method: "whence/renameConversation" };

/** Deletes one, text and all; all of the folder where none is named. */
export const deleteConversationRequest: RequestMessage<
  { readonly folder: string; readonly conversation?: string },
  null
> = { method: "whence/deleteConversation" };

/** A conversation as Markdown with its citations, to keep or to send. */
export const exportConversationRequest: RequestMessage<
  ConversationReference,
  { readonly title: string; readonly markdown: string }
> = { method: "whence/exportConversation" };

/** Keeps what a person thinks of an answer; no verdict takes it back. */
export const rateAnswerRequest: RequestMessage<
  ConversationReference & {
    readonly turn: string;
    readonly verdict?: "good" | "bad";
    readonly reason?: string;
  },
  Turn
> = { method: "whence/rateAnswer" };

/** Where the lines of a citation are to be seen: in the file as it is, where they are unchanged; else as they were read. */
export const citedPlaceRequest: RequestMessage<
  {
    readonly folder: string;
    readonly citation: Citation;
    /** The passage as it was shown, by which lines that were never committed are found. */
    readonly text?: string;
  },
  CitedPlace
> = { method: "whence/citedPlace" };

/** What to open for a citation. */
export type CitedPlace =
  /** The file still has these lines, maybe elsewhere in it. */
  | { readonly kind: "file"; readonly location: Location }
  /** The file has other lines now: the text that was read, with its range, beside the file of today where there is one. */
  | {
      readonly kind: "version";
      readonly title: string;
      readonly path: string;
      readonly text: string;
      readonly range: Range;
      readonly present?: string;
    }
  /** A PDF or Word document: the URI of its file, the page where there is one, and the passage as it was read. */
  | { readonly kind: "document"; readonly file: string; readonly page?: number; readonly text: string }
  | { readonly kind: "commit"; readonly hash: string; readonly title: string; readonly text: string };

/** Adds a file that was dropped on the chat to the index of this folder, and answers when it is found. Throws `badInput` for what cannot be read. */
export const addFileRequest: RequestMessage<
  { readonly folder: string; readonly name: string /** Of the file, in base64. */; readonly content: string },
  { /** As search shows it. */ readonly path: string; readonly sentence: string }
> = { method: "whence/addFile" };

/** Files that were added to the index of this folder, by name. */
export const addedFilesRequest: RequestMessage<{ readonly folder: string }, readonly AddedFile[]> = {
  method: "whence/addedFiles",
};

/** A file that is kept beside the index, not in the repository. */
export interface AddedFile {
  /** As search shows it: `added:/prd.pdf`. */
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly addedAt: string;
}

/** Takes an added file out of the index and deletes it; answers when it is no longer found. */
export const removeAddedFileRequest: RequestMessage<
  { readonly folder: string; readonly path: string },
  null
> = {
  method: "whence/removeAddedFile",
};

/** What can be filtered by, for choices; nothing before there is an index. */
export const filterChoicesRequest: RequestMessage<{ readonly folder: string }, FilterChoices> = {
  method: "whence/filterChoices",
};

/** What a folder has that a question can be restricted to, or be about. */
export interface FilterChoices {
  readonly kinds: readonly string[];
  /** The commonest first. */
  readonly tags: readonly string[];
  /** Names, those with most commits first. */
  readonly authors: readonly string[];
  readonly items: readonly { readonly key: string; readonly title: string; readonly kind: string }[];
}
