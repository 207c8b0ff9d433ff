import { setTimeout as delay } from "node:timers/promises";

/** How long the slowest machine may take for one thing in the editor. */
const patienceMs = 120_000;

/**
 * Asks until there is an answer other than `undefined` and `false`, and gives it. Throws with `what` was waited for, and what
 * was there instead.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  instead: () => unknown = () => "",
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) {
      const found = await instead();
      throw new Error(`Waited for ${what}${found === "" ? "" : `; there was: ${JSON.stringify(found)}`}.`);
    }
    await delay(50);
  }
}
