import { commitUri } from "../../model/documentUri.ts";
import type { StoredCommit } from "../../model/storedState.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";
import { definitionsNamed } from "./symbolFinder.ts";

/** A commit that a question asks for without naming it, with the reason for people. */
export interface AskedCommit {
  readonly uri: string;
  /** 0 to 1. */
  readonly score: number;
  readonly detail: string;
}

/** A name with more definitions than this has no one origin. */
const definitionsMost = 3;
/** More commits than any file has. */
const commitsPerFile = 20_000;
const commitsPerFolder = 15;
const lastChanges = 3;

/**
 * For "which commit introduced X?": the oldest commit that changed each file which defines X. The index knows which files a
 * commit changed and not which lines, so the reason says no more than that.
 */
export function commitsThatIntroduced(plan: QueryPlan, { catalog }: SearchTools): readonly AskedCommit[] {
  if (
    !plan.kinds.includes("commit") ||
    !/\b(?:introduc|add|creat|first|began|start|came)/i.test(plan.question)
  )
    return [];
  return plan.symbols.flatMap((name) => {
    const definitions = definitionsNamed(name, { catalog });
    if (definitions.length > definitionsMost) return [];
    return [...new Set(definitions.map(({ path }) => path))].flatMap((path) => {
      const oldest = catalog.commits.touching([path], commitsPerFile).at(-1);
      if (oldest === undefined) return [];
      return [
        {
          uri: commitUri(oldest.hash),
          score: 1,
          detail: `is the first that changed ${path}, which defines ${name}`,
        },
      ];
    });
  });
}

/** For "what changed X last?": the newest commits that changed the file of each thing that is named or was added. */
export function commitsThatChangedLast(plan: QueryPlan, { catalog }: SearchTools): readonly AskedCommit[] {
  const isAsked = /\bchanged?\b[^?.]*\blast\b|\blast\s+chang/i.test(plan.question);
  if (!isAsked || plan.since !== undefined || plan.until !== undefined) return [];
  const defined = [...plan.symbols, ...plan.possibleSymbols].flatMap((name) => {
    const definitions = definitionsNamed(name, { catalog });
    return definitions.length > definitionsMost ? [] : definitions.map(({ path }) => path);
  });
  const named = plan.places.flatMap(({ path }) =>
    catalog.documents.findPaths(path, 1).map((file) => file.path ?? ""),
  );
  const given = (plan.given?.places ?? []).map(({ path }) => path);
  return [...new Set([...defined, ...named, ...given])].slice(0, definitionsMost).flatMap((path) =>
    catalog.commits.touching([path], lastChanges).map(({ hash, date }, at) => ({
      uri: commitUri(hash),
      score: 1 - at / 20,
      detail: `changed ${path} ${at === 0 ? "last, " : ""}on ${date.slice(0, 10)}`,
    })),
  );
}

/** For "what changed last year in the X package?": the newest commits of that time which changed files below a folder X. */
export function commitsOfFolders(
  plan: QueryPlan,
  inside: readonly StoredCommit[],
  { catalog }: SearchTools,
): readonly AskedCommit[] {
  if (plan.folders.length === 0) return [];
  const files = catalog.commits.filesOf(inside.map(({ hash }) => hash));
  return plan.folders.flatMap((folder) => {
    const changing = new Map(
      files.filter(({ path }) => `/${path}`.includes(`/${folder}/`)).map((file) => [file.hash, file]),
    );
    return inside
      .filter(({ hash }) => changing.has(hash))
      .slice(0, commitsPerFolder)
      .map(({ hash, date }, at) => ({
        uri: commitUri(hash),
        score: 0.9 - at / 100,
        detail: `is of ${date.slice(0, 10)} and changed ${changing.get(hash)?.path}`,
      }));
  });
}
