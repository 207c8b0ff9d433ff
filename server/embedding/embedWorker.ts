import { parentPort, workerData } from "node:worker_threads";
import type { WorkerReply, WorkerRequest } from "../base/workerPool.ts";
import { type StaticModel, TextEmbedder } from "./staticModel.ts";

// A thread of the built-in embedder: texts in, their vectors one after the other out; the memory is handed over.

const model = workerData as StaticModel;
const embedder = new TextEmbedder(model);

parentPort?.on("message", ({ job, work: texts }: WorkerRequest<readonly string[]>) => {
  const vectors = new Float32Array(texts.length * model.dimensions);
  for (const [place, text] of texts.entries()) embedder.embedInto(text, vectors, place * model.dimensions);
  const reply: WorkerReply<Float32Array> = { job, result: vectors };
  parentPort?.postMessage(reply, [vectors.buffer]);
});
