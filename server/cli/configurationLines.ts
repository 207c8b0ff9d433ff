import { environmentName } from "../../shared/settings.ts";
import { problemList } from "../sources/pipeline/folderPipeline.ts";
import { pipelineFile } from "../sources/pipeline/readPipelineFile.ts";
import type { EffectiveValue, ResolvedPipeline, ValueOrigin } from "../sources/pipeline/resolvePipeline.ts";

/** The values in effect and who gave each, as `whence doctor` prints them: a line for each group. */
export function configurationLines(pipeline: Omit<ResolvedPipeline, "config">): readonly string[] {
  const { hasFile, problems, values } = pipeline;
  const stated = values.filter(({ origin }) => origin.from !== "default").length;
  const file = hasFile ? pipelineFile : `no ${pipelineFile}`;
  const groups = Map.groupBy(values, ({ path }) => path.slice(0, path.lastIndexOf(".")));
  const width = Math.max(...[...groups.keys()].map((name) => name.length));
  return [
    `Pipeline  ${file}; ${stated === 0 ? "all values are defaults" : `${stated} of ${values.length} values are no defaults`}`,
    ...[...groups].map(([name, group]) => `  ${name.padEnd(width)}  ${group.map(valueText).join(", ")}`),
    ...(problems.length === 0
      ? []
      : [`  ${pipelineFile} has mistakes; until they are mended, nothing is indexed or searched:`]),
    ...problemList(problems).map((line) => `  ${line}`),
  ];
}

function valueText({ path, value, origin }: EffectiveValue): string {
  const name = path.slice(path.lastIndexOf(".") + 1);
  return `${name} ${shown(value)}${originText(origin)}`;
}

function shown(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? "none" : value.join(" + ");
}

function originText(origin: ValueOrigin): string {
  switch (origin.from) {
    case "file":
      return ` (config.yaml:${origin.line})`;
    case "setting":
      return ` (${environmentName(origin.name)})`;
    default:
      return "";
  }
}
