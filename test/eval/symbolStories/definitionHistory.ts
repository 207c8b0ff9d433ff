import type { Definition, MirrorHistory, PathCommit } from "./mirrorHistory.ts";
import { likeness } from "./plainTokens.ts";

/** What happened to a definition on its way, by the slow method. */
export interface LabelledHistory {
  /** Commits that changed its tokens, newest first; the last one introduced it. */
  readonly commits: readonly string[];
  readonly wasRenamed: boolean;
  readonly wasMoved: boolean;
  readonly wasReformatted: boolean;
}

interface Way {
  readonly commits: string[];
  wasRenamed: boolean;
  wasMoved: boolean;
  wasReformatted: boolean;
}

const samePlaceLikeness = 0.35;
const renamedLikeness = 0.6;
const movedLikeness = 0.6;
/** A copy has the history of its original where so much of it, and so many tokens, are the same: less is boilerplate. */
const copiedLikeness = 0.9;
const copiedTokens = 30;
const tellingTokens = 10;
/** In commits that change more files than this no definition is looked for in another file. */
const mostOthers = 80;

/**
 * Walks every commit that changed the file of a definition, through renames, parses the file before and after each, and
 * follows the definition by its name, else by its likeness. Nothing of the product's attribution is used.
 */
export async function definitionHistory(
  mirror: MirrorHistory,
  commit: string,
  path: string,
  definition: Definition,
): Promise<LabelledHistory> {
  const way: Way = { commits: [], wasRenamed: false, wasMoved: false, wasReformatted: false };
  let current = definition;
  let place: { readonly path: string; readonly revision: string } | undefined = { path, revision: commit };
  for (let hops = 0; place !== undefined && hops < 15; hops++) {
    let next: { readonly path: string; readonly revision: string } | undefined;
    let absent = false;
    for (const step of mirror.commitsOf(place.revision, place.path)) {
      const after = await mirror.definitionsAt(step.hash, place.path);
      const here = after && sameDefinition(after, current);
      if (after === undefined || here === undefined) continue;
      if (absent && likeness(here.tokens, current.tokens) < 0.999) continue;
      absent = false;
      const before = await definitionBefore(mirror, step, place.path, here, after);
      if (before === "absent") {
        way.commits.push(step.hash);
        absent = true;
        if (here.tokens.length < tellingTokens) break;
        continue;
      }
      note(way, step, here, before.definitions);
      current = before.definitions[0] ?? here;
      if (before.path !== place.path) {
        way.wasMoved ||= before.isOtherFile === true;
        next = { path: before.path, revision: `${step.hash}^` };
        break;
      }
    }
    place = next;
  }
  return { ...way, commits: way.commits };
}

/** The definition of the same name whose tokens are likest. */
function sameDefinition(all: readonly Definition[], wanted: Definition): Definition | undefined {
  const named = all.filter((one) => one.qualifiedName === wanted.qualifiedName && one.kind === wanted.kind);
  return likest(named.length > 0 ? named : all, wanted, named.length > 0 ? 0 : 0.999)?.definition;
}

function likest(all: readonly Definition[], wanted: Definition, least: number) {
  let best: { readonly definition: Definition; readonly share: number } | undefined;
  for (const definition of all) {
    const share = likeness(definition.tokens, wanted.tokens);
    if (share >= least && (best === undefined || share > best.share)) best = { definition, share };
  }
  return best;
}

interface Before {
  readonly path: string;
  /** One per parent. */
  readonly definitions: readonly Definition[];
  /** True where the file itself was not renamed. */
  readonly isOtherFile?: boolean;
}

async function definitionBefore(
  mirror: MirrorHistory,
  step: PathCommit,
  path: string,
  here: Definition,
  after: readonly Definition[],
): Promise<Before | "absent"> {
  const found: Definition[] = [];
  for (const parent of step.parents) {
    const before = await mirror.definitionsAt(parent, path);
    const there = before && (await inSameFile(before, here, after));
    if (there !== undefined) found.push(there);
  }
  if (found.length > 0) return { path, definitions: found };
  if (step.parents.length !== 1) return "absent";
  return (await elsewhere(mirror, step, path, here)) ?? "absent";
}

/** By name; else one of nearly the same body whose name the newer version no longer has. */
function inSameFile(
  before: readonly Definition[],
  here: Definition,
  after: readonly Definition[],
): Definition | undefined {
  const isStillThere = (one: Definition): boolean =>
    after.some((other) => other.text === one.text && other.startLine !== here.startLine);
  const named = before.filter((one) => one.qualifiedName === here.qualifiedName && !isStillThere(one));
  const isOnly =
    named.length === 1 && after.filter((one) => one.qualifiedName === here.qualifiedName).length === 1;
  // The only one of its name is the same one, whatever became of its body.
  const byName = likest(named, here, isOnly ? 0 : samePlaceLikeness);
  if (byName !== undefined) return byName.definition;
  const names = new Set(after.map(({ qualifiedName }) => qualifiedName));
  const gone = before.filter((one) => !names.has(one.qualifiedName) && one.kind === here.kind);
  return likest(gone, here, renamedLikeness)?.definition;
}

/** In the file that was renamed to this one, else in any other file which the commit changed. */
async function elsewhere(
  mirror: MirrorHistory,
  step: PathCommit,
  path: string,
  here: Definition,
): Promise<Before | undefined> {
  const renamedFrom = (await mirror.definitionsAt(`${step.hash}^`, path))
    ? undefined
    : mirror.pathBefore(step.hash, path);
  if (renamedFrom !== undefined) {
    const before = await mirror.definitionsAt(`${step.hash}^`, renamedFrom);
    const named = (before ?? []).filter((one) => one.name === here.name && one.kind === here.kind);
    const found = likest(named, here, samePlaceLikeness) ?? likest(before ?? [], here, renamedLikeness);
    if (found !== undefined) return { path: renamedFrom, definitions: [found.definition] };
  }
  if (here.tokens.length < tellingTokens) return undefined;
  let best: { readonly path: string; readonly definition: Definition; readonly share: number } | undefined;
  const others = mirror.changedFiles(step.hash, path.slice(path.lastIndexOf(".")));
  for (const other of others.length > mostOthers ? [] : others) {
    if (other.path === path) continue;
    const before = await mirror.definitionsOf(other.before);
    const found = likest(before, here, movedLikeness);
    if (found === undefined) continue;
    const after = await mirror.definitionsOf(other.after);
    const isStillThere = after.some((one) => likeness(one.tokens, found.definition.tokens) > 0.999);
    if (isStillThere && (found.share < copiedLikeness || here.tokens.length < copiedTokens)) continue;
    if (best === undefined || found.share > best.share) best = { path: other.path, ...found };
  }
  return best && { path: best.path, definitions: [best.definition], isOtherFile: true };
}

function note(
  way: Way,
  { hash, parents }: PathCommit,
  here: Definition,
  before: readonly Definition[],
): void {
  const [first] = before;
  if (first === undefined) return;
  if (first.name !== here.name) way.wasRenamed = true;
  const isSame = before.some((one) => one.tokens.join("\n") === here.tokens.join("\n"));
  if (isSame) {
    if (before.every((one) => one.text !== here.text)) way.wasReformatted = true;
    return;
  }
  if (parents.length > 1 && !writesOwnLine(here, before)) return;
  way.commits.push(hash);
}

/** True where a merge has a line that none of its sides has. */
function writesOwnLine(here: Definition, before: readonly Definition[]): boolean {
  const lines = new Set(before.flatMap(({ text }) => text.split("\n").map((line) => line.trim())));
  return here.text.split("\n").some((line) => !lines.has(line.trim()));
}
