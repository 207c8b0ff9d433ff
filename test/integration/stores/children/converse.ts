import { WhenceError } from "../../../../server/base/errors.ts";
import { openConversations } from "../../../../server/stores/openConversations.ts";

// Begins conversations with a question of so many letters, and prints what is kept in the end, and what kept it from more.
const [, , place = "", wanted = "1", letters = "10"] = process.argv;
const store = openConversations(place);
const outcome: { kept: number; failure?: string } = { kept: 0 };
try {
  for (let at = 0; at < Number(wanted); at++)
    store.begin({
      ...{ id: `${Date.now()}-${at}`, question: "x".repeat(Number(letters)), context: [], filter: {} },
      askedAt: new Date().toISOString(),
      ...{ conversation: undefined, replaces: undefined },
    });
} catch (error) {
  if (!WhenceError.is(error)) throw error;
  outcome.failure = error.message;
}
outcome.kept = store.list().length;
store.close();
process.stdout.write(`${JSON.stringify(outcome)}\n`);
