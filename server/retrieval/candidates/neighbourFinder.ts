import type { Candidate, Finding, FindingList } from "../candidate.ts";
import type { SearchTools } from "../searchTools.ts";

const seedsRead = 5;
const calleesPerSeed = 6;

/** What stands around the best hits: the definition that encloses them, what they call, and who calls them. */
export async function findNeighbours(
  candidates: readonly Candidate[],
  tools: SearchTools,
): Promise<FindingList> {
  const places = new Map<string, { uri: string; line: number; score: number; detail: string }>();
  for (const seed of candidates.filter(({ chunk }) => chunk.kind === "code").slice(0, seedsRead)) {
    for (const place of placesAround(seed, tools)) {
      const key = `${place.uri}\0${place.line}`;
      if ((places.get(key)?.score ?? 0) < place.score) places.set(key, place);
    }
  }
  const wanted = [...places.values()];
  const chunks = await tools.chunks.chunksAt(wanted, tools.filter);
  const findings = chunks.flatMap((chunk): Finding[] => {
    const place = wanted.find(
      ({ uri, line }) => uri === chunk.uri && chunk.startLine <= line && line <= chunk.endLine,
    );
    return place === undefined ? [] : [{ chunk, score: place.score, detail: place.detail }];
  });
  return { finder: "neighbour", findings: findings.toSorted((a, b) => b.score - a.score) };
}

interface Place {
  readonly uri: string;
  readonly line: number;
  readonly score: number;
  readonly detail: string;
}

function placesAround(seed: Candidate, tools: SearchTools): readonly Place[] {
  const { chunk, score } = seed;
  const { symbols } = tools.catalog;
  const places: Place[] = [];
  if (chunk.path !== undefined) {
    for (const enclosing of symbols.around(chunk.path, chunk.startLine)) {
      if (enclosing.startLine >= chunk.startLine) continue;
      const detail = `encloses ${chunk.title}`;
      places.push({ uri: enclosing.uri, line: enclosing.nameLine, score: score * 0.5, detail });
    }
  }
  const calls = symbols.callsFrom(chunk.uri, chunk);
  for (const name of [...new Set(calls.map((call) => call.name))].slice(0, calleesPerSeed * 3)) {
    const definitions = symbols.byName(name, 2);
    const [only] = definitions;
    if (only === undefined || definitions.length > 1 || places.length >= calleesPerSeed) continue;
    places.push({
      uri: only.uri,
      line: only.nameLine,
      score: score * 0.6,
      detail: `is called by ${chunk.title}`,
    });
  }
  return [...places, ...callersOf(seed, tools)];
}

function callersOf(seed: Candidate, tools: SearchTools): readonly Place[] {
  const { chunk, score } = seed;
  const name = chunk.symbol?.split(".").at(-1);
  if (name === undefined || tools.catalog.symbols.byName(name, 2).length > 1) return [];
  return tools.catalog.symbols
    .callsTo(name, 4)
    .filter((call) => call.uri !== chunk.uri)
    .map((call) => ({ uri: call.uri, line: call.line, score: score * 0.5, detail: `calls ${name}` }));
}
