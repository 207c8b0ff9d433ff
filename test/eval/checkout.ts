import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PlainDocument } from "./plainBm25.ts";

const textFile =
  /\.(?:py|java|c|h|cc|cpp|hh|rs|go|ts|mjs|js|sh|md|rst|txt|toml|cfg|ini|ya?ml|json|xml|properties)$/;
const sizeMost = 400_000;

/** A working tree of a fetched mirror, which is only ever read through a clone of ours. */
export interface Checkout {
  readonly folder: string;
  /** Puts the tree at a commit; later commits stay out of its history. */
  moveTo(commit: string): void;
  /** Text files as they lie there, each as one document. */
  documents(): readonly PlainDocument[];
}

/** Folder of a fetched mirror in `--repos`: `owner+name/repo`, a bare repository. */
export function mirrorOf(repos: string, repository: string): string {
  const mirror = path.join(repos, repository.replace("/", "+"), "repo");
  if (!existsSync(mirror)) throw new Error(`${repository} is not fetched: ${mirror} is missing.`);
  return mirror;
}

/** Clones `source` (objects are shared, not copied) to `folder`, or takes the clone that is there. */
export function openCheckout(source: string, folder: string): Checkout {
  if (!existsSync(path.join(folder, ".git"))) {
    mkdirSync(path.dirname(folder), { recursive: true });
    git(path.dirname(folder), ["clone", "--quiet", "--shared", "--no-checkout", source, folder]);
  }
  return {
    folder,
    moveTo(commit) {
      git(folder, ["checkout", "--quiet", "--force", "--detach", commit]);
      git(folder, ["clean", "-qfdx"]);
    },
    documents: () => readDocuments(folder),
  };
}

/** Why a clone cannot serve what needs a commit with the whole history before it, with what to do; else `undefined`. */
export function missingHistory(folder: string, commit: string): string | undefined {
  const ask = (...args: string[]) => spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  const shallow = ask("rev-parse", "--is-shallow-repository");
  if (shallow.status !== 0)
    return `commit ${commit.slice(0, 12)} is needed, and this folder is no clone: use one.`;
  if (shallow.stdout.trim() === "true") {
    return `commit ${commit.slice(0, 12)} is needed with its whole history, of which this clone has a part: run "git fetch --unshallow".`;
  }
  if (ask("cat-file", "-e", `${commit}^{commit}`).status === 0) return;
  return `commit ${commit.slice(0, 12)} is not in this clone: fetch the branch that holds it ("git fetch origin main").`;
}

/** The commit that a repository is at. */
export function headOf(folder: string): string {
  return git(folder, ["rev-parse", "HEAD"]).trim();
}

function readDocuments(folder: string): readonly PlainDocument[] {
  const paths = git(folder, ["ls-files", "-z"]).split("\0");
  return paths
    .filter((name) => textFile.test(name))
    .flatMap((name) => {
      const text = readText(path.join(folder, name));
      return text === undefined
        ? []
        : [{ path: name, uri: `repo:${name}`, startLine: 0, endLine: 0, title: name, text }];
    });
}

function readText(file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return text.length > sizeMost ? undefined : text;
  } catch {
    return undefined;
  }
}

function git(folder: string, args: readonly string[]): string {
  return execFileSync("git", [...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_LFS_SKIP_SMUDGE: "1" },
  });
}
