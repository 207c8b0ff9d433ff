import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createBuiltinEmbedder } from "../../server/embedding/builtinEmbedder.ts";
import type { LinkCoefficients } from "../../server/linking/inference/linkCoefficients.ts";
import {
  linkLogit,
  priorLogit,
  probabilityOf,
  thresholdOf,
  usualLinksPerRequirement,
} from "../../server/linking/inference/linkModel.ts";
import { featureNames, pairFeatures } from "../../server/linking/inference/pairFeatures.ts";
import {
  calibrationError,
  decisionFigures,
  meanAveragePrecision,
} from "../../test/eval/traceLinks/linkMetrics.ts";
import type { TraceProject } from "../../test/eval/traceLinks/traceProject.ts";
import { readTraceProject, tracePlaces } from "../../test/eval/traceLinks/traceProject.ts";
import { coarsen } from "./coarsen.ts";
import { documentedPlaces, readDocumentedProject } from "./documentedProjects.ts";
import type { FittingPart } from "./logistic.ts";
import { fitLogistic } from "./logistic.ts";

// `node scripts/inference/fit.ts --repos DIR [--write]`: what scripts/inference/README.md describes.

const root = path.join(import.meta.dirname, "../..");
const width = featureNames.length;
const coarseCounts = [8, 14, 24];
/** How much a project of each kind counts. */
const kindWeights = { published: 1, madeUp: 0.2, documented: 0.1 };

interface Fitted {
  readonly project: TraceProject;
  readonly kind: "published" | "madeUp" | "documented";
  readonly prior: number;
  readonly features: Float64Array;
}

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repos: { type: "string", default: "." },
      cache: { type: "string", default: path.join(os.tmpdir(), "whence-eval") },
      write: { type: "boolean", default: false },
    },
  });
  const all = await readAll({ repos: path.resolve(values.repos), cache: values.cache });
  const real = all.filter(({ kind }) => kind !== "madeUp");
  console.log("fitted without the project's family");
  for (const each of real) {
    const others = all.filter(({ project }) => project.family !== each.project.family);
    report(each, fitOn(others));
  }
  for (const [from, to] of [
    ["eTour", "LibEST"],
    ["LibEST", "eTour"],
  ] as const) {
    console.log(`fitted on ${from} alone`);
    const coefficients = fitOn(all.filter(({ project }) => project.family === from));
    for (const each of real.filter(({ project }) => project.name === to)) report(each, coefficients);
  }
  console.log("fitted on all: what ships");
  const coefficients = fitOn(all);
  for (const each of real) report(each, coefficients);
  for (const [at, name] of featureNames.entries())
    console.log(`  ${name.padEnd(22)} ${coefficients.weights[at]?.toFixed(3)}`);
  if (values.write) write(coefficients);
}

async function readAll(folders: {
  readonly repos: string;
  readonly cache: string;
}): Promise<readonly Fitted[]> {
  const embedder = await createBuiltinEmbedder({
    workers: 0,
    assetFolder: path.join(root, "server/embedding/builtin"),
  });
  const all: Fitted[] = [];
  const read = async (project: TraceProject, kind: Fitted["kind"], links = usualLinksPerRequirement) => {
    const found = await pairFeatures(project.requirements, project.files, (texts) => embedder.embed(texts));
    const features = new Float64Array(found.rows * found.columns * width);
    const pair = new Float64Array(width);
    for (let row = 0; row < found.rows; row++) {
      for (let column = 0; column < found.columns; column++) {
        found.read(row, column, pair);
        features.set(pair, (row * found.columns + column) * width);
      }
    }
    all.push({ project, kind, prior: priorLogit(found.columns, links), features });
    return found;
  };
  for (const place of tracePlaces) {
    const project = await readTraceProject(folders, place);
    const found = await read(project, "published");
    for (const count of coarseCounts) {
      if (project.files.length <= count / 0.6) continue;
      const coarse = coarsen(project, found, count);
      const kept = linksOf(coarse) / linksOf(project);
      await read(coarse, "madeUp", kept * usualLinksPerRequirement);
    }
  }
  for (const place of documentedPlaces) await read(await readDocumentedProject(folders, place), "documented");
  return all;
}

/** Putting files together joins links too, which real projects of few files do not show: their prior takes it back. */
function linksOf({ truth }: TraceProject): number {
  return truth.reduce((sum, isLinked) => sum + isLinked, 0);
}

/** All projects of a kind count alike, but the two of one family half, and the only published one of few files more. */
function weightOf({ project: { family, name }, kind }: Fitted): number {
  const twice = family === "eANCI" || family === "SMOS" ? 0.5 : 1;
  return kindWeights[kind] * twice * (name === "LibEST" ? 4 : 1);
}

function fitOn(parts: readonly Fitted[]): LinkCoefficients {
  return fitLogistic(
    parts.map((part): FittingPart => {
      const { project, prior, features } = part;
      const weightPerPair = (5_000 * weightOf(part)) / project.truth.length;
      return { prior, features, truth: project.truth, weightPerPair };
    }),
    width,
  );
}

function report({ project: { name, truth, files }, features }: Fitted, coefficients: LinkCoefficients): void {
  const probabilities = Float32Array.from(truth, (_, pair) =>
    probabilityOf(linkLogit(features.subarray(pair * width, (pair + 1) * width), files.length, coefficients)),
  );
  const threshold = thresholdOf(probabilities);
  const linked = probabilities.map((probability) => (probability >= threshold ? 1 : 0));
  const { f1, precision, recall } = decisionFigures(truth, linked);
  const map = meanAveragePrecision(truth, probabilities, files.length);
  const error = calibrationError(truth, probabilities);
  const figures = { f1, precision, recall, map, error, threshold };
  const words = Object.entries(figures).map(([figure, value]) => `${figure} ${value.toFixed(3)}`);
  console.log(`  ${name.padEnd(16)} ${words.join("  ")}`);
}

function write({ means, scales, weights, intercept }: LinkCoefficients): void {
  const list = (values: readonly number[]) =>
    `[${values.map((value) => Number(value.toPrecision(6))).join(", ")}]`;
  const text = `import type { LinkCoefficients } from "./linkCoefficients.ts";

/** Made by \`scripts/inference/fit.ts\`, which says of what; not edited. One setting for every project. */
export const fittedCoefficients: LinkCoefficients = {
  means: ${list(means)},
  scales: ${list(scales)},
  weights: ${list(weights)},
  intercept: ${Number(intercept.toPrecision(6))},
};
`;
  writeFileSync(path.join(root, "server/linking/inference/fittedCoefficients.ts"), text);
}
