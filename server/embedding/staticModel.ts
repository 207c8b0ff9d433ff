import { readFile } from "node:fs/promises";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
import { buildPieceTrie, type PieceTrie } from "./pieceTrie.ts";
import { wordPieces } from "./wordPiece.ts";

/** The model in shared memory: given to a worker thread it is not copied. */
export interface StaticModel {
  readonly id: string;
  readonly dimensions: number;
  /** How many word pieces of a text count; what follows is not read. */
  readonly maxPieces: number;
  readonly trie: PieceTrie;
  /** One factor per word piece: its vector is `scale * levels`. */
  readonly scales: Float32Array<SharedArrayBuffer>;
  /** `dimensions` signed bytes per word piece. */
  readonly levels: Int8Array<SharedArrayBuffer>;
}

/**
 * Reads `model.json`, `vocab.txt` and `vectors.bin` (float32 scales, then int8 levels, little-endian) of a folder.
 * Throws `missingPart` where a file is missing or is not the one that `model.json` names.
 */
export async function loadStaticModel(folder: string): Promise<StaticModel> {
  const [description, vocabulary, vectors] = await readAssets(folder);
  const model = JSON.parse(description.toString("utf8")) as ModelDescription;
  const whole =
    sha256(vectors) === model.sha256["vectors.bin"] && sha256(vocabulary) === model.sha256["vocab.txt"];
  const bytes = model.pieces * (4 + model.dimensions);
  if (!whole || vectors.byteLength !== bytes) throw missing(folder, undefined);
  const shared = new SharedArrayBuffer(bytes);
  new Uint8Array(shared).set(vectors);
  return {
    id: model.id,
    dimensions: model.dimensions,
    maxPieces: model.maxPieces,
    trie: buildPieceTrie(vocabulary.toString("utf8").trimEnd().split("\n")),
    scales: new Float32Array(shared, 0, model.pieces),
    levels: new Int8Array(shared, model.pieces * 4),
  };
}

/** Embeds texts one by one; keeps scratch memory, so each thread has its own. */
export class TextEmbedder {
  readonly #model: StaticModel;
  readonly #rows: Int32Array;
  readonly #counts: Uint16Array;
  readonly #sum: Float64Array;

  constructor(model: StaticModel) {
    this.#model = model;
    this.#rows = new Int32Array(model.maxPieces);
    this.#counts = new Uint16Array(model.scales.length);
    this.#sum = new Float64Array(model.dimensions);
  }

  /**
   * Writes the text's unit vector into `out` at `offset`: the sum of its pieces' vectors, each times the square root
   * of how often the piece occurs; zeros where no piece is known.
   */
  embedInto(text: string, out: Float32Array, offset: number): void {
    const found = wordPieces(this.#model.trie, text, this.#rows);
    for (let place = 0; place < found; place += 1) {
      const row = this.#rows[place] ?? 0;
      this.#counts[row] = (this.#counts[row] ?? 0) + 1;
    }
    this.#sum.fill(0);
    for (let place = 0; place < found; place += 1) {
      const row = this.#rows[place] ?? 0;
      const count = this.#counts[row] ?? 0;
      if (count === 0) continue;
      this.#counts[row] = 0;
      this.#addRow(row, Math.sqrt(count));
    }
    this.#writeUnit(out, offset);
  }

  #addRow(row: number, factor: number): void {
    const { levels, scales, dimensions } = this.#model;
    const sum = this.#sum;
    const weight = factor * (scales[row] ?? 0);
    const start = row * dimensions;
    for (let axis = 0; axis < dimensions; axis += 1) {
      sum[axis] = (sum[axis] as number) + weight * (levels[start + axis] as number);
    }
  }

  #writeUnit(out: Float32Array, offset: number): void {
    let squares = 0;
    for (const value of this.#sum) squares += value * value;
    const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (const [axis, value] of this.#sum.entries()) out[offset + axis] = value * factor;
  }
}

interface ModelDescription {
  readonly id: string;
  readonly dimensions: number;
  readonly pieces: number;
  readonly maxPieces: number;
  readonly sha256: Readonly<Record<string, string>>;
}

async function readAssets(folder: string): Promise<[Buffer, Buffer, Buffer]> {
  const read = (name: string) => readFile(path.join(folder, name));
  try {
    return await Promise.all([read("model.json"), read("vocab.txt"), read("vectors.bin")]);
  } catch (cause) {
    throw missing(folder, cause);
  }
}

function missing(folder: string, cause: unknown): WhenceError {
  const message = `The built-in embedder in ${folder} is incomplete or damaged: reinstall Whence, or run npm run build in a checkout.`;
  return new WhenceError("missingPart", message, { cause });
}
