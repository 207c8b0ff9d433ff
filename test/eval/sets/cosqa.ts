import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureIndex, openSystems } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport } from "../evaluationSet.ts";
import { grepWords } from "../grepWords.ts";
import { meanReciprocalRank, ndcgOfOneAt, rankOf } from "../metrics.ts";
import { plainBm25 } from "../plainBm25.ts";
import { distinctPaths } from "../ranking.ts";

/** Results asked for. */
const limit = 20;
/** NDCG counts this many. */
const depth = 10;

/** CoSQA's development part (Huang et al., 2021): a question from the web finds its Python function, one file per function. */
export async function evaluateCosqa({ data, cache, ablation, log }: EvaluationContext): Promise<SetReport> {
  const source = path.join(data, "retrieval/cosqa-dev");
  const folder = path.join(cache, "cosqa", "tree");
  const corpus = readLines<{ id: number; code: string }>(path.join(source, "corpus.jsonl"));
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    for (const { id, code } of corpus) writeFileSync(path.join(folder, fileOf(id)), `${code}\n`);
  }
  const place = await ensureIndex(folder, path.join(cache, "cosqa", "store"), `${corpus.length} functions`);
  const systems = await openSystems(place);
  const questions = readLines<{ id: string; query: string }>(path.join(source, "queries.dev.jsonl"));
  const answers = readAnswers(path.join(source, "qrels.dev.csv"));
  const compared = systems.compared(ablation, () => {
    const documents = corpus.map(({ id, code }) => {
      const file = fileOf(id);
      return { path: file, uri: file, title: "", text: code, startLine: 0, endLine: 0 };
    });
    return [plainBm25(documents), grepWords(folder)];
  });
  const reports = [];
  for (const system of compared) {
    const ranks = [];
    for (const { id, query } of questions) {
      const files = distinctPaths(await system.rank(query, limit), () => true);
      ranks.push(rankOf(files, (file) => file === answers.get(id)));
    }
    const figures = { "ndcg@10": ndcgOfOneAt(ranks, depth), mrr: meanReciprocalRank(ranks) };
    log(`${system.name}: NDCG@10 ${figures["ndcg@10"].toFixed(3)}`);
    reports.push({ name: system.name, figures });
  }
  await systems.answering.close();
  return { set: "cosqa-dev", cases: questions.length, systems: reports };
}

function fileOf(id: number | string): string {
  return `f${id}.py`;
}

function readLines<T>(file: string): readonly T[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

function readAnswers(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
  return new Map(
    lines.map((line) => {
      const [query = "", id = ""] = line.trim().split(",");
      return [query, fileOf(id)];
    }),
  );
}
