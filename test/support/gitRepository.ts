import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

/** A real Git repository in a temporary folder, which goes away when the test file ends. */
export interface TestRepository {
  readonly folder: string;
  /** Writes files (text or bytes; `null` deletes) without telling Git. */
  write(files: Files): void;
  /** Writes the files, stages everything and commits; gives the hash. Dates are a minute apart from 2024-01-01 on. */
  commit(message: string, files?: Files, options?: CommitOptions): string;
  /** Runs any Git command there and gives its output without the last line end. */
  git(...args: string[]): string;
  /** Absolute path of a file. */
  at(relativePath: string): string;
}

/** Content by path. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** What a test may want to say of a commit. */
interface CommitOptions {
  readonly authorName?: string;
  readonly authorEmail?: string;
  /** As Git takes dates, for example `2024-05-01T12:00:00+0200`. */
  readonly date?: string;
}

/** Makes a repository on branch `main`, empty unless files are given (they become its first commit). */
export function createRepository(files?: Files): TestRepository {
  const folder = temporaryFolder();
  isolatedHome();
  runGit(folder, ["init", "--quiet", "--initial-branch=main"]);
  const repository = openRepository(folder);
  if (files !== undefined) repository.commit("First commit", files);
  return repository;
}

/** The same comfort for a repository that exists: a clone, a second working tree. */
export function openRepository(folder: string): TestRepository {
  return {
    folder,
    write: (files) => writeFiles(folder, files),
    commit: (message, files = {}, options = {}) => {
      writeFiles(folder, files);
      runGit(folder, ["add", "--all"]);
      const identity = commitEnvironment(options);
      runGit(folder, ["commit", "--quiet", "--allow-empty", "--no-gpg-sign", "--file=-"], identity, message);
      return runGit(folder, ["rev-parse", "HEAD"]);
    },
    git: (...args) => runGit(folder, args, commitEnvironment({})),
    at: (relativePath) => path.join(folder, relativePath),
  };
}

/** Clones `source` with the given options, over the file protocol so that `--depth` and `--filter` work. */
export function cloneRepository(source: TestRepository, ...options: string[]): TestRepository {
  const folder = path.join(temporaryFolder(), "clone");
  const origin = `file://${source.folder}`;
  runGit(source.folder, ["config", "uploadpack.allowFilter", "true"]);
  runGit(path.dirname(folder), ["clone", "--quiet", ...options, origin, folder]);
  return openRepository(folder);
}

/** A new folder, free of links in its path, which goes away when the test file ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "whence-test-")));
  temporaryFolders.push(folder);
  return folder;
}

/** Writes files below a folder; `null` deletes. */
export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    if (content === null) rmSync(file);
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

/**
 * Gives this process and all that it starts an empty home, so that the developer's own Git configuration and ignore
 * file play no part; a test may write `.gitconfig` or `.config/git/ignore` there.
 */
export function isolatedHome(): string {
  if (home === undefined) {
    home = temporaryFolder();
    for (const name of Object.keys(process.env)) {
      if (name.startsWith("GIT_")) delete process.env[name];
    }
    process.env.HOME = home;
    process.env.XDG_CONFIG_HOME = path.join(home, ".config");
    process.env.GIT_CONFIG_NOSYSTEM = "1";
  }
  return home;
}

let home: string | undefined;
let minutes = 0;
const temporaryFolders: string[] = [];

afterAll(() => {
  for (const folder of temporaryFolders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function commitEnvironment(options: CommitOptions): NodeJS.ProcessEnv {
  const date = options.date ?? new Date(Date.UTC(2024, 0, 1) + 60_000 * minutes++).toISOString();
  const name = options.authorName ?? "Ada Example";
  const email = options.authorEmail ?? "ada@example.com";
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}

function runGit(folder: string, args: string[], extra: NodeJS.ProcessEnv = {}, input = ""): string {
  const output = execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
    cwd: folder,
    env: { ...process.env, ...extra },
    input,
    stdio: ["pipe", "pipe", "pipe"],
  });
  return output.toString().replace(/\n$/, "");
}
