import type { QuestionContext, QuestionFilter, Turn } from "../model/conversation.ts";

// What the chat's page and the extension say to each other. The page draws and asks; it knows no command, no file and no server,
// and whatever it names (a turn, a passage, a row of the chain) the extension looks up in what it holds itself.

/** Extension → page. */
export type ToPage =
  /** How the window is, whenever that changes: whether one may ask, and what helps where not. */
  | { readonly type: "status"; readonly status: ChatStatus }
  /** All that is shown, after a reload and whenever another conversation is opened. */
  | { readonly type: "conversation"; readonly turns: readonly ShownTurn[] }
  /** Identity of the conversation that is shown, which the page remembers for its window; none while it has no answer yet. */
  | { readonly type: "current"; readonly conversation?: string }
  /** One turn as it is now, while passages arrive and when it is rated: takes the place of the one with its id, or comes last. */
  | { readonly type: "turn"; readonly turn: ShownTurn }
  /** What the next question is about beside its words. */
  | { readonly type: "context"; readonly context: readonly QuestionContext[] }
  /** What can be filtered by, and questions to begin with; asked for by `wantChoices`. */
  | { readonly type: "choices"; readonly choices: AskChoices }
  /** What was done, or why not, for people. */
  | { readonly type: "notice"; readonly tone: "info" | "error"; readonly sentence: string }
  /** Puts the keyboard into the question, maybe with words in it: a command asked for the chat. */
  | { readonly type: "focus"; readonly question?: string };

/** A turn, with what is still looked for while it is asked. */
export interface ShownTurn extends Turn {
  readonly stage?: string;
}

/** Whether questions make sense in this window, and for which folders. */
export interface ChatStatus {
  readonly canAsk: boolean;
  /** In place of the conversation where one cannot ask, else above the question; empty where all is well. */
  readonly sentence: string;
  readonly actions: readonly ChatAction[];
  readonly folders: readonly { readonly uri: string; readonly name: string }[];
  /** The one that is asked. */
  readonly folder?: string;
}

/** What a page may offer as a button; the extension knows which command that is. */
export const chatActions = [
  "openFolder",
  "showStatus",
  "showLog",
  "restartServer",
  "resume",
  "manageTrust",
] as const;

/** One of `chatActions`. */
export type ChatAction = (typeof chatActions)[number];

/** What can be chosen in the filter, and asked. */
export interface AskChoices {
  readonly kinds: readonly string[];
  readonly tags: readonly string[];
  readonly authors: readonly string[];
  /** Questions that this folder can surely answer. */
  readonly suggestions: readonly string[];
}

/** Page → extension. Each is checked by `readMessage`; what has another shape is dropped. */
export type FromPage =
  /** The page can be drawn; `conversation` is what this window showed before it was loaded anew, where it knows that. */
  | { readonly type: "ready"; readonly conversation?: string }
  | {
      readonly type: "ask";
      readonly question: string;
      readonly filter: QuestionFilter;
      /** Turn that is asked again: its context stays, it and all after it go. */
      readonly replaces?: string;
    }
  /** Gives up the answer that is being looked for. */
  | { readonly type: "stop" }
  /** Opens what a passage cites. */
  | { readonly type: "openCitation"; readonly turn: string; readonly passage: number }
  /** Opens an item, a commit or code of the chain. */
  | { readonly type: "openNode"; readonly turn: string; readonly node: string }
  /** Opens a web page that a text names; nothing but `http:` and `https:`. */
  | { readonly type: "openLink"; readonly url: string }
  | { readonly type: "insertCode"; readonly turn: string; readonly passage: number }
  /** Copies an answer as Markdown. */
  | { readonly type: "copyAnswer"; readonly turn: string }
  /** Copies the chain as Mermaid, for a page or a pull request that draws it. */
  | { readonly type: "copyDiagram"; readonly turn: string }
  /** Without a verdict the rating is taken back. */
  | {
      readonly type: "rate";
      readonly turn: string;
      readonly verdict?: "good" | "bad";
      readonly reason?: string;
    }
  /** Lets a person choose what the question is about. */
  | { readonly type: "addContext" }
  /** Takes away what stands at `index` of the context. */
  | { readonly type: "removeContext"; readonly index: number }
  | { readonly type: "wantChoices" }
  | { readonly type: "chooseFolder"; readonly folder: string }
  /** Files from elsewhere on this computer. */
  | { readonly type: "addFiles"; readonly files: readonly DroppedFile[] }
  /** Files that the editor's explorer names. */
  | { readonly type: "addUris"; readonly uris: readonly string[] }
  | { readonly type: "act"; readonly action: ChatAction };

/** A file that was dropped on the chat. */
export interface DroppedFile {
  readonly name: string;
  /** In base64. */
  readonly content: string;
}

/** Larger files are refused before they are read: a message holds a file whole. */
export const droppedBytesMost = 50 * 1024 * 1024;
