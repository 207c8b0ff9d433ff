import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * What `make` gives, made by whichever test file of this run asks first; the others wait for it. Must be a value of JSON. What it is
 * about to leave running or lying about belongs into `testRunFolder()`, or must end with `WHENCE_TEST_OWNER`.
 */
export async function onceInRun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const answer = path.join(testRunFolder(), `${name}.json`);
  if (isFirst(path.join(testRunFolder(), `${name}.lock`))) {
    const made = await make().then(
      (value) => ({ value }),
      (error) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    writeFileSync(`${answer}.new`, JSON.stringify(made));
    renameSync(`${answer}.new`, answer);
  }
  while (!existsSync(answer)) await delay(100);
  const { value, error } = JSON.parse(readFileSync(answer, "utf8")) as { value: T; error?: string };
  if (error !== undefined) throw new Error(error);
  return value;
}

/** A folder that all test files of a run share, and that goes away with it. */
export function testRunFolder(): string {
  const place = process.env["WHENCE_TEST_RUN"];
  if (place === undefined) throw new Error("The set-up of the tests names no folder for what they share.");
  return place;
}

function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
