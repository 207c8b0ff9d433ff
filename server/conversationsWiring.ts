import { WhenceError } from "./base/errors.ts";
import { maskSecrets } from "./documents/maskSecrets.ts";
import type { Place } from "./model/place.ts";
import type { ConversationStore } from "./stores/conversationStore.ts";
import { openConversations } from "./stores/openConversations.ts";
import { storeOf } from "./wiring.ts";

// The part of the composition root on conversations: where they lie, and how long.

const dayMs = 86_400_000;

/** Opened for each use: another window may have deleted the file, and the last one to close leaves no log beside it. */
export function withConversations<Result>(place: Place, work: (store: ConversationStore) => Result): Result {
  const store = openConversations(storeOf(place));
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** Deletes what the settings keep no longer; without a word where it cannot be done. */
export function forgetOldConversations(place: Place): void {
  const days = Number(place.settings["whence.chat.keepDays"]);
  if (!(days > 0)) return;
  const before = new Date(Date.now() - days * dayMs).toISOString();
  try {
    withConversations(place, (store) => store.removeOlder(before));
  } catch (error) {
    if (!WhenceError.is(error)) throw error;
  }
}

/** What a person pastes may hold a password, which no store keeps. */
export function masked(text: string): string {
  return maskSecrets(text, { unquotedValues: true }).text;
}
