import { type ChildProcessByStdio, spawn } from "node:child_process";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { cancelledError, WhenceError } from "../../base/errors.ts";

/** How to run one Git command. */
export interface GitOptions {
  /** Written to the command's standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are answers, not failures; `[0]` unless given. */
  readonly answers?: readonly number[];
  /** Folder that Git takes for that of its objects; it names the real one. See `writeCommitGraph`. */
  readonly objects?: string | undefined;
}

/** What a Git command answered. */
export interface GitAnswer {
  readonly stdout: Buffer;
  readonly exitCode: number;
}

type GitChild = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Runs Git in `folder` and collects its output. Throws `WhenceError`: `missingPart` where there is no Git, `noAccess`
 * where Git refuses a repository of another owner, `cancelled`, and `gitFailed` for the rest.
 */
export async function runGit(
  folder: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitAnswer> {
  const running = start(folder, args, options);
  const pieces: Buffer[] = [];
  for await (const piece of running.child.stdout) pieces.push(piece as Buffer);
  const exitCode = await running.ended;
  return { stdout: Buffer.concat(pieces), exitCode };
}

/**
 * Runs Git in `folder` and gives its output piece by piece; Git waits while the reader is busy, and is ended when the
 * reader stops early. Throws as `runGit` does.
 */
export async function* streamGit(
  folder: string,
  args: readonly string[],
  options: GitOptions = {},
): AsyncGenerator<Buffer> {
  const running = start(folder, args, options);
  try {
    for await (const piece of running.child.stdout) yield piece as Buffer;
    await running.ended;
  } finally {
    running.child.kill();
  }
}

/** A Git command that is asked again and again. */
export interface GitConversation {
  /** What Git writes, until it ends. */
  readonly output: AsyncIterable<Buffer>;
  /** Asks; questions are separated as the command wants it. */
  ask(question: string): void;
  /** Ends the command. */
  end(): void;
}

/** Starts a Git command in `folder` that reads questions from its standard input for as long as it is wanted. */
export function converseWithGit(folder: string, args: readonly string[]): GitConversation {
  const { child } = start(folder, args, {}, true);
  return {
    output: child.stdout,
    ask: (question) => {
      child.stdin.write(question);
    },
    end: () => {
      child.kill();
    },
  };
}

interface RunningGit {
  readonly child: GitChild;
  /** Exit code, once it is one of the accepted answers; rejects with the sentence for people otherwise. */
  readonly ended: Promise<number>;
}

function start(
  folder: string,
  args: readonly string[],
  options: GitOptions,
  isConversation = false,
): RunningGit {
  if (options.signal?.aborted) throw cancelledError();
  const child = spawn("git", ["-C", path.resolve(folder), ...SAFE_CONFIGURATION, ...args], {
    env: {
      ...safeEnvironment(),
      ...(options.objects === undefined ? {} : { GIT_OBJECT_DIRECTORY: options.objects }),
    },
    // Windows looks for programs in the working folder first, which must therefore never be the one being indexed.
    cwd: path.dirname(process.execPath),
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    if (complaint.length < MAX_COMPLAINT_CHARACTERS) complaint += piece;
  });
  // A command that fails at once closes its input before all is written; its exit code tells the story.
  child.stdin.on("error", () => {});
  if (!isConversation) child.stdin.end(options.input ?? "");
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => reject(startError(error)));
    child.once("close", (exitCode) => {
      if (options.signal?.aborted) reject(cancelledError());
      else if (exitCode !== null && (options.answers ?? [0]).includes(exitCode)) resolve(exitCode);
      else reject(failure(folder, args, complaint));
    });
  });
  // The reader may still be busy with the output when this rejects; it awaits `ended` afterwards.
  ended.catch(() => {});
  return { child, ended };
}

function startError(error: NodeJS.ErrnoException): WhenceError {
  if (error.name === "AbortError") return cancelledError();
  if (error.code === "ENOENT") {
    return new WhenceError(
      "missingPart",
      "Git was not found: install it and make sure that `git` is on the PATH.",
      {
        cause: error,
      },
    );
  }
  return new WhenceError("gitFailed", `Git could not be started: ${error.message}`, { cause: error });
}

function failure(folder: string, args: readonly string[], complaint: string): WhenceError {
  if (complaint.includes("dubious ownership")) {
    return new WhenceError(
      "noAccess",
      `Git refuses to read ${folder} because it belongs to another user: if you trust it, run ` +
        `"git config --global --add safe.directory '${folder}'".`,
    );
  }
  const firstLine = complaint.trim().split("\n")[0] ?? "";
  return new WhenceError(
    "gitFailed",
    `"git ${args[0] ?? ""}" failed in ${folder}: ${firstLine === "" ? "it was ended" : firstLine}`,
    { cause: complaint },
  );
}

const MAX_COMPLAINT_CHARACTERS = 8_000;

/** Nothing that a repository's configuration names is started: no hook, no file monitor, no signature program. */
const SAFE_CONFIGURATION = [
  "--no-pager",
  "-c",
  "core.quotepath=off",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "log.showSignature=false",
  "-c",
  "log.showRoot=true",
  "-c",
  "log.follow=false",
  "-c",
  "submodule.recurse=false",
  "-c",
  "i18n.logOutputEncoding=UTF-8",
];

/** Where these are set, we were started from a hook or an alias; they would point Git at another repository. */
const REPOSITORY_VARIABLES = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_GRAFT_FILE",
  "GIT_SHALLOW_FILE",
  "GIT_REPLACE_REF_BASE",
  "GIT_EXTERNAL_DIFF",
  "GIT_DIFF_OPTS",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
];

/** Keys of servers are no business of Git, nor of what a repository's configuration might make it start. */
const OUR_SECRETS = /^WHENCE_.*(?:KEY|TOKEN|SECRET|PASSWORD)/;

function safeEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(environment)) {
    const isForGit = !REPOSITORY_VARIABLES.includes(name) && !name.startsWith("GIT_TRACE");
    if (!isForGit || OUR_SECRETS.test(name)) delete environment[name];
  }
  return {
    ...environment,
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // A partial clone must not fetch what it lacks: Git >= 2.45 knows the first, every Git obeys the second.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}
