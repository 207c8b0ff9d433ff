import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import { runGit } from "./runGit.ts";

/** Name of the folder of objects within a store: see `writeCommitGraph`. */
const folderName = "git-objects";

/** The folder of objects that a store keeps for Git. */
export function commitGraphFolder(store: string): string {
  return path.join(store, folderName);
}

/** The same where `writeCommitGraph` has filled it. */
export function commitGraphIn(store: string): string | undefined {
  const folder = commitGraphFolder(store);
  return existsSync(graphFile(folder)) ? folder : undefined;
}

/**
 * Has Git write down its commits with the paths that each changed (https://git-scm.com/docs/commit-graph), so that the history of
 * one file is read in half of the time. The repository is left as it is: Git takes `objects` for its folder of objects, which has
 * nothing but this file and the address of the real one. Without a use for shallow clones, where Git does not write it. Throws
 * only `cancelled`: without it everything is the same, and slower.
 */
export async function writeCommitGraph(folder: string, objects: string, signal?: AbortSignal): Promise<void> {
  try {
    const { stdout } = await runGit(folder, ["rev-parse", "--git-path", "objects"], { signal });
    const real = path.resolve(folder, stdout.toString().replace(/\n$/, ""));
    mkdirSync(path.join(objects, "info"), { recursive: true });
    writeFileSync(path.join(objects, "info/alternates"), `${quoted(real)}\n`);
    await runGit(folder, ["commit-graph", "write", "--reachable", "--changed-paths", "--no-progress"], {
      signal,
      objects,
    });
  } catch (error) {
    if (WhenceError.is(error, "cancelled")) throw error;
    // An older one might be of another repository.
    rmSync(objects, { recursive: true, force: true });
  }
}

function graphFile(objects: string): string {
  return path.join(objects, "info/commit-graph");
}

/** As Git reads it: one address in a line, between quotes where it begins with one. */
function quoted(address: string): string {
  return JSON.stringify(address.replaceAll("\\", "/"));
}
