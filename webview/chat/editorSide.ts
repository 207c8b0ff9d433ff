import type { QuestionFilter } from "../../shared/model/conversation.ts";
import type { FromPage, ToPage } from "../../shared/protocol/chatMessages.ts";
import { connectEditor } from "../editor.ts";

/** What the page keeps while the editor shows another view in its place. */
export interface Draft {
  readonly question: string;
  readonly filter: QuestionFilter;
  readonly isFilterOpen: boolean;
}

const conversationKey = "whence.conversation";

/** The extension. */
export const editor = connectEditor<FromPage, ToPage, Draft>();

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
