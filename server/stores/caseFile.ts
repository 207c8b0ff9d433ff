import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { storeError } from "./storeErrors.ts";

/**
 * A file of JSON lines that a person reads, edits and deletes, and beside it `….last.json`, which remembers the run before.
 * What stands in the file is never changed, only added to. Throws `diskFull` or `noAccess`.
 */
export class CaseFile {
  readonly #file: string;

  /** Reads and makes nothing yet. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Where it lies. */
  get place(): string {
    return this.#file;
  }

  /** The whole text; empty where there is no file. */
  read(): string {
    return this.#guard(() => (existsSync(this.#file) ? readFileSync(this.#file, "utf8") : ""));
  }

  /** Adds lines at the end. */
  add(values: readonly unknown[]): void {
    if (values.length === 0) return;
    const before = this.read();
    const lines = values.map((value) => `${JSON.stringify(value)}\n`).join("");
    this.#write(this.#file, `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${lines}`);
  }

  /** What the run before left; nothing where there was none, or where it cannot be read. */
  lastRun(): unknown {
    try {
      return JSON.parse(readFileSync(this.#lastFile(), "utf8"));
    } catch {
      return undefined;
    }
  }

  /** Leaves something for the run after this. */
  rememberRun(value: unknown): void {
    this.#write(this.#lastFile(), `${JSON.stringify(value, undefined, 1)}\n`);
  }

  #lastFile(): string {
    return `${this.#file.replace(/\.jsonl$/, "")}.last.json`;
  }

  #write(file: string, text: string): void {
    this.#guard(() => {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    });
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, path.dirname(this.#file));
    }
  }
}
