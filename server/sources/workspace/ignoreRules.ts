import ignore, { type Ignore } from "ignore";

/** The rule that decided about a path, for people: which pattern, in which file, on which line (from 1). */
export interface DecidingRule {
  readonly pattern: string;
  /** Relative to the indexed folder, `/`-separated. */
  readonly file: string;
  readonly line: number;
}

/** What ignore rules say of a path; undefined where no rule speaks of it. */
export interface RuleDecision {
  readonly ignored: boolean;
  readonly rule: DecidingRule;
}

/** The rules of one ignore file; they speak of the folder in which it lies. */
export interface IgnoreFile {
  /** Relative to the indexed folder; may start with `../` where it lies above. */
  readonly file: string;
  /** Folder of the file relative to the indexed folder, ending with `/`; empty for the indexed folder itself. */
  readonly prefix: string;
  /** What the decided paths have in front of them where the file lies above the indexed folder, else empty. */
  readonly above: string;
  readonly text: string;
}

/**
 * Rules of a `.whenceignore`: Git's syntax, and the last rule that matches a path or a folder above it wins. Unlike
 * with Git, a `!` rule therefore also reaches into a folder that is ignored.
 */
export class WhenceRules {
  readonly #source: IgnoreFile;
  /** Neighbouring rules of one sign are asked at once; the last run comes first. */
  readonly #runs: readonly { readonly keeps: boolean; readonly rules: Ignore }[];
  /** Patterns of the `!` rules, without the `!`. */
  readonly kept: readonly string[];

  constructor(source: IgnoreFile) {
    this.#source = source;
    const runs: { keeps: boolean; rules: Ignore }[] = [];
    const kept: string[] = [];
    for (const [index, line] of linesOf(source.text).entries()) {
      if (line.trim() === "" || line.startsWith("#")) continue;
      const keeps = line.startsWith("!");
      const pattern = keeps ? line.slice(1) : line;
      if (keeps) kept.push(pattern.trimEnd());
      if (runs[0]?.keeps !== keeps) runs.unshift({ keeps, rules: ignore(MATCHING) });
      runs[0]?.rules.add({ pattern, mark: String(index + 1) });
    }
    this.#runs = runs;
    this.kept = kept;
  }

  /** Decides about a path relative to the indexed folder; folders end with `/`. */
  decide(path: string): RuleDecision | undefined {
    const local = localPath(this.#source, path);
    if (local === undefined) return undefined;
    for (const run of this.#runs) {
      const { ignored, rule } = run.rules.test(local);
      if (!ignored || rule === undefined) continue;
      const pattern = run.keeps ? `!${rule.pattern}` : rule.pattern;
      return { ignored: !run.keeps, rule: { pattern, file: this.#source.file, line: Number(rule.mark) } };
    }
    return undefined;
  }

  /** Folder in which the rules hold, relative to the indexed folder, ending with `/`, or empty. */
  get prefix(): string {
    return this.#source.prefix;
  }
}

/** Rules of a `.gitignore` read by ourselves, for folders without Git: exactly Git's meaning. */
export class GitRules {
  readonly #source: IgnoreFile;
  readonly #rules: Ignore;

  constructor(source: IgnoreFile) {
    this.#source = source;
    const patterns = linesOf(source.text).map((pattern, index) => ({ pattern, mark: String(index + 1) }));
    this.#rules = ignore(MATCHING).add(patterns);
  }

  /** Decides about a path below this file's folder, none of whose folders is ignored; folders end with `/`. */
  decide(path: string): RuleDecision | undefined {
    const local = localPath(this.#source, path);
    if (local === undefined) return undefined;
    const { ignored, unignored, rule } = this.#rules.test(local);
    if (!ignored && !unignored) return undefined;
    const decided = { pattern: rule?.pattern ?? "", file: this.#source.file, line: Number(rule?.mark ?? 0) };
    return { ignored, rule: decided };
  }
}

/** Asks ignore files from the innermost outwards; the first that speaks of the path decides. */
export function decideByRules(
  innermostFirst: readonly { decide(path: string): RuleDecision | undefined }[],
  path: string,
): RuleDecision | undefined {
  for (const rules of innermostFirst) {
    const decision = rules.decide(path);
    if (decision !== undefined) return decision;
  }
  return undefined;
}

function localPath(source: IgnoreFile, path: string): string | undefined {
  if (!path.startsWith(source.prefix)) return undefined;
  const local = source.above + path.slice(source.prefix.length);
  return local === "" || !ignore.isPathValid(local) ? undefined : local;
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r?\n/);
}

const MATCHING = { ignorecase: process.platform === "win32" || process.platform === "darwin" };
