import { execFileSync } from "node:child_process";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { plainTokens } from "./plainTokens.ts";

/** A definition in one version of a file. */
export interface Definition {
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  readonly tokens: readonly string[];
}

/** A commit that changed a path, and where the file was in its parents. */
export interface PathCommit {
  readonly hash: string;
  readonly parents: readonly string[];
}

/** A file that a commit changed: its path and content before, and its content after. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Asks a fetched mirror, one Git process per question. */
export class MirrorHistory {
  readonly #mirror: string;
  readonly #parser = createCodeParser();
  readonly #definitions = new Map<string, Promise<readonly Definition[]>>();
  readonly #changedFiles = new Map<string, readonly ChangedFile[]>();
  readonly #blobs = new Map<string, string | undefined>();
  readonly #commits = new Map<string, readonly PathCommit[]>();

  constructor(mirror: string) {
    this.#mirror = mirror;
  }

  /** Commits that changed a path, newest first. */
  commitsOf(revision: string, path: string): readonly PathCommit[] {
    const place = `${revision}:${path}`;
    const known = this.#commits.get(place);
    if (known !== undefined) return known;
    const answer = this.#git(["log", "--topo-order", "--format=%H %P", revision, "--", path]);
    const commits = answer.split("\n").flatMap((line) => {
      const [hash, ...parents] = line.split(" ");
      return hash ? [{ hash, parents }] : [];
    });
    this.#commits.set(place, commits);
    return commits;
  }

  /** Definitions of a file at a commit; nothing where it is not there. */
  async definitionsAt(commit: string, path: string): Promise<readonly Definition[] | undefined> {
    const blob = this.#blobAt(commit, path);
    if (blob === undefined) return undefined;
    return this.definitionsOf(blob);
  }

  /** The path of a file before the commit that brought it to `path`, where Git calls it renamed. */
  pathBefore(commit: string, path: string): string | undefined {
    const answer = this.#git([
      "log",
      "--follow",
      "-1",
      "-l0",
      "--name-status",
      "--format=",
      commit,
      "--",
      path,
    ]);
    for (const line of answer.split("\n")) {
      const [status = "", before, after] = line.split("\t");
      if (status.startsWith("R") && after === path) return before;
    }
    return undefined;
  }

  /** Files of the same kind that a commit changed or took away, by their path before it. */
  changedFiles(commit: string, extension: string): readonly ChangedFile[] {
    const known = this.#changedFiles.get(commit);
    if (known !== undefined) return known;
    const args = ["diff-tree", "-r", "--no-renames", "--diff-filter=MD", "--no-abbrev", `${commit}^`, commit];
    const files = this.#git(args)
      .split("\n")
      .flatMap((line): ChangedFile[] => {
        const [facts = "", path = ""] = line.split("\t");
        const [, , before = "", after = ""] = facts.split(" ");
        return path.endsWith(extension) ? [{ path, before, after }] : [];
      });
    this.#changedFiles.set(commit, files);
    return files;
  }

  /** Definitions of a content by its hash; none of one that is not there. */
  definitionsOf(blob: string): Promise<readonly Definition[]> {
    const known = this.#definitions.get(blob) ?? this.#parse(blob);
    this.#definitions.set(blob, known);
    return known;
  }

  /** The whole message. */
  messageOf(commit: string): string {
    return this.#git(["log", "-1", "--format=%B", commit]);
  }

  #blobAt(commit: string, path: string): string | undefined {
    const place = `${commit}:${path}`;
    if (!this.#blobs.has(place)) {
      const [, , blob] = this.#git(["ls-tree", commit, "--", path]).split(/\s/);
      this.#blobs.set(place, blob);
    }
    return this.#blobs.get(place);
  }

  async #parse(blob: string): Promise<readonly Definition[]> {
    if (/^0+$/.test(blob)) return [];
    const text = this.#git(["cat-file", "blob", blob]).replace(/\r\n?/g, "\n");
    const lines = text.split("\n");
    const { symbols } = await this.#parser.parse("java", text);
    return symbols.map(({ name, qualifiedName, kind, startLine, endLine }) => {
      const own = lines.slice(startLine - 1, endLine).join("\n");
      return { name, qualifiedName, kind, startLine, endLine, text: own, tokens: plainTokens(own) };
    });
  }

  #git(args: readonly string[]): string {
    return execFileSync("git", ["--git-dir", this.#mirror, "-c", "core.quotepath=off", ...args], {
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
  }
}
