import type { SettingKey, SettingValues } from "../../../shared/settings.ts";
import { WhenceError } from "../../base/errors.ts";
import type { PipelineConfig } from "../../model/pipelineConfig.ts";
import type { ConfigProblem } from "./configProblem.ts";
import { pipelineFile } from "./readPipelineFile.ts";
import type { PipelineOverride, ResolvedPipeline } from "./resolvePipeline.ts";
import { resolvePipeline } from "./resolvePipeline.ts";

/** Settings that beat the file, by the place in the file which they concern. */
const settingsByPath: readonly (readonly [string, SettingKey])[] = [
  ["embedder.provider", "whence.embedding.provider"],
  ["embedder.model", "whence.embedding.model"],
  ["embedder.dimensions", "whence.embedding.dimensions"],
  ["limits.maxFileSizeKb", "whence.index.maxFileSizeKb"],
];
const problemsShown = 20;

/** The pipeline of a folder with every mistake in its file. Never throws. A setting that is empty or 0 says nothing. */
export function inspectPipeline(folder: string, settings: SettingValues): ResolvedPipeline {
  const overrides = settingsByPath.flatMap(([path, name]): readonly PipelineOverride[] => {
    const value = settings[name];
    return value === "" || value === 0 ? [] : [{ path, value, name }];
  });
  return resolvePipeline(folder, overrides);
}

/** The pipeline of a folder. Throws `badInput` with all mistakes where its file has some. */
export function pipelineOfFolder(folder: string, settings: SettingValues): PipelineConfig {
  const { config, problems } = inspectPipeline(folder, settings);
  if (problems.length > 0) throw new WhenceError("badInput", problemList(problems).join("\n"));
  return config;
}

/** Mistakes as people and editors read them, one per line: `.whence/config.yaml:3:5: …`. */
export function problemList(problems: readonly ConfigProblem[]): readonly string[] {
  const inOrder = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const lines = inOrder.slice(0, problemsShown).map(({ line, column, sentence }) => {
    return `${pipelineFile}:${line}:${column}: ${sentence}`;
  });
  const rest = problems.length - lines.length;
  return rest > 0 ? [...lines, `… and ${rest} more mistakes in ${pipelineFile}.`] : lines;
}
