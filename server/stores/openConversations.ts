import type { ConversationStore } from "./conversationStore.ts";
import { SqliteConversations } from "./sqlite/conversations.ts";

/** The conversations in the folder `place` of a store; their file is made with the first question. */
export function openConversations(place: string): ConversationStore {
  return new SqliteConversations(place);
}
