import { spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { sha256 } from "../../../server/base/hashes.ts";
import type { Chunk } from "../../../server/model/chunk.ts";
import type { CodeFacts } from "../../../server/model/codeFacts.ts";
import type { StoredDocument } from "../../../server/model/storedState.ts";
import type { DocumentRecord } from "../../../server/stores/catalog.ts";
import type { DocumentBatch } from "../../../server/stores/storeWriter.ts";

/** A document with its chunks, as the indexer would hand them to the store. */
export interface MadeDocument {
  readonly record: DocumentRecord;
  readonly chunks: readonly Chunk[];
}

/** A new folder for a store, removed when the test file ends. */
export function temporaryPlace(): string {
  const place = mkdtempSync(path.join(realpathSync(tmpdir()), "whence-store-"));
  temporaryPlaces.push(place);
  return place;
}

const temporaryPlaces: string[] = [];
// Registered once and outside of tests: within one it would be forgotten.
afterAll(() => {
  for (const place of temporaryPlaces) rmSync(place, { recursive: true, force: true });
});

/** A file with one chunk per text. */
export function makeDocument(
  file: string,
  texts: readonly string[],
  parts: Partial<StoredDocument> = {},
  facts?: CodeFacts,
): MadeDocument {
  const document: StoredDocument = {
    uri: `repo:${file}`,
    kind: "code",
    path: file,
    language: "typescript",
    title: path.basename(file),
    contentHash: sha256(texts.join("\n")),
    date: "2026-01-01T00:00:00.000Z",
    sizeBytes: 100,
    modifiedMs: 1_700_000_000_000.5,
    tags: [],
    chunkCount: texts.length,
    parsed: true,
    warnings: [],
    ...parts,
  };
  const { uri, kind, language, date, tags } = document;
  const chunks = texts.map((text, place) => ({
    id: sha256(`${uri} ${place} ${text}`).slice(0, 32),
    uri,
    kind,
    ...(document.path === undefined ? {} : { path: document.path }),
    language,
    title: document.title,
    header: "",
    text,
    startLine: place * 10 + 1,
    endLine: place * 10 + 10,
    date,
    tags,
    contentHash: sha256(text),
  }));
  return { record: { document, ...(facts === undefined ? {} : { facts }) }, chunks };
}

/** Documents as one batch. */
export function batchOf(...documents: readonly MadeDocument[]): DocumentBatch {
  return {
    records: documents.map((document) => document.record),
    chunks: documents.flatMap((document) => document.chunks),
  };
}

/** Numbers between 0 and 1 which are the same on every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A vector of length one. */
export function unitVector(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** A program of `children/` in a process of its own. */
export class Child {
  readonly ended: Promise<number | null>;
  readonly #process;
  readonly #lines: string[] = [];
  #errors = "";
  #wake: () => void = () => undefined;
  #isOver = false;

  constructor(program: string, ...values: string[]) {
    const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "children", program);
    this.#process = spawn(process.execPath, [file, ...values], { stdio: ["pipe", "pipe", "pipe"] });
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    this.#process.stderr.on("data", (data) => {
      this.#errors += data;
    });
    this.ended = new Promise((resolve) => this.#process.once("close", resolve));
    void this.ended.then(() => {
      this.#isOver = true;
      this.#wake();
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** What it printed on stderr. */
  get errors(): string {
    return this.#errors;
  }

  /** The first line from `start` on that contains `text`; rejects where the program ends without one. */
  async said(text: string, start = 0): Promise<string> {
    for (;;) {
      const line = this.#lines.slice(start).find((each) => each.includes(text));
      if (line !== undefined) return line;
      if (this.#isOver) throw new Error(`It ended without saying "${text}": ${this.#errors}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Writes a line to it and gives the next line that it prints. */
  async ask(line: string): Promise<string> {
    const start = this.#lines.length;
    this.tell(line);
    return this.said("", start);
  }

  tell(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.ended;
  }
}
