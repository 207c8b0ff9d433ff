import type { SettingKey } from "../../../shared/settings.ts";
import type { DocumentKind } from "../../model/document.ts";
import type { PipelineConfig } from "../../model/pipelineConfig.ts";
import { defaultPipelineConfig } from "../../model/pipelineConfig.ts";
import type { GroupShape } from "../../model/pipelineShape.ts";
import { pipelineShape } from "../../model/pipelineShape.ts";
import type { StatedValues } from "./checkPipeline.ts";
import type { ConfigProblem } from "./configProblem.ts";
import { readPipelineFile } from "./readPipelineFile.ts";

/** Who gave a value. */
export type ValueOrigin =
  | { readonly from: "default" }
  | { readonly from: "file"; readonly line: number }
  | { readonly from: "setting"; readonly name: SettingKey };

/** A value that a setting of the user gives, by its path: `limits.maxFileSizeKb`. It beats the file. */
export interface PipelineOverride {
  readonly path: string;
  readonly value: unknown;
  readonly name: SettingKey;
}

/** A value in effect. */
export interface EffectiveValue {
  /** `chunking.doc.target`. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: ValueOrigin;
}

/** The pipeline of one folder. */
export interface ResolvedPipeline {
  readonly config: PipelineConfig;
  /** Every value with who gave it, in the order of the documentation. */
  readonly values: readonly EffectiveValue[];
  readonly hasFile: boolean;
  /** Mistakes in the file; what they concern is at its default. */
  readonly problems: readonly ConfigProblem[];
}

/** Settings of the user beat `.whence/config.yaml` of the folder, which beats the defaults. Never throws. */
export function resolvePipeline(
  folder: string,
  overrides: readonly PipelineOverride[] = [],
): ResolvedPipeline {
  const stated = readPipelineFile(folder);
  return { hasFile: stated !== undefined, ...combine(stated ?? nothingStated, overrides) };
}

const nothingStated: StatedValues = { values: {}, lines: new Map(), problems: [] };

/** Puts defaults, what a file states and what settings say on top of each other. */
export function combine(
  stated: StatedValues,
  overrides: readonly PipelineOverride[],
): Omit<ResolvedPipeline, "hasFile"> {
  const fromFile = merged(defaultPipelineConfig, stated.values) as PipelineConfig;
  const misfits = [...sizeProblems(fromFile, stated), ...embedderProblems(fromFile, stated)];
  const usable = misfits.length === 0 ? fromFile : defaultPipelineConfig;
  const config = overrides.reduce<unknown>(
    (all, each) => merged(all, nested(each)),
    usable,
  ) as PipelineConfig;
  const byPath = new Map(overrides.map((override) => [override.path, override]));
  const originOf = (path: string): ValueOrigin => {
    const name = byPath.get(path)?.name;
    if (name !== undefined) return { from: "setting", name };
    const line = misfits.length === 0 ? stated.lines.get(path) : undefined;
    return line === undefined ? { from: "default" } : { from: "file", line };
  };
  const values = leaves(pipelineShape, config, "").map((leaf) => ({ ...leaf, origin: originOf(leaf.path) }));
  return { config, values, problems: [...stated.problems, ...misfits] };
}

/** A target above the maximum cannot be kept. */
function sizeProblems({ chunking }: PipelineConfig, { lines }: StatedValues): readonly ConfigProblem[] {
  return (Object.keys(chunking) as DocumentKind[]).flatMap((kind) => {
    const { target, max } = chunking[kind];
    const line = lines.get(`chunking.${kind}.target`) ?? lines.get(`chunking.${kind}.max`);
    if (kind === "commit" || target <= max || line === undefined) return [];
    const sentence = `"chunking.${kind}" has the target ${target} above its max ${max}; state both, target first.`;
    return [{ line, column: 1, sentence }];
  });
}

function embedderProblems({ embedder }: PipelineConfig, { lines }: StatedValues): readonly ConfigProblem[] {
  if (embedder.provider === "openai") return [];
  return ["model", "dimensions"].flatMap((key) => {
    const line = lines.get(`embedder.${key}`);
    if (line === undefined) return [];
    const sentence = `"embedder.${key}" is for provider openai alone; the provider here is ${embedder.provider}.`;
    return [{ line, column: 1, sentence }];
  });
}

/** `over` on top of `base`: groups are merged, values replaced. */
function merged(base: unknown, over: unknown): unknown {
  if (!isGroup(base) || !isGroup(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) result[key] = merged(base[key], value);
  return result;
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nested({ path, value }: PipelineOverride): unknown {
  return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function leaves(
  shape: GroupShape,
  value: unknown,
  path: string,
): readonly { path: string; value: unknown }[] {
  return Object.entries(shape.keys).flatMap(([key, inner]) => {
    const found = isGroup(value) ? value[key] : undefined;
    const full = path === "" ? key : `${path}.${key}`;
    if (inner.type === "group") return leaves(inner, found, full);
    return found === undefined ? [] : [{ path: full, value: found }];
  });
}
