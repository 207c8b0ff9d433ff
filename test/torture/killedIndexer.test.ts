import { describe, expect, it } from "vitest";
import { seededRandom } from "../integration/stores/storeFixture.ts";
import { MovingRepository } from "./movingRepository.ts";
import type { KillPlan, Phase } from "./phases.ts";
import { activeModel, readerComplaints } from "./readerCheck.ts";
import { differences, storeContents } from "./storeContents.ts";
import { TortureStore } from "./tortureStore.ts";

const isFull = process.env.WHENCE_TORTURE === "full";
const seed = Number(process.env.WHENCE_SEED ?? 1);
const kills = Number(process.env.WHENCE_KILLS ?? (isFull ? 212 : 20));
/** How the kills are spread: of 212, at least 25 in each phase, the two halves of a swap taken together. */
const shares: Readonly<Record<Phase, number>> = {
  reading: 36,
  embedding: 34,
  lanceWrite: 38,
  sqliteCommit: 36,
  optimise: 34,
  swapBeside: 18,
  swapActivate: 16,
};
const wanted = Object.fromEntries(
  Object.entries(shares).map(([phase, share]) => [phase, Math.max(1, Math.round((share * kills) / 212))]),
) as Readonly<Record<Phase, number>>;
/** Longest wait within a step before the kill, in milliseconds: about what a step takes. */
const longestDelayMs: Readonly<Record<Phase, number>> = {
  reading: 40,
  embedding: 60,
  lanceWrite: 60,
  sqliteCommit: 25,
  optimise: 250,
  swapBeside: 60,
  swapActivate: 20,
};

type Model = "first" | "second";

/** One indexing process after the other, killed, until every phase was hit often enough. */
class Torture {
  readonly #random = seededRandom(seed);
  readonly #repository = new MovingRepository(this.#random);
  readonly #store = new TortureStore(this.#repository.folder);
  readonly hits = new Map<Phase, number>();
  runs = 0;
  #model: Model = "first";
  #active: string | undefined;
  #story: string[] = [];

  /** True while some phase lacks kills. */
  get isUnfinished(): boolean {
    return this.#lacking().length > 0;
  }

  /** Some kills in a row, then a run to the end, which has to leave what a first run would have made. */
  async round(): Promise<void> {
    this.#story = [];
    if (this.#random() < 0.3) {
      this.#store.remove();
      this.#active = undefined;
      this.#story.push("nothing indexed yet");
    }
    const inARow = 5 + Math.floor(this.#random() * 7);
    for (let kill = 0; kill < inARow && this.isUnfinished; kill++) await this.#killOnce();
    if (this.#random() < 0.5) this.#story.push(...this.#repository.move());
    await this.#compareWithClean();
  }

  async #killOnce(): Promise<void> {
    const phase = this.#nextPhase();
    this.#story.push(...this.#repository.move());
    if (phase !== "sqliteCommit") this.#repository.moveMuch();
    const isSwap = this.#chooseModel(phase);
    const kill = this.#planFor(phase);
    this.#story.push(
      `${this.#model} model, kill in ${phase} ${kill.entry} after ${kill.delayMs.toFixed(1)} ms`,
    );
    const ending = await this.#attempt(() => this.#store.index({ model: this.#model, isSwap, kill }));
    this.runs += 1;
    if (ending.killed && ending.phases.includes(phase)) {
      this.hits.set(phase, (this.hits.get(phase) ?? 0) + 1);
    }
    this.#story.push(
      ending.killed ? `killed in ${ending.phases.join(" and ") || "between"}` : "ran to the end",
    );
    this.#active = await activeModel(this.#store.place);
    this.#expectNothing(await this.#attempt(() => readerComplaints(this.#store.place)));
  }

  async #compareWithClean(): Promise<void> {
    const isSwap = this.#isSwap();
    const finished = await this.#attempt(() => this.#store.index({ model: this.#model, isSwap }));
    if (finished.killed) throw new Error("Nobody was to kill the last run of a round.");
    const clean = new TortureStore(this.#repository.folder);
    await clean.index({ model: this.#model, isSwap: false });
    const found = await storeContents(this.#store.place);
    this.#expectNothing(differences(found, await storeContents(clean.place)));
    const again = await this.#store.index({ model: this.#model, isSwap: false });
    const rest = again.killed ? undefined : again.report;
    const idle = { documentsChanged: 0, documentsRemoved: 0, chunksEmbedded: 0, chunksFromCache: 0 };
    expect(rest, this.#told()).toMatchObject(idle);
    expect(this.#store.computedTwice(), this.#told()).toBe("");
    clean.remove();
    this.#active = await activeModel(this.#store.place);
  }

  #lacking(): readonly Phase[] {
    return (Object.keys(wanted) as Phase[]).filter((phase) => (this.hits.get(phase) ?? 0) < wanted[phase]);
  }

  #nextPhase(): Phase {
    const lacking = this.#lacking();
    const possible = lacking.filter((phase) => !phase.startsWith("swap") || this.#active !== undefined);
    const choice = possible.length > 0 ? possible : (["embedding"] as const);
    return choice[Math.floor(this.#random() * choice.length)] ?? "reading";
  }

  /** For a swap the model that is not in use; else now and then the other one than before, half-way or not. */
  #chooseModel(phase: Phase): boolean {
    if (phase.startsWith("swap"))
      this.#model = this.#active?.endsWith("+second") === true ? "first" : "second";
    else if (this.#random() < 0.15) this.#model = this.#model === "first" ? "second" : "first";
    return this.#isSwap();
  }

  #isSwap(): boolean {
    if (this.#active === undefined) return false;
    return this.#active.endsWith("+second") !== (this.#model === "second");
  }

  #planFor(phase: Phase): KillPlan {
    const steps = phase === "reading" ? 60 : phase === "sqliteCommit" ? 10 : 2;
    const entry =
      phase === "optimise" || phase === "swapActivate" ? 1 : 1 + Math.floor(this.#random() ** 2 * steps);
    return { phase, entry, delayMs: this.#random() ** 2 * longestDelayMs[phase] };
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new Error(`${this.#told()}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  #expectNothing(complaints: readonly string[]): void {
    expect(complaints, this.#told()).toEqual([]);
  }

  /** Where the kills have hit so far. */
  get histogram(): string {
    const lines = (Object.keys(wanted) as Phase[]).map((phase) => `  ${phase}: ${this.hits.get(phase) ?? 0}`);
    return `Seed ${seed}: of ${this.runs} processes were killed in\n${lines.join("\n")}\n`;
  }

  #told(): string {
    return `${this.histogram}Repeat with \`npm run torture -- --seed ${seed}\`. Round so far: ${this.#story.join("; ")}.`;
  }
}

describe("an indexing process", () => {
  it("may be killed anywhere: readers see nothing wrong, and the next run leaves what a first one would", {
    timeout: isFull ? 7_200_000 : 600_000,
  }, async () => {
    const torture = new Torture();
    while (torture.isUnfinished) {
      await torture.round();
      if (isFull) process.stdout.write(torture.histogram);
    }
    process.stdout.write(torture.histogram);
  });
});
