import path from "node:path";
import { fileIdentity } from "./base/fileIdentity.ts";
import type { Place } from "./model/place.ts";
import { type Answering, openAnswering, storeOf } from "./wiring.ts";

// A part of the composition root: indexes that stay open for reading between questions.

/** How long an index that nobody asks stays open. */
const keptMs = 120_000;

interface Reading {
  /** Which file was opened: a rebuild puts another in its place; undefined where there is none. */
  readonly file: string | undefined;
  readonly opening: Promise<OpenedAnswering>;
  users: number;
  isRetired: boolean;
  timer?: NodeJS.Timeout;
}

interface OpenedAnswering extends Answering {
  /** Whose vectors are searched. */
  readonly model: string | undefined;
}

/** Indexes that are open for reading, each until another took its place or nobody has asked it for a while. */
export class Readings {
  readonly #readings = new Map<string, Reading>();

  /** Gives the index of a place to `work`. Throws as `openAnswering` and `work`. */
  async use<Result>(place: Place, work: (answering: Answering) => Promise<Result>): Promise<Result> {
    const key = JSON.stringify(place);
    const reading = (await this.#current(key, place)) ?? this.#open(key, place);
    reading.users += 1;
    clearTimeout(reading.timer);
    try {
      return await work(await reading.opening);
    } finally {
      reading.users -= 1;
      if (reading.isRetired) await closeUnused(reading);
      else reading.timer = setTimeout(() => this.#retire(key, reading), keptMs).unref();
    }
  }

  /** Closes all that is open, once nobody uses it. */
  async close(): Promise<void> {
    await Promise.all([...this.#readings].map(([key, reading]) => this.#retire(key, reading)));
  }

  async #current(key: string, place: Place): Promise<Reading | undefined> {
    const reading = this.#readings.get(key);
    if (reading === undefined) return undefined;
    const opened = await reading.opening.catch(() => undefined);
    const isCurrent =
      !reading.isRetired &&
      reading.file === fileOf(place) &&
      // What was opened before there were vectors would be searched without them.
      opened?.catalog.meta.get("activeModel") === opened?.model;
    if (isCurrent && opened !== undefined) return reading;
    await this.#retire(key, reading);
    return this.#readings.get(key);
  }

  #open(key: string, place: Place): Reading {
    const opening = openAnswering(place).then((answering) => ({
      ...answering,
      model: answering.catalog.meta.get("activeModel"),
    }));
    const reading: Reading = { file: fileOf(place), opening, users: 0, isRetired: false };
    this.#readings.set(key, reading);
    return reading;
  }

  async #retire(key: string, reading: Reading): Promise<void> {
    reading.isRetired = true;
    clearTimeout(reading.timer);
    if (this.#readings.get(key) === reading) this.#readings.delete(key);
    await closeUnused(reading);
  }
}

async function closeUnused(reading: Reading): Promise<void> {
  if (reading.users > 0) return;
  const opened = await reading.opening.catch(() => undefined);
  await opened?.close();
}

function fileOf(place: Place): string | undefined {
  return fileIdentity(path.join(storeOf(place), "catalog.sqlite"));
}
