import type { QuestionFilter } from "../../shared/model/conversation.ts";
import type { FromPage, ToPage } from "../../shared/protocol/chatMessages.ts";

/** What the page keeps while the editor shows another view in its place. */
export interface Draft {
  readonly question: string;
  readonly filter: QuestionFilter;
  readonly isFilterOpen: boolean;
}

/** https://code.visualstudio.com/api/extension-guides/webview#passing-messages-from-a-webview-to-an-extension */
declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Draft | undefined;
  setState(state: Draft): void;
};

const api = acquireVsCodeApi();
const conversationKey = "whence.conversation";

/** Says something to the extension. */
export function tell(message: FromPage): void {
  api.postMessage(message);
}

/** Calls `handle` with each message of the extension. */
export function listen(handle: (message: ToPage) => void): void {
  window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => handle(data));
}

/** What was being written when the page was shown last. */
export function keptDraft(): Draft | undefined {
  return api.getState();
}

/** Keeps what is being written. */
export function keepDraft(draft: Draft): void {
  api.setState(draft);
}

/**
 * Which conversation this window shows. Kept for the tab or window alone, so that two windows on one folder each find their own again after
 * they were loaded anew; an editor that gives pages no such memory loses nothing else.
 */
export function keptConversation(): string | undefined {
  try {
    return sessionStorage.getItem(conversationKey) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers, or forgets, which conversation this window shows. */
export function keepConversation(id: string | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(conversationKey);
    else sessionStorage.setItem(conversationKey, id);
  } catch {
    // The extension keeps it for the workspace as well.
  }
}
