import type { CandidateFile } from "../../model/inferredLink.ts";
import { baseName } from "./projectTerms.ts";

/** Which files refer to which, by calls, imports and names: numbers of files, and how often. */
export interface References {
  /** By file, what it refers to; a name that stands in several files counts less for each. */
  readonly outgoing: readonly ReadonlyMap<number, number>[];
  /** By file, what it refers to and what refers to it. */
  readonly neighbours: readonly (readonly number[])[];
  /** By file, the sums of what refers to it and of what it refers to. */
  readonly weightIn: readonly number[];
  readonly weightOut: readonly number[];
}

/** A name which more files define says nothing of where a call goes. */
const mostHomes = 3;
/** Shorter names of definitions are chance. */
const shortestName = 4;

/** Finds references by name; types of callees are not known. */
export function referencesBetween(files: readonly CandidateFile[]): References {
  const homes = placesByName(
    files.map(({ definitions }) =>
      definitions.map(({ name }) => name).filter((name) => name.length >= shortestName),
    ),
  );
  const named = placesByName(files.map(({ path }) => [baseName(path)]));
  const outgoing = files.map((file, from) => {
    const targets = new Map<number, number>();
    const add = (to: number, weight: number) => {
      if (to !== from) targets.set(to, (targets.get(to) ?? 0) + weight);
    };
    const addAll = (places: readonly number[] = []) => {
      if (places.length <= mostHomes) for (const place of places) add(place, 1 / places.length);
    };
    for (const name of namesUsed(file)) addAll(homes.get(name));
    for (const word of new Set(file.text.match(/[A-Za-z_]\w+/g) ?? [])) addAll(named.get(word));
    for (const { module } of file.imports) addAll(named.get(baseName(module.replace(/[<>"]/g, ""))));
    return targets;
  });
  return summed(outgoing);
}

function placesByName(namesOfFiles: readonly Iterable<string>[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, names] of namesOfFiles.entries()) {
    for (const name of new Set(names)) {
      const known = places.get(name);
      if (known === undefined) places.set(name, [at]);
      else known.push(at);
    }
  }
  return places;
}

function namesUsed({ calls, imports }: CandidateFile): ReadonlySet<string> {
  return new Set([
    ...calls.map(({ name }) => name),
    ...imports.flatMap(({ module, names }) => [...names, module.slice(module.lastIndexOf(".") + 1)]),
  ]);
}

function summed(outgoing: readonly ReadonlyMap<number, number>[]): References {
  const weightIn = outgoing.map(() => 0);
  const neighbours = outgoing.map((targets) => new Set(targets.keys()));
  for (const [from, targets] of outgoing.entries()) {
    for (const [to, weight] of targets) {
      weightIn[to] = (weightIn[to] ?? 0) + weight;
      neighbours[to]?.add(from);
    }
  }
  return {
    outgoing,
    neighbours: neighbours.map((set) => [...set]),
    weightIn,
    weightOut: outgoing.map((targets) => [...targets.values()].reduce((sum, weight) => sum + weight, 0)),
  };
}
