import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { Candidate, Finding, FindingList } from "../candidate.ts";
import type { SearchTools } from "../searchTools.ts";

const seedsRead = 3;
const calleesPerSeed = 6;

/**
 * What stands around the best hits: the definition that encloses them, their neighbours in the file, what they call and
 * import, and who calls them, tests included.
 */
export function findNeighbours(candidates: readonly Candidate[], tools: SearchTools): FindingList {
  const places = new Map<string, { uri: string; line: number; score: number; detail: string }>();
  for (const seed of candidates.filter(({ chunk }) => chunk.kind === "code").slice(0, seedsRead)) {
    for (const place of placesAround(seed, tools)) {
      const key = `${place.uri}\0${place.line}`;
      if ((places.get(key)?.score ?? 0) < place.score) places.set(key, place);
    }
  }
  const wanted = [...places.values()];
  const chunks = tools.catalog.chunks.at(wanted).filter(chunkFilter(tools.filter));
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
  return [
    ...enclosing(seed, tools),
    ...besides(seed),
    ...calledBy(seed, tools),
    ...importedBy(seed, tools),
    ...callersOf(seed, tools),
  ];
}

function enclosing({ chunk, score }: Candidate, tools: SearchTools): readonly Place[] {
  if (chunk.path === undefined) return [];
  return tools.catalog.symbols
    .around(chunk.path, chunk.startLine)
    .filter((symbol) => symbol.startLine < chunk.startLine)
    .map((symbol) => ({
      uri: symbol.uri,
      line: symbol.nameLine,
      score: score * 0.5,
      detail: `encloses ${chunk.title}`,
    }));
}

/** The passages before and after in the same file. */
function besides({ chunk, score }: Candidate): readonly Place[] {
  const detail = `stands beside ${chunk.title}`;
  return [chunk.startLine - 2, chunk.endLine + 2]
    .filter((line) => line > 0)
    .map((line) => ({ uri: chunk.uri, line, score: score * 0.3, detail }));
}

function calledBy({ chunk, score }: Candidate, tools: SearchTools): readonly Place[] {
  const names = new Set(tools.catalog.symbols.callsFrom(chunk.uri, chunk).map((call) => call.name));
  // A name that several definitions share points at none of them.
  const definitions = tools.catalog.symbols
    .onlyByNames([...names].slice(0, calleesPerSeed * 3))
    .slice(0, calleesPerSeed);
  const detail = `is called by ${chunk.title}`;
  return definitions.map(({ uri, nameLine }) => ({ uri, line: nameLine, score: score * 0.6, detail }));
}

/** Definitions which the file imports by name and this passage mentions (a type, a constant). */
function importedBy({ chunk, score }: Candidate, tools: SearchTools): readonly Place[] {
  const names = tools.catalog.symbols.importsFrom(chunk.uri).flatMap((fact) => fact.names);
  const text = tools.catalog.chunks.byId([chunk.id])[0]?.text ?? "";
  const used = [...new Set(names)].filter((name) => name.length > 2 && text.includes(name));
  const detail = `is imported for ${chunk.title}`;
  return tools.catalog.symbols
    .onlyByNames(used.slice(0, calleesPerSeed))
    .map(({ uri, nameLine }) => ({ uri, line: nameLine, score: score * 0.4, detail }));
}

/** Who calls it; among them the tests. */
function callersOf(seed: Candidate, tools: SearchTools): readonly Place[] {
  const { chunk, score } = seed;
  const name = chunk.symbol?.split(".").at(-1);
  if (name === undefined || tools.catalog.symbols.fewByName(name, 1).length === 0) return [];
  return tools.catalog.symbols
    .callsTo(name, 4)
    .filter((call) => call.uri !== chunk.uri)
    .map((call) => ({ uri: call.uri, line: call.line, score: score * 0.5, detail: `calls ${name}` }));
}
