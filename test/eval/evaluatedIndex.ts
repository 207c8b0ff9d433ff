import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readSettings } from "../../server/cli/settingsFromEnvironment.ts";
import { createBuiltinEmbedder } from "../../server/embedding/builtinEmbedder.ts";
import { pipelineVersion } from "../../server/indexing/pipelineVersion.ts";
import type { Technique } from "../../server/model/pipelineConfig.ts";
import { techniques } from "../../server/model/pipelineConfig.ts";
import type { Place } from "../../server/model/place.ts";
import type { Answering } from "../../server/wiring.ts";
import { openAnswering, openIndexing } from "../../server/wiring.ts";
import type { Hit, RankingSystem } from "./ranking.ts";

/** What "last month" counts from, so that a run next year gives the same. */
export const evaluationDay = new Date("2026-11-21T12:00:00Z");

/**
 * Indexes what lies in `folder` now into `store`; a store that is complete for `version` and for this pipeline and model
 * is left as it is. `seed` is an earlier store of the same folder to start from.
 */
export async function ensureIndex(
  folder: string,
  store: string,
  version: string,
  options: {
    readonly seed?: string | undefined;
    readonly checkout?: () => void;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<Place> {
  const place: Place = { folder, store, settings: readSettings(options.environment ?? {}) };
  const mark = path.join(store, "evaluated.txt");
  const wanted = `${version} ${await indexMark()}`;
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return place;
  options.checkout?.();
  if (options.seed !== undefined && existsSync(options.seed) && !existsSync(store)) {
    cpSync(options.seed, store, { recursive: true });
  }
  mkdirSync(store, { recursive: true });
  rmSync(mark, { force: true });
  const { indexer, close } = await openIndexing(place);
  await indexer.run().finally(close);
  writeFileSync(mark, wanted);
  return place;
}

let markOfThisBuild: string | undefined;

async function indexMark(): Promise<string> {
  if (markOfThisBuild === undefined) {
    const embedder = await createBuiltinEmbedder({ workers: 0 });
    markOfThisBuild = `${pipelineVersion} ${embedder.modelId}`;
    await embedder.close();
  }
  return markOfThisBuild;
}

/** Opens an index for questions, with what is compared. */
export async function openSystems(place: Place): Promise<{
  readonly answering: Answering;
  readonly whence: RankingSystem;
  /**
   * Whence beside itself without each of the techniques of an ablation; where there is none, beside its full-text search
   * alone, its vectors alone and `simpleTools`.
   */
  compared(
    ablation: readonly (readonly Technique[])[],
    simpleTools: () => readonly RankingSystem[],
  ): readonly RankingSystem[];
}> {
  const answering = await openAnswering(place);
  const without = (off: readonly Technique[], name: string): RankingSystem => ({
    name,
    rank: async (question, limit) => {
      const request = { question, filter: {}, limit, now: evaluationDay, without: off };
      const { candidates } = await answering.retriever.retrieve(request);
      return candidates.map(({ chunk }): Hit => {
        const { uri, startLine, endLine, title } = chunk;
        return { uri, startLine, endLine, title, ...(chunk.path === undefined ? {} : { path: chunk.path }) };
      });
    },
  });
  const only = (one: Technique): readonly Technique[] => techniques.filter((technique) => technique !== one);
  const whence = without([], "whence");
  return {
    answering,
    whence,
    compared(ablation, simpleTools) {
      if (ablation.length > 0) {
        return [whence, ...ablation.map((off) => without(off, `without ${off.join(", ")}`))];
      }
      const text = without(only("text"), "full text alone");
      const vectors = without(only("vector"), "vectors alone");
      return [whence, text, vectors, ...simpleTools()];
    },
  };
}
