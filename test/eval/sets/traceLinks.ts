import path from "node:path";
import { createBuiltinEmbedder } from "../../../server/embedding/builtinEmbedder.ts";
import { inferLinks } from "../../../server/linking/inference/inferLinks.ts";
import { searchTerms } from "../../../server/model/searchTerms.ts";
import type { EvaluationContext, SetReport, SystemFigures } from "../evaluationSet.ts";
import { readIssueProject } from "../traceLinks/issueProject.ts";
import { calibrationError, decisionFigures, meanAveragePrecision } from "../traceLinks/linkMetrics.ts";
import type { TraceProject, TraceProjectPlace } from "../traceLinks/traceProject.ts";
import { readTraceProject } from "../traceLinks/traceProject.ts";

/** A cosine that serves some projects and none well, taken before any was measured. */
const plainThreshold = 0.1;
const constantFiles = 5;

/**
 * Links between the requirements and the files of one public project, with the one setting that ships, beside plain
 * tf-idf with a fixed threshold and two constants; the second is chosen by the answers.
 */
export async function evaluateTraceLinks(
  context: EvaluationContext,
  place: TraceProjectPlace,
): Promise<SetReport> {
  return reportOn(context, await readTraceProject(context, place), [
    "The setting that ships was fitted on this project and others; figures of each project with a setting fitted",
    "without it are in docs/inference.md.",
  ]);
}

/** The same on a project which no fit and no choice has seen. */
export async function evaluateIssueLinks(context: EvaluationContext): Promise<SetReport> {
  return reportOn(context, await readIssueProject(context), [
    "Nothing was fitted or chosen with this project.",
  ]);
}

async function reportOn(
  context: EvaluationContext,
  project: TraceProject,
  notes: readonly string[],
): Promise<SetReport> {
  const pairs = project.truth.length;
  const scores = plainScores(project);
  return {
    set: setName(project),
    cases: pairs,
    systems: [
      { name: "whence", figures: await ownFigures(context, project) },
      {
        name: `tf-idf from ${plainThreshold} on`,
        figures: {
          ...decisionFigures(
            project.truth,
            scores.map((score) => (score >= plainThreshold ? 1 : 0)),
          ),
          map: meanAveragePrecision(project.truth, scores, project.files.length),
        },
      },
      { name: "everything", figures: { ...decisionFigures(project.truth, new Uint8Array(pairs).fill(1)) } },
      mostLinkedFiles(project),
    ],
    notes: [`A case is a pair; ${sum(project.truth)} of ${pairs} are linked.`, ...notes],
  };
}

/** Name of the set of a project. */
export function setName({ name }: Pick<TraceProjectPlace, "name">): string {
  return `links-${name.toLowerCase()}`;
}

async function ownFigures(
  { root, log }: EvaluationContext,
  { requirements, files, truth }: TraceProject,
): Promise<SystemFigures["figures"]> {
  const assetFolder = path.join(root, "server/embedding/builtin");
  const embedder = await createBuiltinEmbedder({ workers: 0, assetFolder });
  const { links, threshold } = await inferLinks({ requirements, files }, (texts) => embedder.embed(texts));
  log(`threshold ${threshold.toFixed(3)}`);
  const rows = new Map(requirements.map(({ id }, at) => [id, at]));
  const columns = new Map(files.map(({ path: file }, at) => [file, at]));
  // What lies below the floor is not listed and counts as 0.
  const scores = new Float32Array(truth.length);
  const linked = new Uint8Array(truth.length);
  for (const { requirement, code, score, linked: isLinked } of links) {
    const at = (rows.get(requirement) ?? 0) * files.length + (columns.get(code) ?? 0);
    scores[at] = score;
    linked[at] = isLinked ? 1 : 0;
  }
  return {
    ...decisionFigures(truth, linked),
    map: meanAveragePrecision(truth, scores, files.length),
    ece: calibrationError(truth, scores),
  };
}

function mostLinkedFiles({ truth, files }: TraceProject): SystemFigures {
  const columns = files.length;
  const counts = files.map((_, column) => sum(truth.filter((_, at) => at % columns === column)));
  const chosen = new Set(
    [...counts.keys()].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0)).slice(0, constantFiles),
  );
  const linked = truth.map((_, at) => (chosen.has(at % columns) ? 1 : 0));
  return {
    name: `the ${constantFiles} files with most links`,
    figures: { ...decisionFigures(truth, linked) },
  };
}

/** Cosines of tf-idf vectors of whole texts, with logarithms of counts. */
function plainScores({ requirements, files }: TraceProject): Float32Array {
  const texts = [...requirements, ...files].map(({ text }) => Map.groupBy(searchTerms(text), (term) => term));
  const documents = new Map<string, number>();
  for (const terms of texts)
    for (const term of terms.keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
  const vectors = texts.map((terms) => {
    const weighed = new Map(
      [...terms].map(([term, uses]) => [
        term,
        (1 + Math.log(uses.length)) * Math.log(texts.length / (documents.get(term) ?? 1)),
      ]),
    );
    const length = Math.hypot(...weighed.values()) || 1;
    return new Map([...weighed].map(([term, weight]) => [term, weight / length]));
  });
  const [ofRequirements, ofFiles] = [
    vectors.slice(0, requirements.length),
    vectors.slice(requirements.length),
  ];
  return Float32Array.from(
    ofRequirements.flatMap((requirement) =>
      ofFiles.map((file) =>
        [...requirement].reduce((total, [term, weight]) => total + weight * (file.get(term) ?? 0), 0),
      ),
    ),
  );
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
