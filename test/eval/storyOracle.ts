import { execFileSync } from "node:child_process";
import path from "node:path";
import type { PlainDocument } from "./plainBm25.ts";

/** What a history says of stories, read without any part of the product: subjects of commits and what they changed. */
export interface StoryOracle {
  /** Each commit as one document: its message. */
  readonly commits: readonly PlainDocument[];
  /** Uris of the commits whose subject names the story; a revert does not count. */
  commitsOf(key: string): readonly string[];
  /** Files, by their present paths, that commits which name this story alone have changed. */
  filesOf(key: string): readonly string[];
  /** The stories which the subject of the oldest commit names that brought `text` into files of this base name. */
  behind(fileName: string, text: string): readonly string[];
}

interface Commit {
  readonly document: PlainDocument;
  readonly keys: readonly string[];
  readonly files: readonly string[];
}

const maxBuffer = 512 * 1024 * 1024;

/**
 * Reads the history of `commit`. `keyPattern` has two groups, the project and the number of a story: `(GEP)[- ]?(\d+)`
 * makes `GEP-12` of `gep 12`.
 */
export function readStoryOracle(repository: string, commit: string, keyPattern: RegExp): StoryOracle {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", repository, ...args], { encoding: "utf8", maxBuffer });
  const present = git("ls-tree", "-r", "--name-only", commit).trim().split("\n");
  const presentPath = presentPathsOf(present);
  const commits = git("log", "--no-renames", "--name-only", "--format=%x01%H%x00%B%x02", commit)
    .split("\x01")
    .slice(1)
    .map((block) => readCommit(block, keyPattern, presentPath));
  const naming = (key: string): readonly Commit[] => commits.filter(({ keys }) => keys.includes(key));
  return {
    commits: commits.map(({ document }) => document),
    commitsOf: (key) => naming(key).map(({ document }) => document.uri),
    filesOf: (key) => [
      ...new Set(naming(key).flatMap(({ keys, files }) => (keys.length === 1 ? files : []))),
    ],
    behind(fileName, text) {
      const pathspec = `:(glob)**/${fileName}`;
      const args = ["--reverse", "--no-merges", "--format=%s", `-S${text}`, commit, "--", pathspec];
      const [subject = ""] = git("log", ...args).split("\n");
      return keysIn(subject, keyPattern);
    },
  };
}

/** A file that was moved since is known by its base name, where one file alone has it. */
function presentPathsOf(present: readonly string[]): (past: string) => string | undefined {
  const paths = new Set(present);
  const byName = Map.groupBy(present, (file) => path.basename(file));
  return (past) => {
    if (paths.has(past)) return past;
    const others = byName.get(path.basename(past)) ?? [];
    return others.length === 1 ? others[0] : undefined;
  };
}

function readCommit(
  block: string,
  keyPattern: RegExp,
  presentPath: (past: string) => string | undefined,
): Commit {
  const [head = "", changed = ""] = block.split("\x02");
  const [hash = "", message = ""] = head.split("\x00");
  const [subject = ""] = message.split("\n");
  const uri = `commit:${hash}`;
  return {
    document: { uri, title: subject, text: message, startLine: 0, endLine: 0 },
    keys: subject.startsWith("Revert ") ? [] : keysIn(subject, keyPattern),
    files: changed.split("\n").flatMap((file) => presentPath(file) ?? []),
  };
}

function keysIn(subject: string, keyPattern: RegExp): readonly string[] {
  const found = [...subject.matchAll(new RegExp(keyPattern, "gi"))];
  return [...new Set(found.map(([, project = "", number = ""]) => `${project.toUpperCase()}-${number}`))];
}
