import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { IndexReport } from "../../server/indexing/indexProgress.ts";
import { temporaryFolder } from "../support/gitRepository.ts";
import type { ChildOrder, KillPlan, Phase } from "./phases.ts";
import { phasesUnderWay } from "./phases.ts";

const codeFolder = temporaryFolder();

/** How an indexing process ended: killed in these phases, or with a report. */
export type Ending =
  | { readonly killed: true; readonly phases: readonly Phase[] }
  | { readonly killed: false; readonly report: IndexReport };

/** A store which real indexing processes write, and in which they are killed. */
export class TortureStore {
  readonly place: string = path.join(temporaryFolder(), "store");
  readonly #folder: string;
  readonly #marksFile = path.join(temporaryFolder(), "marks");
  readonly #twiceFile = path.join(temporaryFolder(), "twice");

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Runs an indexing process to its end or to its death. Rejects where it fails by itself. */
  async index(options: Pick<ChildOrder, "model" | "isSwap"> & { readonly kill?: KillPlan }): Promise<Ending> {
    const order: ChildOrder = {
      ...options,
      folder: this.#folder,
      store: this.place,
      marksFile: this.#marksFile,
      twiceFile: this.#twiceFile,
    };
    const program = fileURLToPath(new URL("children/indexingChild.ts", import.meta.url));
    const child = spawn(process.execPath, ["--liftoff-only", program, JSON.stringify(order)], {
      stdio: ["ignore", "pipe", "pipe"],
      // Many processes run the same modules.
      env: { ...process.env, NODE_COMPILE_CACHE: codeFolder },
    });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (...ending) => resolve(ending));
    });
    if (signal === "SIGKILL") return { killed: true, phases: phasesUnderWay(this.#marksFile) };
    if (code !== 0) throw new Error(`The indexing process ended with ${code ?? signal}: ${errors}${output}`);
    return { killed: false, report: JSON.parse(output) };
  }

  /** Lines on vectors that were computed although they were known. */
  computedTwice(): string {
    return existsSync(this.#twiceFile) ? readFileSync(this.#twiceFile, "utf8") : "";
  }

  /** Starts from nothing. */
  remove(): void {
    rmSync(this.place, { recursive: true, force: true });
  }
}
