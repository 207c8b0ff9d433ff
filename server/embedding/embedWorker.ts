import { parentPort, workerData } from "node:worker_threads";
import { type StaticModel, TextEmbedder } from "./staticModel.ts";

/** What the pool asks of a worker thread. */
export interface EmbedRequest {
  readonly job: number;
  readonly texts: readonly string[];
}

/** What a worker thread answers: the vectors of the texts one after the other; the memory is handed over. */
export interface EmbedReply {
  readonly job: number;
  readonly vectors: Float32Array<ArrayBuffer>;
}

const model = workerData as StaticModel;
const embedder = new TextEmbedder(model);

parentPort?.on("message", ({ job, texts }: EmbedRequest) => {
  const vectors = new Float32Array(texts.length * model.dimensions);
  for (const [place, text] of texts.entries()) embedder.embedInto(text, vectors, place * model.dimensions);
  const reply: EmbedReply = { job, vectors };
  parentPort?.postMessage(reply, [vectors.buffer]);
});
