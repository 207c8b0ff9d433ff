import type { Answer, Citation } from "../../shared/model/answer.ts";
import type { Conversation, ConversationSummary, Turn } from "../../shared/model/conversation.ts";
import type { Coverage } from "../../shared/model/coverage.ts";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import type { Trace } from "../../shared/model/trace.ts";
import type {
  AddedFile,
  AskParams,
  AskResult,
  CitedPlace,
  FilterChoices,
} from "../../shared/protocol/chatRequests.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";
import type { IndexProgress, IndexReport } from "../indexing/indexProgress.ts";
import type { Place } from "../model/place.ts";
import type { Task } from "./task.ts";
import type { TeamTasks } from "./teamTasks.ts";

/**
 * Work on one folder that takes longer than a hover may wait, by name: what it is given, what it answers, and what it tells
 * meanwhile. All values are plain data, because the work is done in another process.
 */
export interface Tasks extends TeamTasks {
  /** Brings the index up to date. Throws `locked` where another process writes it. */
  readonly index: Task<IndexWish, IndexReport, IndexNews>;
  /** While the same process brings an index up to date: these files are read before those that were not read yet. */
  readonly readFirst: Task<{ readonly paths: readonly string[] }, null, never>;
  /** Infers links anew. */
  readonly infer: Task<null, { readonly links: number }, never>;
  readonly search: Task<
    { readonly query: string; readonly limit: number },
    { readonly results: readonly SearchResult[] },
    never
  >;
  /** Answers nothing for what means nothing here. */
  readonly trace: Task<{ readonly target: string; readonly asOf?: string | undefined }, Trace | null, never>;
  /** Tells how many files it has looked into. */
  readonly coverage: Task<
    { readonly withInferred: boolean },
    Coverage,
    { readonly done: number; readonly total: number }
  >;
  readonly decide: Task<DecisionWish, string, never>;
  /** A sentence on why a file is, or is not, in the index. */
  readonly whyIndexed: Task<{ readonly path: string }, string, never>;
  /** Opens what a question needs, so that the first one does not wait for it. Never fails. */
  readonly warm: Task<null, null, never>;
  /** Answers a question and keeps it; after an abort it is kept as `stopped`. */
  readonly ask: Task<AskWish, AskResult, AskNews>;
  readonly conversations: Task<{ readonly query?: string }, readonly ConversationSummary[], never>;
  readonly conversation: Task<{ readonly id: string }, Conversation | null, never>;
  readonly renameConversation: Task<
    { readonly id: string; readonly title: string },
    ConversationSummary,
    never
  >;
  /** One, or all where none is named. */
  readonly deleteConversation: Task<{ readonly id?: string }, null, never>;
  readonly exportConversation: Task<
    { readonly id: string },
    { readonly title: string; readonly markdown: string },
    never
  >;
  readonly rateAnswer: Task<RatingWish, Turn, never>;
  readonly citedPlace: Task<
    { readonly citation: Citation; readonly text?: string | undefined },
    CitedPlace,
    never
  >;
  readonly filterChoices: Task<null, FilterChoices, never>;
  /** Keeps a file beside the index; whoever asks for it indexes it. Throws `badInput` for what is not read. */
  readonly keepFile: Task<
    { readonly name: string; readonly content: string },
    { readonly path: string },
    never
  >;
  /** What the index made of a file that was kept; throws `badInput` where that is nothing, and the file is to be taken back. */
  readonly addedFile: Task<
    { readonly path: string },
    { readonly path: string; readonly sentence: string },
    never
  >;
  /** Undoes `keepFile` before it was answered; whoever asks for it indexes what is there then. */
  readonly takeBackFile: Task<{ readonly path: string }, null, never>;
  readonly addedFiles: Task<null, readonly AddedFile[], never>;
  /** Takes a file away that was kept; whoever asks for it indexes what is left. */
  readonly removeFile: Task<{ readonly path: string }, null, never>;
}

/** What a run shall do. */
export interface IndexWish {
  /** Paths in the folder, of files and folders, where nothing else changed; the whole folder unless given. */
  readonly paths?: readonly string[];
  /** Starts from nothing. */
  readonly isRebuild?: boolean;
  /** Paths of files that are read before the others, where the whole folder is read. */
  readonly first?: readonly string[];
}

/** What a run tells meanwhile. */
export type IndexNews =
  | { readonly kind: "progress"; readonly progress: IndexProgress }
  /** A file that was to be read before the others is found from now on. */
  | { readonly kind: "firstRead"; readonly path: string }
  /** What was read is found from now on. */
  | { readonly kind: "searchable" };

/** A decision on a link between an item and code. */
export interface DecisionWish {
  readonly key: string;
  readonly code: CodeReference;
  readonly verdict: "confirmed" | "rejected" | "withdrawn";
  readonly note?: string | undefined;
}

/** A question of a folder. */
export type AskWish = Omit<AskParams, "folder">;

/** What would be answered so far. */
export interface AskNews {
  readonly stage: string;
  readonly answer: Answer;
}

/** What a person thinks of an answer; no verdict takes it back. */
export interface RatingWish {
  readonly turn: string;
  readonly verdict?: "good" | "bad";
  readonly reason?: string;
}

/** Name of a task. */
export type TaskName = keyof Tasks;

/** How a task is watched and stopped. */
export interface TaskOptions<Name extends TaskName> {
  readonly signal?: AbortSignal | undefined;
  readonly onNews?: (news: Tasks[Name]["news"]) => void;
}

/** Does tasks. Throws `cancelled` after an abort, `WhenceError` as the work does, and `missingPart` where it cannot be done at all. */
export interface TaskRunner {
  run<Name extends TaskName>(
    name: Name,
    place: Place,
    asked: Tasks[Name]["asked"],
    options?: TaskOptions<Name>,
  ): Promise<Tasks[Name]["answer"]>;
  /** Stops what goes on and waits for its end. */
  close(): Promise<void>;
}

/** What does one kind of task. */
export type TaskHandler<Name extends TaskName> = (
  place: Place,
  asked: Tasks[Name]["asked"],
  context: { readonly signal: AbortSignal; tell(news: Tasks[Name]["news"]): void },
) => Promise<Tasks[Name]["answer"]>;

/** What does each kind of task. */
export type TaskHandlers = { readonly [Name in TaskName]: TaskHandler<Name> };
