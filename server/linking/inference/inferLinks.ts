import { WhenceError } from "../../base/errors.ts";
import type { EmbedTexts, InferenceInput, InferenceResult, InferredLink } from "../../model/inferredLink.ts";
import { scoreFloor } from "../../model/inferredLink.ts";
import { definitionLinks } from "./definitionLinks.ts";
import type { KnownFacts } from "./knownFacts.ts";
import { knownFactsOf } from "./knownFacts.ts";
import type { EvidenceSources } from "./linkEvidence.ts";
import { fileEvidence } from "./linkEvidence.ts";
import { linkLogit, probabilityOf, thresholdOf } from "./linkModel.ts";
import type { PairFeatures } from "./pairFeatures.ts";
import { featureNames, pairFeatures } from "./pairFeatures.ts";

/** Some 60 bytes are held for each pair; 500 requirements and 5,000 files are 2.5 million. */
const mostPairs = 20_000_000;

/**
 * Infers which code was probably written for which requirement: every pair is scored and decided, with reasons in
 * words. The same input gives the same result. Other people's text is read and never obeyed. Throws `cancelled`, and
 * `badInput` for more pairs than memory is meant to hold.
 */
export async function inferLinks(
  input: InferenceInput,
  embed: EmbedTexts,
  signal?: AbortSignal,
): Promise<InferenceResult> {
  if (input.requirements.length === 0 || input.files.length === 0)
    return { links: [], definitionLinks: [], threshold: 1 };
  if (input.requirements.length * input.files.length > mostPairs) throw tooLarge(input);
  const features = await pairFeatures(input.requirements, input.files, embed, signal);
  const facts = knownFactsOf(input, features);
  const probabilities = probabilitiesOf(features, facts);
  const threshold = Math.max(scoreFloor, thresholdOf(openOnes(probabilities, features, facts)));
  const sources: EvidenceSources = { input, features, facts, probabilities, threshold };
  const links = fileLinks(sources);
  return { links, definitionLinks: definitionLinks(sources, links), threshold };
}

function tooLarge({ requirements, files }: InferenceInput): WhenceError {
  const sizes = `${requirements.length} requirements and ${files.length} files`;
  return new WhenceError("badInput", `${sizes} are more than can be compared at once: name smaller folders.`);
}

function probabilitiesOf(features: PairFeatures, facts: KnownFacts): Float32Array {
  const { rows, columns } = features;
  const probabilities = new Float32Array(rows * columns);
  const pair = new Float64Array(featureNames.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      features.read(row, column, pair);
      probabilities[row * columns + column] = probabilityOf(
        linkLogit(pair, columns) + facts.shift(row, column),
      );
    }
  }
  return probabilities;
}

/** What nobody stated or decided: of the others the threshold has nothing to say. */
function openOnes(probabilities: Float32Array, { columns }: PairFeatures, facts: KnownFacts): Float32Array {
  return probabilities.filter((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return !facts.isStated(row, column) && facts.verdict(row, column) === undefined;
  });
}

function fileLinks(sources: EvidenceSources): readonly InferredLink[] {
  const { probabilities, facts, features, threshold, input } = sources;
  const links: InferredLink[] = [];
  for (const [at, probability] of probabilities.entries()) {
    const [row, column] = [Math.floor(at / features.columns), at % features.columns];
    if (facts.isStated(row, column)) continue;
    const verdict = facts.verdict(row, column);
    const score = verdict === undefined ? probability : verdict === "confirmed" ? 1 : 0;
    if (score < scoreFloor) continue;
    const evidence = fileEvidence(sources, row, column);
    links.push({
      requirement: input.requirements[row]?.id ?? "",
      code: input.files[column]?.path ?? "",
      score,
      linked: verdict === undefined ? score >= threshold : true,
      evidence:
        verdict === undefined
          ? evidence
          : [{ found: "decision", text: `a person ${verdict} this link` }, ...evidence],
    });
  }
  return links.sort((a, b) => b.score - a.score);
}
