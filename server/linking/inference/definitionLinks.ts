import type { InferenceEvidence, InferenceInput, InferredLink, KnownLink } from "../../model/inferredLink.ts";
import type { ScoredDefinition } from "./definitionScores.ts";
import { scoredDefinitions } from "./definitionScores.ts";
import type { EvidenceSources } from "./linkEvidence.ts";
import { definitionEvidence } from "./linkEvidence.ts";
import { readDefinitions } from "./projectTerms.ts";

/** Most definitions that are named for one requirement and file. */
const mostPerFile = 5;
/** A definition is named where it is at least half as likely as the likeliest of its file. */
const leastShare = 0.5;
/** How much a definition gains whose callers a person linked to the requirement; at most this share of the way up. */
const callersGain = 0.5;

/**
 * The likeliest definitions in the files that are linked. The likeliest has the probability of its file, the others a
 * share of it by how much less alike they are: this ranks them, and is not calibrated by itself.
 */
export function definitionLinks(
  sources: EvidenceSources,
  fileLinks: readonly InferredLink[],
): readonly InferredLink[] {
  const { requirements, files } = sources.input;
  const rows = new Map(requirements.map(({ id }, at) => [id, at]));
  const columns = new Map(files.map(({ path }, at) => [path, at]));
  const callers = callersOf(sources.input);
  const decided = new Map(
    (sources.input.decisions ?? []).map((decision) => [keyOf(decision), decision.verdict] as const),
  );
  const stated = new Set((sources.input.stated ?? []).map(keyOf));
  return fileLinks
    .filter(({ linked }) => linked)
    .flatMap((link) => {
      const [row = 0, column = 0] = [rows.get(link.requirement), columns.get(link.code)];
      const file = files[column];
      if (file === undefined) return [];
      const scored = scoredDefinitions(sources.features.terms, readDefinitions(file), row, column);
      const most = scored[0]?.alike ?? 0;
      return scored
        .map((each) => ofDefinition(sources, link, row, each, most, callers))
        .filter((each) => !stated.has(keyOf(each)))
        .map((each) => withVerdict(each, decided.get(keyOf(each))))
        .filter(({ score }) => score >= leastShare * link.score)
        .sort((a, b) => b.score - a.score)
        .slice(0, mostPerFile);
    })
    .sort((a, b) => b.score - a.score);
}

function ofDefinition(
  sources: EvidenceSources,
  { requirement, code, score }: InferredLink,
  row: number,
  scored: ScoredDefinition,
  most: number,
  callers: CallersByRequirement,
): InferredLink {
  const { qualifiedName, name } = scored.definition;
  const linkedCallers = [...(callers.get(requirement)?.get(name) ?? [])].filter(
    (caller) => caller !== qualifiedName,
  );
  const share = scored.alike / most;
  const gained = linkedCallers.length > 0 ? share + (1 - share) * callersGain : share;
  return {
    requirement,
    code,
    definition: qualifiedName,
    score: score * gained,
    linked: gained >= leastShare,
    evidence: [
      ...definitionEvidence(sources, row, scored),
      ...callerEvidence(sources.input, row, linkedCallers),
    ],
  };
}

function callerEvidence(
  { requirements }: InferenceInput,
  row: number,
  callers: readonly string[],
): readonly InferenceEvidence[] {
  if (callers.length === 0) return [];
  const label = requirements[row]?.key ?? requirements[row]?.id ?? "";
  const [first = "", ...more] = callers;
  const text =
    more.length === 0
      ? `its caller \`${first}\` is linked to ${label}`
      : `its callers \`${first}\` and ${more.length} more are linked to ${label}`;
  return [{ found: "stated neighbours", text }];
}

function withVerdict(link: InferredLink, verdict: "confirmed" | "rejected" | undefined): InferredLink {
  if (verdict === undefined) return link;
  const evidence = [{ found: "decision", text: `a person ${verdict} this link` } as const, ...link.evidence];
  return { ...link, score: verdict === "confirmed" ? 1 : 0, linked: verdict === "confirmed", evidence };
}

type CallersByRequirement = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** By requirement and name of a callee, the definitions that call it and that a person linked to the requirement. */
function callersOf({ stated = [], files }: InferenceInput): CallersByRequirement {
  const calls = new Map<string, Set<string>>();
  for (const { path, calls: ofFile } of files) {
    for (const { caller, name } of ofFile) {
      if (caller === undefined) continue;
      const key = `${path}\n${caller}`;
      const known = calls.get(key);
      if (known === undefined) calls.set(key, new Set([name]));
      else known.add(name);
    }
  }
  const callers = new Map<string, Map<string, Set<string>>>();
  for (const { requirement, code, definition } of stated) {
    if (definition === undefined) continue;
    const ofRequirement = callers.get(requirement) ?? new Map<string, Set<string>>();
    for (const name of calls.get(`${code}\n${definition}`) ?? [])
      ofRequirement.set(name, new Set([...(ofRequirement.get(name) ?? []), definition]));
    callers.set(requirement, ofRequirement);
  }
  return callers;
}

function keyOf({ requirement, code, definition = "" }: KnownLink): string {
  return `${requirement}\n${code}\n${definition}`;
}
